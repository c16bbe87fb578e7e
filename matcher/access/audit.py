"""The audit chain: every change, by whom, in the transaction of the change itself.

Each link's hash covers its content and the hash before it, so nothing can be altered or taken out
of the middle unseen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, func, select, type_coerce
from sqlalchemy.orm import Session

from matcher.access.model import AuditEntry
from matcher.access.rights import Action, Actor
from matcher.store import moment
from matcher.store.types import canonical_json
from matcher.vocabulary import Role

DONE, REFUSED = "done", "refused"
_BEFORE_THE_FIRST = "0" * 64


@dataclass(frozen=True)
class AuditRow:
    """One link as a page shows it. `thing` is "kind:name", for instance "round:…"."""

    seq: int
    at: datetime
    actor_name: str
    actor_role: Role | None
    action: str
    thing: str
    result: str
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class ChainBreak:
    """The first link that does not hold, and why: a code of sentences/access.toml."""

    seq: int
    code: str


def record(
    session: Session,
    actor: Actor | None,
    action: Action,
    thing: str,
    detail: Mapping[str, Any] | None = None,
    *,
    result: str = DONE,
) -> None:
    """Add one link; `actor` is None for who has not signed in.

    Only inside `writing()`, where no other link can come between. `detail` holds plain values and
    no personal data: the chain cannot forget.
    """
    last = session.execute(
        select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)
    ).first()
    entry = AuditEntry(
        seq=last.seq + 1 if last else 1,
        at=moment(session),
        actor_id=actor.account_id if actor else None,
        actor_name=actor.name if actor else "",
        actor_role=actor.role if actor else None,
        address=actor.address if actor else "",
        request=actor.request if actor else "",
        action=action.value,
        thing=thing,
        result=result,
        detail=dict(detail or {}),
        prev_hash=last.hash if last else _BEFORE_THE_FIRST,
    )
    entry.hash = _hash(entry)
    session.add(entry)
    session.flush()


@dataclass(frozen=True)
class AuditSearch:
    """Which links are looked for; what is left out filters nothing.

    From `since` on and before `until`.
    """

    thing: str | None = None
    action: str | None = None
    actor: str = ""
    result: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def audit_rows(
    session: Session,
    *,
    thing: str | None = None,
    search: AuditSearch | None = None,
    page: int = 1,
    per_page: int = 50,
) -> list[AuditRow]:
    """The newest links first, of one thing, of a search, or of everything."""
    wanted = _wanted(search or AuditSearch(thing=thing))
    query = select(AuditEntry).where(*wanted).order_by(AuditEntry.seq.desc())
    return [
        AuditRow(
            seq=entry.seq,
            at=entry.at,
            actor_name=entry.actor_name,
            actor_role=entry.actor_role,
            action=entry.action,
            thing=entry.thing,
            result=entry.result,
            detail=entry.detail,
        )
        for entry in session.scalars(query.limit(per_page).offset((max(page, 1) - 1) * per_page))
    ]


def audit_count(session: Session, search: AuditSearch) -> int:
    """How many links a search finds."""
    found = select(func.count()).select_from(AuditEntry).where(*_wanted(search))
    return session.scalar(found) or 0


def _wanted(search: AuditSearch) -> list[ColumnElement[bool]]:
    asked = (
        (search.thing, lambda thing: AuditEntry.thing == thing),
        (search.action, lambda action: AuditEntry.action == action),
        (search.actor, lambda name: AuditEntry.actor_name.icontains(name, autoescape=True)),
        (search.result, lambda result: AuditEntry.result == result),
        (search.since, lambda since: AuditEntry.at >= since),
        (search.until, lambda until: AuditEntry.at < until),
    )
    return [condition(value) for value, condition in asked if value]


def audit_length(session: Session) -> int:
    """How many links the chain has."""
    return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def links_naming(
    session: Session, action: Action, thing: str, word: str
) -> list[tuple[int, Mapping[str, Any]]]:
    """The number and detail of what was done to a thing, where the detail holds the word."""
    found = session.execute(
        select(AuditEntry.seq, AuditEntry.detail)
        .where(
            AuditEntry.thing == thing,
            AuditEntry.action == action.value,
            AuditEntry.result == DONE,
            type_coerce(AuditEntry.detail, String).contains(word, autoescape=True),
        )
        .order_by(AuditEntry.seq)
    )
    return [(seq, detail) for seq, detail in found]


def verify_chain(session: Session) -> ChainBreak | None:
    """Walk the chain from its first link. None when it is whole."""
    before = _BEFORE_THE_FIRST
    links = session.scalars(
        select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=1000)
    )
    for seq, entry in enumerate(links, start=1):
        if entry.seq != seq:
            return ChainBreak(seq, "access.chain_gap")
        if entry.prev_hash != before or entry.hash != _hash(entry):
            return ChainBreak(seq, "access.chain_altered")
        before = entry.hash
    return None


def _hash(entry: AuditEntry) -> str:
    content = {
        column.name: getattr(entry, column.name)
        for column in AuditEntry.__table__.columns
        if column.name != "hash"
    }
    content["at"] = entry.at.isoformat(timespec="microseconds")
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()
