"""What a worker does with a job: takes it on a lease, tells how far it is, and ends it one way.

A lease is held by one worker in one attempt. Whoever tells or finishes shows it, inside the
transaction of the single writer; who has lost it is stopped, and what came of the work is kept in
the transaction that ends the job. So a result is kept once, however often the work was done.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, record, require
from matcher.queue.model import Job
from matcher.store import Database, moment
from matcher.vocabulary import JobKind, JobState

LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 3

Progress = Callable[[str, int, int], None]
"""Called with the code of a stage, how much of it is done, and how much there is."""

Kept = Callable[[Session], dict[str, Any]]
"""Keeps what was computed and answers with the job's result, as plain values."""


class Stopped(Exception):
    """This work is no longer this worker's: another has taken it over, or the worker is to end."""


class CancelledByAsker(Stopped):
    """Somebody has called the work off."""


@dataclass(frozen=True)
class Errand:
    """What work is given: who asked, with the rights they have now, for what, and whom to tell.

    `progress` raises Stopped where the work is not to go on.
    """

    database: Database
    actor: Actor
    job_id: str
    arguments: Mapping[str, Any]
    progress: Progress


Work = Callable[[Errand], Kept]
"""Computes without holding any transaction; what it answers keeps the outcome."""


@dataclass(frozen=True)
class Lease:
    """One attempt of one worker at one job."""

    job_id: str
    worker: str
    attempt: int
    kind: JobKind
    arguments: Mapping[str, Any]
    asked_by: str
    asker_id: str | None


def take(session: Session, worker: Actor, *, lease: timedelta = LEASE) -> Lease | None:
    """The job that has waited longest, from now on leased to this worker; None where none waits."""
    require(worker, Action.DO_WORK)
    waiting = select(Job).where(Job.state == JobState.QUEUED).order_by(Job.asked_at, Job.id)
    job = session.scalar(waiting.limit(1))
    if job is None:
        return None
    job.state, job.worker = JobState.RUNNING, worker.name
    job.leased_until = moment(session) + lease
    job.begun_at = job.begun_at or moment(session)
    job.attempts += 1
    job.stage, job.done, job.total = "", 0, 0
    session.flush()
    if job.attempts > 1:
        _record(session, worker, job, "taken_over")
    return Lease(
        job_id=job.id,
        worker=worker.name,
        attempt=job.attempts,
        kind=job.kind,
        arguments=job.arguments,
        asked_by=job.asked_by,
        asker_id=job.asker_id,
    )


def tell(session: Session, lease: Lease, stage: str, done: int, total: int) -> None:
    """How far the work is. Raises Stopped when it is not to go on."""
    job = held(session, lease)
    job.stage, job.done, job.total = stage, done, max(total, done)


def finish(session: Session, worker: Actor, lease: Lease, keep: Kept) -> None:
    """Keep what was computed and end the job, in one transaction. Raises Stopped."""
    job = held(session, lease)
    job.result = keep(session)
    _end(session, worker, job, JobState.DONE)


def fail(
    session: Session, worker: Actor, lease: Lease, code: str, params: Mapping[str, Any]
) -> None:
    """End the job with the code of the sentence that says why. Raises Stopped."""
    job = held(session, lease)
    job.error, job.error_params = code, dict(params)
    _end(session, worker, job, JobState.FAILED)


def stop(session: Session, worker: Actor, lease: Lease) -> None:
    """End a job that was called off."""
    job = session.get_one(Job, lease.job_id)
    if _holds(job, lease):
        _end(session, worker, job, JobState.CANCELLED)


def give_back(session: Session, lease: Lease) -> None:
    """Put the job back into the queue: the attempt counts for nothing, the worker was to end."""
    job = session.get_one(Job, lease.job_id)
    if _holds(job, lease):
        job.attempts -= 1
        _free(job, JobState.QUEUED)


def break_off(session: Session, worker: Actor, lease: Lease) -> None:
    """The attempt has failed for a reason nobody foresaw: another one, or the end."""
    job = session.get_one(Job, lease.job_id)
    if _holds(job, lease):
        _try_again(session, worker, job)


def sweep(session: Session, worker: Actor, *, dead: Collection[str] = ()) -> int:
    """Take jobs from workers whose lease has lapsed, or who are known to be dead; how many."""
    require(worker, Action.DO_WORK)
    gone = or_(Job.leased_until < moment(session), Job.worker.in_(dead))
    lapsed = session.scalars(
        select(Job).where(Job.state == JobState.RUNNING, gone).order_by(Job.asked_at, Job.id)
    ).all()
    for job in lapsed:
        _try_again(session, worker, job)
    return len(lapsed)


def held(session: Session, lease: Lease) -> Job:
    """The job, if this attempt still holds it. Raises Stopped, CancelledByAsker."""
    job = session.get_one(Job, lease.job_id)
    if not _holds(job, lease):
        raise Stopped
    if job.cancelled_by is not None:
        raise CancelledByAsker
    return job


def _holds(job: Job, lease: Lease) -> bool:
    return (job.state, job.worker, job.attempts) == (JobState.RUNNING, lease.worker, lease.attempt)


def _try_again(session: Session, worker: Actor, job: Job) -> None:
    if job.cancelled_by is not None:
        _end(session, worker, job, JobState.CANCELLED)
    elif job.attempts >= MOST_ATTEMPTS:
        job.error, job.error_params = "queue.broken_off", {"attempts": job.attempts}
        _end(session, worker, job, JobState.FAILED)
    else:
        _free(job, JobState.QUEUED)


def _end(session: Session, worker: Actor, job: Job, state: JobState) -> None:
    require(worker, Action.DO_WORK)
    _free(job, state)
    job.ended_at = moment(session)
    session.flush()
    _record(session, worker, job, state.value)


def _free(job: Job, state: JobState) -> None:
    job.state, job.worker, job.leased_until = state, None, None


def _record(session: Session, worker: Actor, job: Job, what: str) -> None:
    detail = {"what": what, "kind": job.kind.value, "attempt": job.attempts}
    record(session, worker, Action.DO_WORK, f"job:{job.id}", detail)
