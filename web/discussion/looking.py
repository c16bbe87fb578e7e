"""Who looks at a round: noted when a page of it is opened, and told to pages that ask by script.

What a page that is opened leaves behind (its reader is here, and has read what names them) is
written before the page's own transaction, which only reads.
"""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from matcher.access import Action, may
from matcher.discussion import Here, come, comment_count, others_here, read_mentions
from web.discussion.blueprint import blueprint
from web.permissions import may as may_open
from web.sessions import by_itself, current_actor, current_token
from web.transaction import SAFE_METHODS, database, reading, session
from web.translating import t

TAKING_PART = ("rounds.board", "rounds.pair", "discussion.round_", "discussion.pair")
"""The pages on which the others see their reader."""


@blueprint.before_app_request
def arrive() -> None:
    """The reader of such a page is here, and has read what it says to them."""
    actor, endpoint = current_actor(), request.endpoint
    if endpoint not in TAKING_PART or request.method not in SAFE_METHODS or actor is None:
        return
    if not may(actor, Action.SEE_ROUNDS):
        return
    asked = request.view_args or {}
    round_id = str(asked["round_id"])
    come(database(), actor, current_token() or "", round_id)
    if endpoint == "discussion.round_":
        read_mentions(database(), actor, round_id)
    elif endpoint == "discussion.pair":
        read_mentions(database(), actor, round_id, (asked["uscc"], asked["village_code"]))


@blueprint.post("/<uuid:round_id>/presence")
@may_open(Action.SEE_ROUNDS)
@by_itself
def presence(round_id: object) -> ResponseReturnValue:
    """For a page that asks every twenty seconds: still here, and who else is?"""
    come(database(), current_actor(), current_token() or "", str(round_id))
    with reading() as looking:
        others = others_here(looking, current_actor(), str(round_id))
    return jsonify({"others": said(others)})


@blueprint.app_template_global()
def others_looking(round_id: str) -> str:
    """Who else looks at the round, in words; empty when nobody does."""
    return said(others_here(session(), current_actor(), round_id))


@blueprint.app_template_global()
def comments_on(round_id: str, *pair: str) -> int:
    """How many comments can be read on the round with all its pairs, or on this pair."""
    return comment_count(session(), round_id, (pair[0], pair[1]) if pair else None)


def said(others: list[Here]) -> str:
    return t("site.listed", items=[_one(other) for other in others]) if others else ""


def _one(other: Here) -> str:
    ago = t("discussion.minutes_ago", minutes=other.minutes) if other.minutes else None
    return t("discussion.here", name=other.name, when=ago or t("discussion.now"))
