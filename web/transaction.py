"""One transaction per request, opened at its first use: reading for GET, writing for all others.

It ends at the edge: an answer below 400 commits, a refusal or an error rolls back. Because it is
opened late, slow work (reading an upload) can be done before any lock is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from matcher.parties import narrow
from matcher.store import Database

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class _Refused(Exception):
    """Carries a refusal's page past the transaction, which thereby rolls back."""

    def __init__(self, response: Response) -> None:
        self.response = response


class TransactionalFlask(Flask):
    """Flask, with a transaction around whatever a view does."""

    def dispatch_request(self) -> ResponseReturnValue:
        try:
            with ExitStack() as transaction:
                g.transaction = transaction
                response = self.make_response(super().dispatch_request())
                if response.status_code >= 400:
                    raise _Refused(response)
                return response
        except _Refused as refused:
            return refused.response
        finally:
            g.pop("transaction", None)
            g.pop("session", None)


def database() -> Database:
    return current_app.extensions["jiedui_database"]


def session() -> Session:
    """The session of this request: it finds what who asks may see."""
    if "session" not in g:
        opened = database().reading() if request.method in SAFE_METHODS else database().writing()
        g.session = g.transaction.enter_context(opened)
        narrow(g.session, g.get("actor"))
    return g.session


@contextmanager
def reading() -> Iterator[Session]:
    """A look at the data before the request's own transaction, within the same sight."""
    with database().reading() as looking:
        narrow(looking, g.get("actor"))
        yield looking
