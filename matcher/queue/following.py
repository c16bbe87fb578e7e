"""Following long work: how far it is, what came of it, and whether anybody is there to do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from matcher.errors import NotFound
from matcher.queue.model import Job, Worker
from matcher.store import moment
from matcher.vocabulary import JobKind, JobState

OPEN = (JobState.QUEUED, JobState.RUNNING)
SILENT = timedelta(seconds=30)
"""A worker that has said nothing for so long is taken for dead."""


@dataclass(frozen=True)
class JobRow:
    """A job as pages show it.

    `seconds` is how long it has run, from its first beginning to now or its end; `before` how many
    stand in the queue before it. `stage` is a code, "" before the first; `result` what came of it.
    """

    id: str
    kind: JobKind
    about: str
    arguments: Mapping[str, Any]
    state: JobState
    stage: str
    done: int
    total: int
    attempts: int
    asked_at: datetime
    asked_by: str
    ended_at: datetime | None
    cancelled_by: str | None
    seconds: int
    before: int
    result: Mapping[str, Any] | None
    error: str | None
    error_params: Mapping[str, Any]

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def stopping(self) -> bool:
        """Somebody has cancelled it, and it has not come to a place where it can stop."""
        return self.state is JobState.RUNNING and self.cancelled_by is not None


def job_of(session: Session, job_id: str) -> JobRow:
    """Raises NotFound."""
    return job_row(session, found_job(session, job_id))


def jobs(session: Session, *, only_open: bool = False, most: int = 50) -> list[JobRow]:
    """The newest first."""
    query = select(Job).order_by(Job.asked_at.desc(), Job.id).limit(most)
    if only_open:
        query = query.where(Job.state.in_(OPEN))
    return [job_row(session, job) for job in session.scalars(query)]


def workers_alive(session: Session) -> int:
    """How many worker processes have said lately that they live."""
    lately = select(func.count()).where(Worker.seen_at > moment(session) - SILENT)
    return session.scalar(lately) or 0


def anything_waits(session: Session) -> bool:
    """Whether a job waits for a worker, in the queue or under a lease that has lapsed."""
    lapsed = and_(Job.state == JobState.RUNNING, Job.leased_until < moment(session))
    waiting = select(Job.id).where(or_(Job.state == JobState.QUEUED, lapsed))
    return session.scalar(waiting.limit(1)) is not None


def found_job(session: Session, job_id: str) -> Job:
    """The job, if this session may find it. Raises NotFound."""
    job = session.scalar(select(Job).where(Job.id == job_id))
    if job is None:
        raise NotFound("queue.no_such_job")
    return job


def job_row(session: Session, job: Job) -> JobRow:
    ran = (job.ended_at or moment(session)) - (job.begun_at or job.ended_at or moment(session))
    return JobRow(
        id=job.id,
        kind=job.kind,
        about=job.about,
        arguments=job.arguments,
        state=job.state,
        stage=job.stage,
        done=job.done,
        total=job.total,
        attempts=job.attempts,
        asked_at=job.asked_at,
        asked_by=job.asked_by,
        ended_at=job.ended_at,
        cancelled_by=job.cancelled_by,
        seconds=max(int(ran.total_seconds()), 0),
        before=_before(session, job),
        result=job.result,
        error=job.error,
        error_params=job.error_params or {},
    )


def _before(session: Session, job: Job) -> int:
    if job.state is not JobState.QUEUED:
        return 0
    earlier = Job.__table__.c  # of all districts: they wait for the same workers
    waiting = select(func.count()).where(
        earlier.state == JobState.QUEUED, earlier.asked_at < job.asked_at
    )
    return session.scalar(waiting) or 0
