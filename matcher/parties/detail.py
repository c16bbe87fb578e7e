"""One village or one enterprise and all that is known of it; contacts only for some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from matcher import programme
from matcher.access import Action, Actor, may, require
from matcher.errors import NotFound
from matcher.parties import model
from matcher.parties.intake import ChangeEntry
from matcher.parties.plain import read_value, without_personal
from matcher.parties.snapshot import MODELS, record_of
from matcher.vocabulary import ArrangementKind, GiftKind, Precision

_POSTS = ("secretary", "director", "first_secretary", "team_leader")


@dataclass(frozen=True)
class Contact:
    """Somebody to call. `post` is the field that holds the name: "secretary", "contact", …"""

    post: str
    name: str | None
    phone: str | None


@dataclass(frozen=True)
class Tie:
    """What stands between the two, seen from one side: the other side is `other_…`.

    `other_id` and `other_name` are None for a gift or visit to the county as a whole.
    """

    kind: ArrangementKind
    other_id: str | None
    other_name: str | None
    on: date | None
    ends_on: date | None
    reason: str | None
    batch: str | None
    gift_kind: GiftKind | None
    item: str | None
    quantity: Decimal | None
    unit: str | None
    amount_fen: int | None
    precision: Precision | None
    source: str | None


@dataclass(frozen=True)
class VillageDetail:
    """`village` has its contact fields blanked; `contacts` is None for who may not see them."""

    id: str
    version: int
    village: programme.Village
    contacts: tuple[Contact, ...] | None
    needs: tuple[programme.Need, ...]
    ties: tuple[Tie, ...]
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True)
class EnterpriseDetail:
    """`enterprise` has its contact fields blanked; `contacts` is None for who may not see them."""

    id: str
    version: int
    enterprise: programme.Enterprise
    contacts: tuple[Contact, ...] | None
    offers: tuple[programme.Offer, ...]
    ties: tuple[Tie, ...]
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True)
class LoggedChange:
    """One line of the change log; `field` is None where the row itself was added.

    Values of contact fields are not kept: `withheld` says so.
    """

    at: datetime
    actor_name: str
    kind: str
    key: str
    field: str | None
    old: Any
    new: Any
    withheld: bool


def village_detail(session: Session, actor: Actor, village_id: str) -> VillageDetail:
    """Raises NotFound, and NotAllowed for who may not see villages."""
    require(actor, Action.SEE_VILLAGES)
    stored = session.get(model.Village, village_id)
    if stored is None:
        raise NotFound("parties.no_such_village")
    village = record_of("village", stored)
    return VillageDetail(
        id=stored.id,
        version=stored.version,
        village=without_personal("village", village),
        contacts=_contacts(actor, village, _POSTS),
        needs=_records(session, "need", model.Need.village_code == stored.code),
        ties=_ties(session, model.Arrangement.village_code == stored.code, model.Enterprise),
        updated_at=stored.updated_at,
        updated_by=stored.updated_by,
    )


def enterprise_detail(session: Session, actor: Actor, enterprise_id: str) -> EnterpriseDetail:
    """Raises NotFound, and NotAllowed for who may not see enterprises."""
    require(actor, Action.SEE_ENTERPRISES)
    stored = session.get(model.Enterprise, enterprise_id)
    if stored is None:
        raise NotFound("parties.no_such_enterprise")
    enterprise = record_of("enterprise", stored)
    return EnterpriseDetail(
        id=stored.id,
        version=stored.version,
        enterprise=without_personal("enterprise", enterprise),
        contacts=_contacts(actor, enterprise, ("contact",)),
        offers=_records(session, "offer", model.Offer.uscc == stored.uscc),
        ties=_ties(session, model.Arrangement.uscc == stored.uscc, model.Village),
        updated_at=stored.updated_at,
        updated_by=stored.updated_by,
    )


def changes_of(session: Session, kind: str, key: str) -> list[LoggedChange]:
    """The history of one row, newest first."""
    entries = session.scalars(
        select(ChangeEntry)
        .where(ChangeEntry.kind == kind, ChangeEntry.key == key)
        .order_by(ChangeEntry.at.desc(), ChangeEntry.field, ChangeEntry.id)
    )
    return [logged(entry) for entry in entries]


def logged(entry: ChangeEntry) -> LoggedChange:
    kind, field = entry.kind, entry.field
    return LoggedChange(
        at=entry.at,
        actor_name=entry.actor_name,
        kind=kind,
        key=entry.key,
        field=field,
        old=read_value(kind, field, entry.old) if field else None,
        new=read_value(kind, field, entry.new) if field else None,
        withheld=entry.withheld,
    )


def _contacts(actor: Actor, record: Any, posts: Sequence[str]) -> tuple[Contact, ...] | None:
    """Whom to call, where somebody is named; None for who may not know."""
    if not may(actor, Action.SEE_CONTACTS):
        return None
    contacts = (
        Contact(post, getattr(record, f"{post}_name"), getattr(record, f"{post}_phone"))
        for post in posts
    )
    return tuple(contact for contact in contacts if contact.name or contact.phone)


def _records(session: Session, kind: str, which: ColumnElement[bool]) -> tuple[Any, ...]:
    stored = session.scalars(select(MODELS[kind]).where(which))
    return tuple(sorted((record_of(kind, one) for one in stored), key=lambda one: one.number))


def _ties(
    session: Session, which: ColumnElement[bool], other: type[model.Village | model.Enterprise]
) -> tuple[Tie, ...]:
    """Newest first, undated ones last."""
    tie = model.Arrangement
    joined = (
        tie.village_code == model.Village.code
        if other is model.Village
        else tie.uscc == model.Enterprise.uscc
    )
    found = session.execute(
        select(tie, other.id, other.name).outerjoin(other, joined).where(which).order_by(tie.id)
    )
    ties = [
        Tie(
            kind=stored.kind,
            other_id=other_id,
            other_name=other_name,
            on=stored.on,
            ends_on=stored.ends_on,
            reason=stored.reason,
            batch=stored.batch,
            gift_kind=stored.gift_kind,
            item=stored.item,
            quantity=stored.quantity,
            unit=stored.unit,
            amount_fen=stored.amount_fen,
            precision=stored.precision,
            source=stored.source,
        )
        for stored, other_id, other_name in found
    ]
    return tuple(sorted(ties, key=lambda one: one.on or date.min, reverse=True))
