"""Asking for long work, calling it off, and asking for the same again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, Scope, record, require
from matcher.errors import Conflict
from matcher.queue.following import OPEN, JobRow, found_job, job_row
from matcher.queue.model import Job
from matcher.queue.transport import wake
from matcher.store import moment
from matcher.vocabulary import JobKind, JobState

RIGHTS_OF: Mapping[JobKind, Action] = {
    JobKind.RUN: Action.RUN_ROUND,
    JobKind.PREVIEW: Action.KEEP_WEIGHTS,
    JobKind.REACH: Action.SEE_ROUNDS,
    JobKind.LEARNING: Action.SEE_ROUNDS,
    JobKind.SCENARIO: Action.DRAFT_SCENARIO,
    JobKind.ADOPTION: Action.RUN_ROUND,
}
"""What one must be allowed to, to ask for work of a kind or to call it off."""


def ask(
    session: Session,
    actor: Actor,
    kind: JobKind,
    arguments: Mapping[str, Any],
    *,
    about: str,
    area: Scope,
) -> JobRow:
    """Put work into the queue; a worker is woken once this transaction is committed.

    `arguments` are plain values, `area` is the district and county it belongs to. Who asks twice
    for what is still open is given the same job.
    """
    _require(actor, kind)
    same = select(Job).where(
        Job.kind == kind,
        Job.arguments == dict(arguments),
        Job.state.in_(OPEN),
        Job.cancelled_by.is_(None),
        Job.district.is_not_distinct_from(area.district),
        Job.county.is_not_distinct_from(area.county),
    )
    known = session.scalar(same.limit(1))
    if known is not None:
        return job_row(session, known)
    job = Job(
        kind=kind,
        arguments=dict(arguments),
        about=about,
        district=area.district,
        county=area.county,
        asked_at=moment(session),
        asked_by=actor.display_name,
        asker_id=actor.account_id,
        state=JobState.QUEUED,
    )
    session.add(job)
    session.flush()
    _record(session, actor, job, "asked")
    url = session.get_bind().engine.url
    event.listen(session, "after_commit", lambda _: wake(url), once=True)
    return job_row(session, job)


def cancel(session: Session, actor: Actor, job_id: str) -> JobRow:
    """Call work off: at once where it waits; where it runs, at the next step it tells of.

    Raises NotFound; Conflict when it has ended already.
    """
    job = found_job(session, job_id)
    _require(actor, job.kind)
    if job.state not in OPEN:
        raise Conflict("queue.ended_already", state=job.state.value)
    if job.cancelled_by is None:
        job.cancelled_by = actor.display_name
        if job.state is JobState.QUEUED:
            job.state, job.ended_at = JobState.CANCELLED, moment(session)
        session.flush()
        _record(session, actor, job, "cancelled")
    return job_row(session, job)


def again(session: Session, actor: Actor, job_id: str) -> JobRow:
    """Ask once more for what has ended, in the name of who asks now. Raises NotFound, Conflict."""
    job = found_job(session, job_id)
    _require(actor, job.kind)
    if job.state in OPEN:
        raise Conflict("queue.still_open", state=job.state.value)
    area = Scope(district=job.district, county=job.county)
    return ask(session, actor, job.kind, job.arguments, about=job.about, area=area)


def _require(actor: Actor, kind: JobKind) -> None:
    require(actor, Action.ASK_WORK)
    require(actor, RIGHTS_OF[kind])


def _record(session: Session, actor: Actor, job: Job, what: str) -> None:
    record(session, actor, Action.ASK_WORK, f"job:{job.id}", {"what": what, "kind": job.kind.value})
