"""The tables of pairing: the pair, what happened to it, where letters go, and the outbox.

One pair of the same two sides is open at a time, a village has one leading partner, and no side
takes more than it has places: the database holds all three itself.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from matcher.store import Base, Stamped, new_id
from matcher.store.append_only import append_only
from matcher.store.places import HOLDS_PLACE, IS_LEADING, holds_places
from matcher.vocabulary import LetterState, PairMove, PairRole, PairState, Side


class Pair(Stamped, Base):
    """An enterprise and a village that were asked to pair, and what became of it.

    `since` and `until` are the first and last day of the agreement, once there is one.
    """

    __tablename__ = "pair"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int] = mapped_column(unique=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    suggestion_id: Mapped[str] = mapped_column(ForeignKey("suggestion.id"))
    uscc: Mapped[str] = mapped_column(ForeignKey("enterprise.uscc"), index=True)
    village_code: Mapped[str] = mapped_column(ForeignKey("village.code"), index=True)
    role: Mapped[PairRole]
    state: Mapped[PairState] = mapped_column(index=True)
    answer_by: Mapped[date]
    reminded_on: Mapped[date | None]
    since: Mapped[date | None]
    until: Mapped[date | None]

    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('under_way', 'due') OR (since IS NOT NULL AND until IS NOT NULL)",
            name="term_is_known",
        ),
        CheckConstraint("since IS NULL OR until IS NULL OR since <= until", name="term_in_order"),
        Index(
            "ix_pair_one_open",
            "uscc",
            "village_code",
            unique=True,
            sqlite_where=text(HOLDS_PLACE),
            postgresql_where=text(HOLDS_PLACE),
        ),
        Index(
            "ix_pair_one_lead",
            "village_code",
            unique=True,
            sqlite_where=text(IS_LEADING),
            postgresql_where=text(IS_LEADING),
        ),
    )


class PairEvent(Base):
    """One thing that happened to a pair: who did it, when, and on whose word.

    `said_by` is the post of whoever answered by telephone or on paper, `said_on` the day.
    """

    __tablename__ = "pair_event"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"))
    seq: Mapped[int]
    move: Mapped[PairMove]
    before: Mapped[PairState | None]
    after: Mapped[PairState]
    reason: Mapped[str]
    said_by: Mapped[str]
    said_on: Mapped[date | None]
    since: Mapped[date | None]
    until: Mapped[date | None]
    at: Mapped[datetime]
    by: Mapped[str]
    actor_id: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("pair_id", "seq"),
        CheckConstraint(
            "reason <> '' OR move NOT IN "
            "('enterprise_declines', 'village_declines', 'withdraw', 'end')",
            name="has_reason",
        ),
    )


class Mailbox(Base):
    """Where letters to a party go: an office's address, kept by the coordinators."""

    __tablename__ = "mailbox"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    side: Mapped[Side]
    code: Mapped[str]
    address: Mapped[str]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]

    __table_args__ = (UniqueConstraint("side", "code"),)


class Letter(Base):
    """One e-mail to one side of a pair, written with the move it tells of and delivered later.

    `id` also names the message in the mail itself, so that whoever gets it twice can tell.
    """

    __tablename__ = "letter"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    pair_id: Mapped[str] = mapped_column(ForeignKey("pair.id"), index=True)
    side: Mapped[Side]
    code: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    state: Mapped[LetterState]
    written_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    tries: Mapped[int]
    sent_at: Mapped[datetime | None]
    failure: Mapped[str]

    __table_args__ = (Index(None, "state", "next_try_at"),)


append_only(PairEvent.__table__)
holds_places(Pair.__table__)
