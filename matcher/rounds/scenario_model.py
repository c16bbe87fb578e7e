"""What was drafted beside a run, and which of it was adopted: two tables that only grow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matcher.parties.tenancy import Reach, among, governed
from matcher.rounds.model import Round
from matcher.store import Base, new_id
from matcher.store.append_only import append_only
from matcher.store.types import Json


class Scenario(Base):
    """What a run would be under `inputs`, computed; nothing else of the round knows of it.

    `job_id` names the long work it came of, if any: however often that is done, it is kept once.
    """

    __tablename__ = "scenario"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    run_id: Mapped[str] = mapped_column(ForeignKey("run.id"))
    number: Mapped[int]
    name: Mapped[str]
    inputs: Mapped[dict[str, Any]] = mapped_column(Json())
    outcome: Mapped[dict[str, Any]] = mapped_column(Json())
    plan: Mapped[bytes] = mapped_column(deferred=True)
    plan_sha256: Mapped[str]
    drafted_at: Mapped[datetime]
    drafted_by: Mapped[str]
    job_id: Mapped[str | None] = mapped_column(index=True, unique=True)

    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        CheckConstraint("name <> ''", name="name_is_said"),
    )


class Adoption(Base):
    """That a scenario was adopted, once, and the run that came of it."""

    __tablename__ = "adoption"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    scenario_id: Mapped[str] = mapped_column(ForeignKey("scenario.id"))
    run_id: Mapped[str] = mapped_column(ForeignKey("run.id"))
    reason: Mapped[str]
    adopted_at: Mapped[datetime]
    adopted_by: Mapped[str]

    __table_args__ = (
        UniqueConstraint("scenario_id"),
        UniqueConstraint("run_id"),
        CheckConstraint("reason <> ''", name="has_reason"),
    )


def _of_round(found: Any, reach: Reach) -> ColumnElement[bool]:
    rounds = Round.__table__.c
    return among(found.round_id, rounds.id, reach.holds_area(rounds))


governed(Scenario, _of_round)
governed(Adoption, _of_round)

append_only(Scenario.__table__)
append_only(Adoption.__table__)
