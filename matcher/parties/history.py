"""What happened to one village or enterprise and to what belongs to it: who, when, what, why.

The why of a change is the import that brought it: both were written in one transaction, and so at
one moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, require
from matcher.errors import NotFound
from matcher.parties.detail import LoggedChange, logged
from matcher.parties.intake import ChangeEntry, Import
from matcher.parties.model import Enterprise, Need, Offer, Village

MOST_LINES = 500


@dataclass(frozen=True)
class Cause:
    """The import that changed something."""

    id: str
    number: int
    filename: str


@dataclass(frozen=True)
class Happening:
    """Everything that one person changed at one moment."""

    at: datetime
    actor_name: str
    cause: Cause | None
    changes: tuple[LoggedChange, ...]


def village_history(session: Session, actor: Actor, village_id: str) -> tuple[str, list[Happening]]:
    """The village's name and what happened, newest first. Raises NotFound, NotAllowed."""
    require(actor, Action.SEE_HISTORY)
    found = session.get(Village, village_id)
    if found is None:
        raise NotFound("parties.no_such_village")
    numbers = select(Need.number).where(Need.village_code == found.code)
    return found.name, _happened(session, "village", found.code, "need", numbers)


def enterprise_history(
    session: Session, actor: Actor, enterprise_id: str
) -> tuple[str, list[Happening]]:
    """The enterprise's name and what happened, newest first. Raises NotFound, NotAllowed."""
    require(actor, Action.SEE_HISTORY)
    found = session.get(Enterprise, enterprise_id)
    if found is None:
        raise NotFound("parties.no_such_enterprise")
    numbers = select(Offer.number).where(Offer.uscc == found.uscc)
    return found.name, _happened(session, "enterprise", found.uscc, "offer", numbers)


def _happened(
    session: Session, kind: str, key: str, belonging: str, numbers: Select[str]
) -> list[Happening]:
    own: list[ColumnElement[bool]] = [
        and_(ChangeEntry.kind == kind, ChangeEntry.key == key),
        and_(ChangeEntry.kind == belonging, ChangeEntry.key.in_(numbers)),
    ]
    entries = session.scalars(
        select(ChangeEntry)
        .where(or_(*own))
        .order_by(ChangeEntry.at.desc(), ChangeEntry.kind, ChangeEntry.key, ChangeEntry.field)
        .limit(MOST_LINES)
    ).all()
    together: dict[tuple[datetime, str], list[LoggedChange]] = {}
    for entry in entries:
        together.setdefault((entry.at, entry.actor_name), []).append(logged(entry))
    moments = {at for at, _ in together}
    causes = {
        one.settled_at: Cause(one.id, one.number, one.filename)
        for one in session.scalars(select(Import).where(Import.settled_at.in_(moments)))
    }
    return [
        Happening(at, name, causes.get(at), tuple(changes))
        for (at, name), changes in together.items()
    ]
