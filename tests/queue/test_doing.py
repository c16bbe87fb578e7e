"""Doing long work: on a lease, once, stopped where it should be, and ended in every case."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from matcher.access import audit_rows, disable, operator, verify_chain
from matcher.errors import Conflict
from matcher.messages import say
from matcher.queue import CancelledByAsker, Errand, JobRow, Stopped, cancel, doing, job_of
from matcher.queue.beating import beat, hand_name, leave
from matcher.queue.desk import Desk
from matcher.queue.doing import MOST_ATTEMPTS, Kept, Lease, Work, finish, sweep, take, tell
from matcher.queue.following import anything_waits, workers_alive
from matcher.store import Database
from matcher.vocabulary import JobKind, JobState, Role
from tests.databases import SetClock, unprotected
from tests.people import AT_THE_MACHINE, account
from tests.queue.test_asking import COORDINATOR, asked
from tests.workers import WORKER

OTHER = operator("other/1")
AT_ONCE = 6
STAGE = "plan.stage.solving"


def now(database: Database, job: JobRow) -> JobRow:
    with database.reading() as session:
        return job_of(session, job.id)


def taken(database: Database, worker=WORKER) -> Lease | None:
    with database.writing() as session:
        return take(session, worker)


def desk(database: Database, work: Work, **how) -> Desk:
    return Desk(database, WORKER, dict.fromkeys(JobKind, work), **how)


def done(errand: Errand) -> Kept:
    return lambda _: {"for": errand.actor.name, **errand.arguments}


def at_once(database: Database, before_flush: Callable[..., object] | None = None) -> list[str]:
    """Which jobs AT_ONCE workers are given that ask together."""
    together = threading.Barrier(AT_ONCE)

    def begin(number: int) -> str | None:
        together.wait(30)
        with database.writing() as session:
            if before_flush:
                event.listen(session, "before_flush", before_flush, once=True)
            lease = take(session, operator(f"worker/{number}"))
        return lease and lease.job_id

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return [one for one in threads.map(begin, range(AT_ONCE)) if one]


def test_what_has_waited_longest_is_done_first(database: Database, clock: SetClock) -> None:
    jobs = []
    for number in range(3):
        jobs.append(asked(database, AT_THE_MACHINE, number=number))
        clock.forward(seconds=1)

    assert [taken(database).job_id for _ in jobs] == [job.id for job in jobs]
    assert taken(database) is None


def test_workers_who_look_at_once_never_take_the_same_job(database: Database) -> None:
    for number in range(AT_ONCE - 2):
        asked(database, AT_THE_MACHINE, number=number)

    given = at_once(database)

    assert len(given) == len(set(given)) == AT_ONCE - 2


def test_without_the_lock_of_the_writer_they_would(database: Database) -> None:
    """The control: all have looked before the first has taken."""
    asked(database, AT_THE_MACHINE)
    looked = threading.Barrier(AT_ONCE)

    given = at_once(unprotected(database), lambda *_: looked.wait(30))

    assert len(given) > len(set(given)) == 1


def test_work_is_done_in_the_name_of_who_asked_and_its_result_kept(
    database: Database, clock: SetClock
) -> None:
    job = asked(database, account(database, Role.COORDINATOR, "li"), number=7)

    assert desk(database, done).look() == 1

    row = now(database, job)
    assert (row.state, row.result) == (JobState.DONE, {"for": "li", "number": 7})
    assert (row.attempts, row.ended_at) == (1, clock.now)
    with database.reading() as session:
        assert [
            one.detail["what"] for one in audit_rows(session) if one.thing == f"job:{job.id}"
        ] == ["done", "asked"]
        assert verify_chain(session) is None


def test_who_was_shut_out_meanwhile_has_nothing_done_for_them(database: Database) -> None:
    job = asked(database, account(database, Role.COORDINATOR, "li"))
    with database.writing() as session:
        disable(session, AT_THE_MACHINE, "li")

    desk(database, done).look()

    row = now(database, job)
    assert (row.state, row.error) == (JobState.FAILED, "access.account_closed")
    assert "姓名 li" in say(row.error, "zh", **row.error_params)


def test_how_far_it_is_can_be_seen_while_it_runs(database: Database, clock: SetClock) -> None:
    job, seen = asked(database, AT_THE_MACHINE), []

    def work(errand: Errand) -> Kept:
        clock.forward(seconds=61)
        errand.progress(STAGE, 3, 8)
        seen.append(now(database, job))
        return done(errand)

    desk(database, work).look()

    (row,) = seen
    assert (row.state, row.stage, row.done, row.total) == (JobState.RUNNING, STAGE, 3, 8)
    assert row.seconds == 61


def test_while_its_lease_holds_nobody_takes_a_job_over(database: Database, clock: SetClock) -> None:
    """The control of what follows: were leases endless, the job would be stuck for ever."""
    job = asked(database, AT_THE_MACHINE)
    taken(database)
    clock.forward(seconds=29)

    with database.writing() as session:
        assert sweep(session, OTHER) == 0
        assert not anything_waits(session)
    assert desk(database, done).look() == 0
    assert now(database, job).state is JobState.RUNNING


def test_a_lease_that_lapsed_is_taken_over_and_what_the_first_brings_is_not_kept(
    database: Database, clock: SetClock
) -> None:
    job = asked(database, AT_THE_MACHINE)
    lost = taken(database)
    clock.forward(seconds=31)
    kept: list[str] = []

    found = taken_over(database)

    assert (found.job_id, found.attempt) == (job.id, 2)
    for lease, whose in ((lost, "lost"), (found, "found"), (found, "found again")):
        try:
            with database.writing() as session:
                finish(session, OTHER, lease, lambda _, whose=whose: kept.append(whose) or {})
        except Stopped:
            kept.append(f"not {whose}")
    assert kept == ["not lost", "found", "not found again"]
    assert now(database, job).state is JobState.DONE


def test_without_the_look_at_the_lease_both_would_be_kept(
    database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    asked(database, AT_THE_MACHINE)
    lost = taken(database)
    clock.forward(seconds=31)
    found, kept = taken_over(database), []
    monkeypatch.setattr(doing, "_holds", lambda _job, _lease: True)

    for lease in (lost, found):
        with database.writing() as session:
            finish(session, OTHER, lease, lambda _: kept.append("kept") or {})

    assert kept == ["kept", "kept"]


def taken_over(database: Database) -> Lease:
    with database.writing() as session:
        assert anything_waits(session)
        assert sweep(session, OTHER) == 1
        found = take(session, OTHER)
    assert found
    return found


def test_after_the_last_attempt_it_is_given_up_with_a_sentence(
    database: Database, clock: SetClock
) -> None:
    job = asked(database, AT_THE_MACHINE)
    for _ in range(MOST_ATTEMPTS):
        assert taken(database)
        clock.forward(seconds=31)
        with database.writing() as session:
            sweep(session, OTHER)

    row = now(database, job)
    assert (row.state, row.error) == (JobState.FAILED, "queue.broken_off")
    for language in ("zh", "en"):
        assert str(MOST_ATTEMPTS) in say(row.error, language, **row.error_params)
    assert taken(database) is None


def test_cancelled_work_stops_where_it_next_tells_of_itself(database: Database) -> None:
    job, reached = asked(database, AT_THE_MACHINE), []

    def work(errand: Errand) -> Kept:
        with database.writing() as session:
            cancel(session, COORDINATOR, job.id)
        reached.append("asked")
        errand.progress(STAGE, 1, 2)
        reached.append("beyond")
        return done(errand)

    desk(database, work).look()

    row = now(database, job)
    assert (row.state, row.cancelled_by, row.result) == (JobState.CANCELLED, "coordinator-1", None)
    assert reached == ["asked"]


def test_what_was_cancelled_at_the_very_end_is_not_kept(database: Database) -> None:
    asked_for = asked(database, AT_THE_MACHINE)
    lease = taken(database)
    with database.writing() as session:
        cancel(session, COORDINATOR, asked_for.id)

    with pytest.raises(CancelledByAsker), database.writing() as session:
        finish(session, WORKER, lease, lambda _: {})

    assert now(database, asked_for).result is None


def test_an_expected_failure_is_told_and_nothing_is_kept(database: Database) -> None:
    job = asked(database, AT_THE_MACHINE)

    def work(_: Errand) -> Kept:
        def keep(session: Session) -> dict:
            session.execute(text("UPDATE job SET about = 'half done'"))
            raise Conflict("rounds.decided_while_running")

        return keep

    desk(database, work).look()

    row = now(database, job)
    assert (row.state, row.error) == (JobState.FAILED, "rounds.decided_while_running")
    assert row.about == "第一轮"


def test_what_nobody_foresaw_is_tried_again_and_given_up_at_last(database: Database) -> None:
    job = asked(database, AT_THE_MACHINE)

    def work(_: Errand) -> Kept:
        raise ZeroDivisionError

    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert now(database, job).state is JobState.QUEUED
        with pytest.raises(ZeroDivisionError):
            desk(database, work).look()
        assert now(database, job).attempts == attempt

    assert now(database, job).error == "queue.broken_off"


def test_a_worker_that_is_to_end_gives_its_job_back_as_if_it_had_not_begun(
    database: Database,
) -> None:
    job, ending = asked(database, AT_THE_MACHINE), []

    def work(errand: Errand) -> Kept:
        ending.append(True)
        errand.progress(STAGE, 0, 1)
        return done(errand)

    desk(database, work, ending=lambda: bool(ending)).look()

    row = now(database, job)
    assert (row.state, row.attempts) == (JobState.QUEUED, 0)
    assert desk(database, done).look() == 1


def test_a_worker_renews_the_leases_of_its_living_hands_and_frees_those_of_the_dead(
    database: Database, clock: SetClock
) -> None:
    watch = operator("watch")
    for number in range(2):
        asked(database, AT_THE_MACHINE, number=number)
    living, dead = (taken(database, operator(hand_name("watch", one))) for one in (1, 2))
    clock.forward(seconds=20)

    with database.writing() as session:
        beat(session, watch, [1])
    clock.forward(seconds=20)

    with database.writing() as session:
        assert sweep(session, OTHER) == 0
    with database.reading() as session:
        assert job_of(session, living.job_id).state is JobState.RUNNING
        assert job_of(session, dead.job_id).state is JobState.QUEUED


def test_a_silent_worker_is_taken_for_dead_and_one_that_leaves_is_gone(
    database: Database, clock: SetClock
) -> None:
    def alive() -> int:
        with database.reading() as session:
            return workers_alive(session)

    assert alive() == 0
    for name in ("one", "two"):
        with database.writing() as session:
            beat(session, operator(name), [])
    assert alive() == 2
    with database.writing() as session:
        leave(session, operator("one"))
    assert alive() == 1
    clock.forward(seconds=31)
    assert alive() == 0


def test_a_lease_that_lapsed_while_it_tells_stops_the_work(
    database: Database, clock: SetClock
) -> None:
    asked(database, AT_THE_MACHINE)
    lost = taken(database)
    clock.forward(seconds=31)
    taken_over(database)

    with pytest.raises(Stopped), database.writing() as session:
        tell(session, lost, STAGE, 1, 2)
