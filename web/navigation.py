"""The ways through the site: what the reader's role may open, in one order."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request

from matcher.access import Action, may
from web.sessions import current_actor
from web.translating import t


@dataclass(frozen=True)
class Way:
    endpoint: str
    name: str
    here: bool


_WAYS = (
    ("home.overview", None),
    ("villages.index", Action.SEE_VILLAGES),
    ("enterprises.index", Action.SEE_ENTERPRISES),
    ("imports.index", Action.IMPORT_PARTIES),
    ("rounds.index", Action.SEE_ROUNDS),
    ("accounts.index", Action.MANAGE_ACCOUNTS),
    ("audit.index", Action.SEE_AUDIT),
    ("pairing.index", Action.SEE_PAIRS),
    ("weights.index", Action.SEE_ROUNDS),
)


def ways() -> list[Way]:
    """Only what this reader may open."""
    actor = current_actor()
    return [
        Way(endpoint, t(f"ways.{feature}"), here=feature == request.blueprint)
        for endpoint, action in _WAYS
        if actor and (action is None or may(actor, action))
        for feature in [endpoint.partition(".")[0]]
    ]


def allowed(action: str) -> bool:
    """May the reader do this? For templates, which show only buttons that will work."""
    actor = current_actor()
    return actor is not None and may(actor, Action(action))


def register(app: Flask) -> None:
    app.jinja_env.globals.update(ways=ways, allowed=allowed)
