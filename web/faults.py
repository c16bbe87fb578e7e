"""Errors become pages here and nowhere else: each kind has its status, its words and a number.

The log gets the code and that number; what people typed stays out of it.
"""

from __future__ import annotations

import secrets

from flask import Flask, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from matcher.access import Action, record_refusal
from matcher.errors import Conflict, JieduiError, Misconfigured, NotAllowed, NotFound
from web.permissions import right_of
from web.redirects import here
from web.sessions import current_actor, forget_actor
from web.transaction import SAFE_METHODS, database
from web.translating import sentence

OWN_PAGE = (400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503)
STATUS: tuple[tuple[type[Exception], int], ...] = (
    (NotAllowed, 403),
    (NotFound, 404),
    (Conflict, 409),
    (Misconfigured, 500),
    (JieduiError, 422),
    (OperationalError, 503),
    (IntegrityError, 409),
    (StaleDataError, 409),
)


def register(app: Flask) -> None:
    for kind, _status in STATUS:
        app.register_error_handler(kind, _expected)
    app.register_error_handler(HTTPException, _http)


def status_of(error: Exception) -> int:
    return next(status for kind, status in STATUS if isinstance(error, kind))


def _expected(error: Exception) -> ResponseReturnValue:
    status = status_of(error)
    if isinstance(error, NotAllowed | NotFound):
        _keep(error)
    said = ""
    if isinstance(error, JieduiError) and status < 500:
        said = sentence(error.code, **error.params)
    return _page(status, code=getattr(error, "code", type(error).__name__), said=said)


def _keep(error: NotAllowed | NotFound) -> None:
    """Put the refusal of an account into the audit chain; the request's work is undone by now."""
    actor, endpoint = current_actor(), request.endpoint
    right = right_of(current_app, endpoint) if endpoint else None
    if actor and isinstance(right, Action):
        record_refusal(database(), actor, right, _thing(), error.code)


def _thing() -> str:
    """What the address is about, as the chain names it: "village:…", else the page itself."""
    if not request.view_args:
        return f"page:{request.endpoint}"
    name, value = list(request.view_args.items())[-1]
    return f"{name.removesuffix('_id')}:{value}"


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error  # a redirect that routing asks for
    if error.code == 401 and request.method in SAFE_METHODS:
        return redirect(url_for("access.sign_in_page", next=here()), 303)
    if isinstance(error, SecurityError):  # an unknown host: no address of ours can be written
        return _bare_page(error.code)
    return _page(error.code, code=type(error).__name__)


def _page(status: int, *, code: str, said: str = "") -> ResponseReturnValue:
    number = _log(status, code)
    if status >= 500:
        forget_actor()  # what broke may be the very thing that knows the reader
    shown = status if status in OWN_PAGE else 400 if status < 500 else 500
    page = render_template("fault.html", status=shown, said=said, number=number)
    return page, status


def _bare_page(status: int) -> ResponseReturnValue:
    number = _log(status, "unknown_host")
    return render_template("bare_fault.html", status=status, number=number), status


def _log(status: int, code: str) -> str:
    number = secrets.token_hex(4)
    level = "error" if status >= 500 else "info"
    getattr(current_app.logger, level)("%s %s %s %s", number, status, code, request.endpoint)
    return number
