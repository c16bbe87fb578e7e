"""Saved views: how an account likes to look at a board, under a name of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, record, require
from matcher.errors import Conflict, Fault, InputRefused
from matcher.rounds.model import SavedView
from matcher.store import moment

LONGEST_NAME = 30
MOST_VIEWS = 20


@dataclass(frozen=True)
class ViewRow:
    """A named choice of pairs, as arguments of an address."""

    name: str
    choice: Mapping[str, str]


def views(session: Session, actor: Actor) -> list[ViewRow]:
    """The actor's own, by name."""
    found = session.scalars(
        select(SavedView).where(SavedView.account_id == actor.account_id).order_by(SavedView.name)
    )
    return [ViewRow(row.name, row.choice) for row in found]


def save_view(session: Session, actor: Actor, name: str, choice: Mapping[str, str]) -> ViewRow:
    """Keep a choice under this name, instead of what had that name before.

    Raises InputRefused for no name or a long one; Conflict when there are too many.
    """
    require(actor, Action.KEEP_VIEWS)
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise InputRefused(
            [
                Fault(
                    file="",
                    sheet="",
                    cell="",
                    code="rounds.view_name",
                    field="name",
                    params={"most": LONGEST_NAME},
                )
            ]
        )
    row = _own(session, actor, name)
    if row is None:
        if len(views(session, actor)) >= MOST_VIEWS:
            raise Conflict("rounds.too_many_views", most=MOST_VIEWS)
        row = SavedView(account_id=actor.account_id, name=name)
        session.add(row)
    row.choice, row.saved_at = dict(choice), moment(session)
    session.flush()
    record(session, actor, Action.KEEP_VIEWS, f"view:{name}", {"kept": True})
    return ViewRow(row.name, row.choice)


def drop_view(session: Session, actor: Actor, name: str) -> None:
    """Whoever drops a view that is gone already has what they wanted."""
    require(actor, Action.KEEP_VIEWS)
    row = _own(session, actor, name)
    if row is not None:
        session.delete(row)
        session.flush()
        record(session, actor, Action.KEEP_VIEWS, f"view:{name}", {"kept": False})


def _own(session: Session, actor: Actor, name: str) -> SavedView | None:
    return session.scalar(
        select(SavedView).where(SavedView.account_id == actor.account_id, SavedView.name == name)
    )
