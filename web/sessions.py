"""Who is asking: the cookie holds a random token and nothing else, the session is the server's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Response, current_app, g, request

from matcher.access import Actor, actor_of
from web.transaction import database

View = TypeVar("View", bound=Callable[..., object])


def cookie_name() -> str:
    """A name with __Host- cannot be set by a neighbouring site; browsers ask for https with it."""
    return "__Host-sid" if current_app.config["HTTPS"] else "sid"


def current_token() -> str | None:
    return request.cookies.get(cookie_name())


def current_actor() -> Actor | None:
    """Who is signed in, asked once per request."""
    if "actor" not in g:
        token = current_token()
        view = current_app.view_functions.get(request.endpoint or "")
        counts = not getattr(view, "by_itself", False)
        g.actor = actor_of(database(), token, counts=counts) if token else None
    actor: Actor | None = g.actor
    return actor


def by_itself(view: View) -> View:
    """For a view that an open page asks again and again: that keeps nobody signed in."""
    view.by_itself = True  # type: ignore[attr-defined]
    return view


def forget_actor() -> None:
    """For the page that follows a sign-out or a failure: it is shown to nobody in particular."""
    g.actor = None


def hand_over(response: Response, token: str) -> None:
    """Give the browser its session cookie; it ends with the browser."""
    response.set_cookie(cookie_name(), token, **_terms())


def take_away(response: Response) -> None:
    response.delete_cookie(cookie_name(), **_terms())
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def _terms() -> dict[str, object]:
    return {
        "secure": current_app.config["HTTPS"],
        "httponly": True,
        "samesite": "Lax",
        "path": "/",
    }


def register(app: Flask) -> None:
    app.jinja_env.globals["current_actor"] = current_actor
