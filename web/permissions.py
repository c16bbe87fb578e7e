"""Who may open a page: every view declares one right, and what declares none cannot be opened.

    @may(Action.IMPORT)   accounts whose role has this right
    @signed_in            every account
    @public               everybody

Declare it nearest to the function, under `@blueprint.route`. The site refuses to start while a
rule has no declaration.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Unauthorized

from matcher.access import Action, require
from matcher.errors import Misconfigured
from web.sessions import current_actor

View = TypeVar("View", bound=Callable[..., object])


class Open(Enum):
    """The two rights that ask for no role."""

    TO_ALL = "to_all"
    TO_SIGNED_IN = "to_signed_in"


Right = Action | Open
_ASSETS = ("static", "bootstrap.static")  # declared here: their views are the libraries' own
_WITH_ONE_TIME_PASSWORD = ("access.account", "access.change_password", "access.sign_out")


def may(action: Action) -> Callable[[View], View]:
    return _declare(action)


def public(view: View) -> View:
    return _declare(Open.TO_ALL)(view)


def signed_in(view: View) -> View:
    return _declare(Open.TO_SIGNED_IN)(view)


def _declare(right: Right) -> Callable[[View], View]:
    def declare(view: View) -> View:
        view.right = right  # type: ignore[attr-defined]
        return view

    return declare


def right_of(app: Flask, endpoint: str) -> Right | None:
    if endpoint in _ASSETS:
        return Open.TO_ALL
    return getattr(app.view_functions[endpoint], "right", None)


def register(app: Flask) -> None:
    """Ask for the declared right before each view."""
    app.before_request(_ask)


def check_every_rule(app: Flask) -> None:
    """Raises Misconfigured for the first rule without a declaration."""
    for rule in app.url_map.iter_rules():
        if right_of(app, rule.endpoint) is None:
            raise Misconfigured("web.faults.no_right_declared", rule=rule.rule)


def _ask() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # no such page: the error handler answers
    right = right_of(current_app, request.endpoint)
    if right is Open.TO_ALL:
        return None
    actor = current_actor()
    if actor is None:
        raise Unauthorized
    if actor.must_change_password and request.endpoint not in _WITH_ONE_TIME_PASSWORD:
        return redirect(url_for("access.account"), 303)
    if isinstance(right, Action):
        require(actor, right)
    return None
