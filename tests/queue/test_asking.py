"""Asking for long work: by whom, once for the same, called off, and asked for again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from matcher.access import Action, Actor, Scope, audit_rows, may, verify_chain
from matcher.errors import Conflict, NotAllowed, NotFound
from matcher.messages import say
from matcher.parties.tenancy import narrow
from matcher.queue import JobRow, again, ask, cancel, job_of, jobs
from matcher.queue.asking import RIGHTS_OF
from matcher.queue.doing import take
from matcher.store import Database
from matcher.vocabulary import JobKind, JobState, Role
from tests.databases import SetClock
from tests.people import somebody
from tests.tenants import TENANTS, A, B
from tests.workers import WORKER

NOWHERE = "00000000-0000-4000-8000-000000000000"
RUN, REACH = JobKind.RUN, JobKind.REACH
COORDINATOR = somebody(Role.COORDINATOR)


def asked(
    database: Database,
    actor: Actor = COORDINATOR,
    kind: JobKind = RUN,
    area: Scope = A.area,
    **arguments: Any,
) -> JobRow:
    with database.writing() as session:
        return ask(session, actor, kind, arguments, about="第一轮", area=area)


def refused(code: str, work: Callable[[], object]) -> None:
    with pytest.raises(Conflict) as conflict:
        work()
    assert conflict.value.code == code
    for language in ("zh", "en"):
        assert say(code, language, **conflict.value.params)


def cancelled(database: Database, job: JobRow) -> JobRow:
    with database.writing() as session:
        return cancel(session, COORDINATOR, job.id)


def asked_again(database: Database, job: JobRow, actor: Actor = COORDINATOR) -> JobRow:
    with database.writing() as session:
        return again(session, actor, job.id)


def test_who_asks_finds_the_work_in_the_queue_and_in_the_audit_chain(
    database: Database, clock: SetClock
) -> None:
    job = asked(database, round="r", method="fair")

    with database.reading() as session:
        assert job_of(session, job.id) == job
        (link,) = audit_rows(session)
        assert verify_chain(session) is None
    assert (job.state, job.about, job.asked_by) == (JobState.QUEUED, "第一轮", "coordinator-1")
    assert (job.asked_at, job.arguments) == (clock.now, {"round": "r", "method": "fair"})
    assert (link.action, link.thing) == (Action.ASK_WORK, f"job:{job.id}")


def test_who_asks_twice_for_the_same_is_given_the_same(database: Database) -> None:
    first = asked(database, round="r")

    assert asked(database, somebody(Role.COORDINATOR, 2), round="r").id == first.id
    others = {
        asked(database, round="other").id,
        asked(database, kind=REACH, round="r").id,
        asked(database, area=B.area, round="r").id,
        asked(database, area=Scope(), round="r").id,
    }
    assert len(others | {first.id}) == 5
    cancelled(database, first)
    assert asked(database, round="r").id not in {first.id, *others}


def test_how_many_wait_before_one_is_told(database: Database, clock: SetClock) -> None:
    rows = []
    for number in range(3):
        rows.append(asked(database, round=str(number)))
        clock.forward(seconds=1)

    with database.reading() as session:
        assert [job_of(session, row.id).before for row in rows] == [0, 1, 2]
        assert [row.id for row in jobs(session)] == [row.id for row in reversed(rows)]


@pytest.mark.parametrize("kind", JobKind)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_to_ask_one_needs_the_right_to_what_is_asked_for(
    role: Role, kind: JobKind, database: Database
) -> None:
    actor = somebody(role)
    allowed = may(actor, Action.ASK_WORK) and may(actor, RIGHTS_OF[kind])

    if allowed:
        assert asked(database, actor, kind, role=role.value).open
    else:
        with pytest.raises(NotAllowed):
            asked(database, actor, kind, role=role.value)
    assert allowed or role is not Role.COORDINATOR


def test_what_waits_is_cancelled_at_once_and_only_once(database: Database) -> None:
    job = asked(database)

    row = cancelled(database, job)

    assert (row.state, row.cancelled_by) == (JobState.CANCELLED, "coordinator-1")
    refused("queue.ended_already", lambda: cancelled(database, job))
    with database.writing() as session:
        assert take(session, WORKER) is None


def test_what_runs_is_cancelled_at_its_next_step(database: Database) -> None:
    job = asked(database)
    with database.writing() as session:
        take(session, WORKER)

    row = cancelled(database, job)

    assert (row.state, row.stopping) == (JobState.RUNNING, True)
    assert cancelled(database, job) == row  # twice does no harm


def test_to_cancel_one_needs_the_right_to_ask(database: Database) -> None:
    run, reach = asked(database), asked(database, kind=REACH)
    leader = somebody(Role.LEADER)

    with database.writing() as session:
        assert not cancel(session, leader, reach.id).open
        with pytest.raises(NotAllowed):
            cancel(session, leader, run.id)


def test_what_has_ended_is_asked_for_again_in_the_name_of_who_asks_now(database: Database) -> None:
    job = asked(database, round="r")
    refused("queue.still_open", lambda: asked_again(database, job))
    cancelled(database, job)

    new = asked_again(database, job, somebody(Role.COORDINATOR, 2))

    assert (new.state, new.arguments, new.about) == (JobState.QUEUED, {"round": "r"}, "第一轮")
    assert (new.asked_by, job.asked_by) == ("coordinator-2", "coordinator-1")


def test_one_district_finds_nothing_of_another(database: Database) -> None:
    rows = {one.letter: asked(database, area=one.area) for one in TENANTS}
    here = Actor("a", "a", "a", Role.COORDINATOR, scope=A.area)

    with database.writing() as session:
        narrow(session, here)
        assert [row.id for row in jobs(session)] == [rows["A"].id]
        for work in (job_of, lambda session, one: cancel(session, here, one)):
            for missing in (rows["B"].id, NOWHERE):
                with pytest.raises(NotFound) as unknown:
                    work(session, missing)
                assert unknown.value.code == "queue.no_such_job"
