"""What people did on the board, deed by deed, and which of their own they can undo or redo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from matcher.access import Actor
from matcher.parties.model import Enterprise, Village
from matcher.rounds.model import Deed, Review, RoundPlaces
from matcher.rounds.rows import Pair
from matcher.vocabulary import Decision, DeedKind, Side

Row = TypeVar("Row", Review, RoundPlaces)


@dataclass(frozen=True)
class Ruling:
    """One pair of a deed, with the names of both sides."""

    pair: Pair
    enterprise: str
    village: str
    decision: Decision


@dataclass(frozen=True)
class NewPlaces:
    """One party of a deed and how many places it got; None: what its record says."""

    side: Side
    name: str
    places: int | None


@dataclass(frozen=True)
class DeedRow:
    """A deed as a line says it."""

    id: str
    number: int
    kind: DeedKind
    reason: str
    at: datetime
    by: str
    actor_id: str | None
    rulings: tuple[Ruling, ...]
    places: tuple[NewPlaces, ...]


def deeds_since(session: Session, round_id: str, number: int) -> list[DeedRow]:
    """Those after the deed of that number, the earliest first."""
    found = select(Deed).where(Deed.round_id == round_id, Deed.number > number)
    return deed_rows(session, session.scalars(found.order_by(Deed.number)).all())


def own_last(session: Session, actor: Actor, round_id: str) -> tuple[Deed | None, Deed | None]:
    """Which of the actor's deeds an undo would take back, and which a redo would do again.

    A new deed forgets what was undone before it. What happened by itself is nobody's to undo.
    """
    own = select(Deed).where(Deed.round_id == round_id, Deed.actor_id == actor.account_id)
    done: list[Deed] = []
    undone: list[Deed] = []
    for deed in session.scalars(own.order_by(Deed.number)):
        match deed.kind:
            case DeedKind.DONE:
                done.append(deed)
                undone.clear()
            case DeedKind.UNDONE:
                undone.append(done.pop())
            case DeedKind.REDONE:
                undone.pop()
                done.append(deed)
    return (done[-1] if done else None), (undone[-1] if undone else None)


@dataclass(frozen=True)
class Trace(Generic[Row]):
    """One thing of a deed: all its versions, and which of them the deed wrote.

    Undoing and redoing write versions too. What they brought back is the same as what stood before,
    by whose hand ever, so versions are followed back to the one that was really decided.
    """

    versions: tuple[Row, ...]
    own: Row
    deeds: Mapping[str, Deed]

    @property
    def current(self) -> Row:
        return self.versions[-1]

    @property
    def before(self) -> Row | None:
        """What stood when the deed was done."""
        return self._version(self.own.version - 1)

    @property
    def stands(self) -> bool:
        """Whether what the deed wrote stands now."""
        return self._decided(self.current) is self._decided(self.own)

    @property
    def stands_as_before(self) -> bool:
        """Whether things stand as they did when the deed was done."""
        return self._decided(self.current) is self._decided(self.before)

    def _decided(self, row: Row | None) -> Row | None:
        while row is not None and (deed := self.deeds.get(row.deed_id or "")):
            if deed.answers_id is None:
                break
            answered = next(one for one in self.versions if one.deed_id == deed.answers_id)
            undone = deed.kind is DeedKind.UNDONE
            row = self._version(answered.version - 1) if undone else answered
        return row

    def _version(self, number: int) -> Row | None:
        return self.versions[number - 1] if number else None


def reviews_of(session: Session, deed: Deed) -> list[Trace[Review]]:
    """The pairs of a deed, in their order."""
    own = select(Review).where(Review.deed_id == deed.id)
    found = session.scalars(own.order_by(Review.village_code, Review.uscc))
    return [
        _trace(
            session,
            row,
            select(Review).where(
                Review.round_id == row.round_id,
                Review.uscc == row.uscc,
                Review.village_code == row.village_code,
            ),
        )
        for row in found.all()
    ]


def places_of(session: Session, deed: Deed) -> list[Trace[RoundPlaces]]:
    """The parties of a deed, in their order."""
    own = select(RoundPlaces).where(RoundPlaces.deed_id == deed.id)
    found = session.scalars(own.order_by(RoundPlaces.side, RoundPlaces.code))
    return [
        _trace(
            session,
            row,
            select(RoundPlaces).where(
                RoundPlaces.round_id == row.round_id,
                RoundPlaces.side == row.side,
                RoundPlaces.code == row.code,
            ),
        )
        for row in found.all()
    ]


def _trace(session: Session, own: Row, same: Select[Row]) -> Trace[Row]:
    versions = sorted(session.scalars(same), key=lambda row: row.version)
    ids = [row.deed_id for row in versions if row.deed_id]
    deeds = {one.id: one for one in session.scalars(select(Deed).where(Deed.id.in_(ids)))}
    return Trace(tuple(versions), own, deeds)


def deed_rows(session: Session, deeds: Sequence[Deed]) -> list[DeedRow]:
    """With the names of all they are about."""
    ids = [deed.id for deed in deeds]
    rulings: dict[str | None, list[Ruling]] = {}
    for review, enterprise, village in session.execute(
        select(Review, Enterprise.name, Village.name)
        .join(Enterprise, Review.uscc == Enterprise.uscc)
        .join(Village, Review.village_code == Village.code)
        .where(Review.deed_id.in_(ids))
        .order_by(Review.village_code, Review.uscc)
    ):
        pair = review.uscc, review.village_code
        ruling = Ruling(pair, enterprise, village, review.decision)
        rulings.setdefault(review.deed_id, []).append(ruling)
    changed: dict[str, list[NewPlaces]] = {}
    for row in session.scalars(select(RoundPlaces).where(RoundPlaces.deed_id.in_(ids))):
        named = NewPlaces(row.side, name_of(session, row.side, row.code), row.places)
        changed.setdefault(row.deed_id, []).append(named)
    return [
        DeedRow(
            id=deed.id,
            number=deed.number,
            kind=deed.kind,
            reason=deed.reason,
            at=deed.at,
            by=deed.by,
            actor_id=deed.actor_id,
            rulings=tuple(rulings.get(deed.id, ())),
            places=tuple(changed.get(deed.id, ())),
        )
        for deed in deeds
    ]


def name_of(session: Session, side: Side, code: str) -> str:
    """The party's name; its code where the session may not see it."""
    named = (
        select(Enterprise.name).where(Enterprise.uscc == code)
        if side is Side.ENTERPRISE
        else select(Village.name).where(Village.code == code)
    )
    return session.scalar(named) or code
