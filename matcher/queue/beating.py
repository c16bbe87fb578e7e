"""Signs of life: a worker says that it lives, and renews the leases of those of its hands that do.

A worker process has hands, processes that do the work; each holds its leases by a name of its own,
"<worker>/<process>". A hand that has died is found out at the next beat, a whole worker by its
silence.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, require
from matcher.queue.doing import LEASE, sweep
from matcher.queue.model import Job, Worker
from matcher.store import moment
from matcher.vocabulary import JobState

_FORGOTTEN = timedelta(days=1)


def hand_name(worker: str, process: int) -> str:
    return f"{_hands_of(worker)}{process}"


def beat(
    session: Session, worker: Actor, hands: Collection[int], *, lease: timedelta = LEASE
) -> None:
    """This worker lives, and these of its processes; what its others held is free at once."""
    require(worker, Action.DO_WORK)
    at = moment(session)
    known = session.get(Worker, worker.name)
    if known is None:
        session.execute(delete(Worker).where(Worker.seen_at < at - _FORGOTTEN))
        session.add(Worker(name=worker.name, began_at=at, seen_at=at))
    else:
        known.seen_at = at
    alive = {hand_name(worker.name, process) for process in hands}
    session.execute(update(Job).where(Job.worker.in_(alive)).values(leased_until=at + lease))
    sweep(session, worker, dead=_holding(session, worker.name) - alive)


def leave(session: Session, worker: Actor) -> None:
    """This worker ends; what its hands still held is free at once."""
    session.execute(delete(Worker).where(Worker.name == worker.name))
    sweep(session, worker, dead=_holding(session, worker.name))


def _holding(session: Session, worker: str) -> set[str]:
    """The hands of this worker that hold a lease, alive or not."""
    holders = session.scalars(select(Job.worker).where(Job.state == JobState.RUNNING))
    return {one for one in holders if one and one.startswith(_hands_of(worker))}


def _hands_of(worker: str) -> str:
    return f"{worker}/"
