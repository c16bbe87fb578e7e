"""The tables of a round: campaign, round, run, suggestion, and what was decided about a pair.

Runs, suggestions and reviews only ever grow. What stands about a pair is its review with the
highest version.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matcher.store import Base, new_id
from matcher.store.append_only import append_only
from matcher.store.types import Json
from matcher.vocabulary import Decision


class Campaign(Base):
    """What the rounds belong to: one office's action in one period."""

    __tablename__ = "campaign"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]


class Round(Base):
    """One time of pairing in a campaign."""

    __tablename__ = "round"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaign.id"))
    number: Mapped[int]
    name: Mapped[str]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]

    __table_args__ = (UniqueConstraint("campaign_id", "number"),)


class Run(Base):
    """One computation: its whole input, its whole output, and what is needed to repeat it."""

    __tablename__ = "run"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    number: Mapped[int]
    method: Mapped[str]
    profile: Mapped[str]
    weights: Mapped[dict[str, Any]] = mapped_column(Json())
    seed: Mapped[str]
    snapshot: Mapped[bytes] = mapped_column(deferred=True)
    snapshot_sha256: Mapped[str]
    plan: Mapped[bytes] = mapped_column(deferred=True)
    plan_sha256: Mapped[str]
    fingerprint: Mapped[str]
    status: Mapped[str]
    verified: Mapped[bool]
    total_score: Mapped[int]
    covered: Mapped[int]
    engaged: Mapped[int]
    villages: Mapped[int]
    enterprises: Mapped[int]
    pairs: Mapped[int]
    versions: Mapped[dict[str, Any]] = mapped_column(Json())
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    operator: Mapped[str]

    __table_args__ = (UniqueConstraint("round_id", "number"),)


class Suggestion(Base):
    """One pair of a run's plan, with the parts of its score as the plan has them."""

    __tablename__ = "suggestion"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    run_id: Mapped[str] = mapped_column(ForeignKey("run.id"))
    rank: Mapped[int]
    uscc: Mapped[str] = mapped_column(ForeignKey("enterprise.uscc"))
    village_code: Mapped[str] = mapped_column(ForeignKey("village.code"))
    score: Mapped[int]
    pinned: Mapped[bool]
    parts: Mapped[list[Any]] = mapped_column(Json())

    __table_args__ = (
        UniqueConstraint("run_id", "rank"),
        UniqueConstraint("run_id", "uscc", "village_code"),
    )


class Review(Base):
    """One decision about one pair of a round. The second of two at once finds its version taken."""

    __tablename__ = "review"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    uscc: Mapped[str] = mapped_column(ForeignKey("enterprise.uscc"))
    village_code: Mapped[str] = mapped_column(ForeignKey("village.code"))
    version: Mapped[int]
    suggestion_id: Mapped[str] = mapped_column(ForeignKey("suggestion.id"))
    decision: Mapped[Decision]
    reason: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by: Mapped[str]
    actor_id: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("round_id", "uscc", "village_code", "version"),
        CheckConstraint("decision <> 'veto' OR reason <> ''", name="veto_has_reason"),
    )


append_only(Run.__table__)
append_only(Suggestion.__table__)
append_only(Review.__table__)
