"""The tables of long work: the jobs, which are the truth of what is to be done, and the workers.

A job that runs is leased to one worker; a lease that is not renewed lapses, and another worker
takes the job over. What came of it is kept with the job, or points back to it (`run.job_id`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from matcher.parties.tenancy import governed
from matcher.store import Base, new_id
from matcher.store.types import Json
from matcher.vocabulary import JobKind, JobState


class Job(Base):
    """One piece of long work. `about` is what its asker calls the thing it is about.

    `stage` is a code and `done` of `total` how far that stage has come; `result` and
    `error_params` are plain values; `district` and `county` say whose it is.
    """

    __tablename__ = "job"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[JobKind]
    arguments: Mapped[dict[str, Any]] = mapped_column(Json())
    about: Mapped[str]
    district: Mapped[str | None]
    county: Mapped[str | None]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asker_id: Mapped[str | None]
    state: Mapped[JobState]
    stage: Mapped[str] = mapped_column(default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None]
    leased_until: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(Json())
    error: Mapped[str | None]
    error_params: Mapped[dict[str, Any] | None] = mapped_column(Json())

    __table_args__ = (
        Index(None, "state", "asked_at"),
        Index(None, "asker_id", "asked_at"),
        CheckConstraint(
            "(state = 'running' AND worker IS NOT NULL AND leased_until IS NOT NULL) "
            "OR (state <> 'running' AND worker IS NULL AND leased_until IS NULL)",
            name="running_is_leased",
        ),
        CheckConstraint(
            "(state IN ('queued', 'running') AND ended_at IS NULL) "
            "OR (state NOT IN ('queued', 'running') AND ended_at IS NOT NULL)",
            name="ended_has_date",
        ),
        CheckConstraint("state <> 'done' OR result IS NOT NULL", name="done_has_result"),
        CheckConstraint("state <> 'failed' OR error IS NOT NULL", name="failed_has_error"),
        CheckConstraint(
            "state <> 'cancelled' OR cancelled_by IS NOT NULL", name="cancelled_by_somebody"
        ),
    )


class Worker(Base):
    """A process that does long work, and when it last said that it lives."""

    __tablename__ = "worker"

    name: Mapped[str] = mapped_column(primary_key=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]


governed(Job, lambda job, reach: reach.holds_area(job))
