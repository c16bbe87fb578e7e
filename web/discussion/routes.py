"""What people do in a discussion: read a round's, follow a pair's story, write, take back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.access import Action
from matcher.discussion import (
    chronicle,
    comments_of,
    pairs_discussed,
    who_may_be_named,
    withdraw_comment,
    write_comment,
)
from matcher.discussion.subject import round_found
from matcher.errors import InputRefused
from web.discussion import looking  # noqa: F401 - its routes and words for templates
from web.discussion.blueprint import blueprint
from web.discussion.forms import CommentForm
from web.discussion.views import lines_of, names_to_offer, shown_comment
from web.forms import refuse
from web.permissions import may
from web.sessions import current_actor
from web.transaction import session
from web.translating import t

PAIR = "/<uuid:round_id>/pairs/<string(length=18):uscc>/<string(length=12):village_code>"


@blueprint.get("/<uuid:round_id>/discussion")
@may(Action.SEE_ROUNDS)
def round_(round_id: object) -> ResponseReturnValue:
    return _round_page(str(round_id), CommentForm(formdata=None))


@blueprint.post("/<uuid:round_id>/discussion")
@may(Action.DISCUSS)
def about_round(round_id: object) -> ResponseReturnValue:
    form = CommentForm()
    try:
        known = str(round_id)
        comment_id = write_comment(session(), current_actor(), known, form.text.data or "")
    except InputRefused as refused:
        refuse(form, refused)
        return _round_page(str(round_id), form), 422
    flash(t("discussion.posted"), "confirmed")
    return redirect(url_for("discussion.round_", round_id=round_id, _anchor=f"c-{comment_id}"), 303)


@blueprint.get(PAIR)
@may(Action.SEE_HISTORY)
def pair(round_id: object, uscc: str, village_code: str) -> ResponseReturnValue:
    return _pair_page(str(round_id), (uscc, village_code), CommentForm(formdata=None))


@blueprint.post(f"{PAIR}/comments")
@may(Action.DISCUSS)
def about_pair(round_id: object, uscc: str, village_code: str) -> ResponseReturnValue:
    form, two = CommentForm(), (uscc, village_code)
    try:
        comment_id = write_comment(
            session(), current_actor(), str(round_id), form.text.data or "", two
        )
    except InputRefused as refused:
        refuse(form, refused)
        return _pair_page(str(round_id), two, form), 422
    flash(t("discussion.posted"), "confirmed")
    return redirect(_address(round_id, uscc, village_code, f"c-{comment_id}"), 303)


@blueprint.post("/<uuid:round_id>/comments/<uuid:comment_id>/withdrawal")
@may(Action.DISCUSS)
def withdrawal(round_id: object, comment_id: object) -> ResponseReturnValue:
    comment = withdraw_comment(session(), current_actor(), str(round_id), str(comment_id))
    flash(t("discussion.taken_back"), "confirmed")
    return redirect(_address(round_id, comment.uscc, comment.village_code, f"c-{comment.id}"), 303)


def _round_page(round_id: str, form: CommentForm) -> str:
    opened, reader = round_found(session(), round_id), current_actor().account_id
    return render_template(
        "discussion/round.html",
        round=opened,
        comments=[shown_comment(row, reader) for row in comments_of(session(), round_id)],
        pairs=pairs_discussed(session(), round_id),
        names=names_to_offer(who_may_be_named(session(), opened), reader),
        form=form,
    )


def _pair_page(round_id: str, two: tuple[str, str], form: CommentForm) -> str:
    story, opened = chronicle(session(), round_id, two), round_found(session(), round_id)
    reader = current_actor().account_id
    return render_template(
        "discussion/pair.html",
        story=story,
        lines=lines_of(story, reader),
        names=names_to_offer(who_may_be_named(session(), opened), reader),
        form=form,
    )


def _address(round_id: object, uscc: str | None, village_code: str | None, anchor: str) -> str:
    """The page of the pair; without one, of the round."""
    if uscc is None:
        return url_for("discussion.round_", round_id=round_id, _anchor=anchor)
    return url_for(
        "discussion.pair",
        round_id=round_id,
        uscc=uscc,
        village_code=village_code,
        _anchor=anchor,
    )
