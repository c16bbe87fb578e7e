"""Refusals are recorded too: in a transaction of their own, for the request's is taken back.

An account that is refused again and again must not flood the chain: of each account `MOST`
refusals in `WINDOW` are recorded, and the last of them says that others may follow unrecorded.
Whoever is not signed in writes nothing here; wrong passwords are counted by `signing_in.py`.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.access.audit import REFUSED, record
from matcher.access.model import AuditEntry
from matcher.access.rights import Action, Actor
from matcher.store import Database, moment

WINDOW = timedelta(minutes=10)
MOST = 20


def record_refusal(database: Database, actor: Actor, action: Action, thing: str, code: str) -> None:
    """Record that `actor` was refused `action` on `thing`, by the code of what was said."""
    with database.reading() as session:  # a flood does not even queue up to write
        if _lately(session, actor) >= MOST:
            return
    with database.writing() as session:
        known = _lately(session, actor)
        if known < MOST:
            detail = {"code": code, **({"last": True} if known == MOST - 1 else {})}
            record(session, actor, action, thing, detail, result=REFUSED)


def _lately(session: Session, actor: Actor) -> int:
    refused = select(func.count()).where(
        AuditEntry.actor_id == actor.account_id,
        AuditEntry.at > moment(session) - WINDOW,
        AuditEntry.result == REFUSED,
    )
    return session.scalar(refused) or 0
