"""Long work of rounds: what a worker brings is what the page would have computed, and kept once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from matcher.errors import JieduiError, NotFound
from matcher.messages import say
from matcher.pairing import places_held
from matcher.queue import Errand, JobRow, again, doing, job_of
from matcher.queue.doing import Kept, Lease, Stopped, finish, sweep, take
from matcher.rounds import long_work
from matcher.rounds.long_work import (
    answer,
    ask_learning,
    ask_preview,
    ask_reach,
    ask_run,
    takes_long,
    took_long,
    works,
)
from matcher.rounds.model import Run
from matcher.rounds.previewing import Preview, preview
from matcher.rounds.reading import plan_bytes, programme_of, runs
from matcher.rounds.rows import RunRow
from matcher.rounds.sensitivity import Sensitivity, sensitivity
from matcher.scoring import DEFAULT_PROFILE, Profile
from matcher.store import Database
from matcher.vocabulary import Decision, JobKind, JobState
from seeds.hundred import programme
from tests.databases import SetClock
from tests.people import account
from tests.rounds.situations import Office
from tests.workers import WORKER, do_what_waits

CHANGED = Profile("draft", 1, {"urgency": 30, "timing": 30, "cluster": 40})
NOWHERE = "00000000-0000-4000-8000-000000000000"
ASKED = {"method": "coverage", "profile": "standard", "seed": "7"}


@pytest.fixture
def office(database: Database) -> Office:
    """Whose coordinator has an account, for work is done in the name of who holds one."""
    made = Office.of(database, programme((6, 9), seed=5))
    made.actor = account(database)
    return made


def asked(office: Office, ask: Callable[..., JobRow], *what: object, **how: object) -> JobRow:
    with office.database.writing() as session:
        return ask(session, office.actor, *what, **how)


def run_asked(office: Office) -> JobRow:
    return asked(office, ask_run, office.round_id, **ASKED)


def now(office: Office, job: JobRow) -> JobRow:
    with office.database.reading() as session:
        return job_of(session, job.id)


def kept(office: Office) -> list[RunRow]:
    with office.database.reading() as session:
        return runs(session, office.round_id)


def test_a_worker_keeps_the_very_plan_that_the_page_would_have_kept(office: Office) -> None:
    first = office.run(**ASKED)
    job = run_asked(office)

    assert do_what_waits(office.database) == 1

    second, _ = kept(office)
    assert now(office, job).result == {"run": second.id}
    with office.database.reading() as session:
        assert plan_bytes(session, second.id) == plan_bytes(session, first.id)


def test_a_decision_taken_while_it_runs_fails_it_and_asking_again_mends_that(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = office.suggested(office.run())[0]
    job, compute = run_asked(office), long_work.computed_round

    def compute_and_be_late(*what: object, **how: object) -> object:
        found = compute(*what, **how)
        office.decide(row, Decision.CONFIRM)
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(long_work, "computed_round", compute_and_be_late)
        do_what_waits(office.database)
    failed = now(office, job)
    assert (failed.state, failed.error) == (JobState.FAILED, "rounds.decided_while_running")
    for language in ("zh", "en"):
        assert say(failed.error, language, **failed.error_params)
    assert len(kept(office)) == 1

    new = asked(office, again, job.id)
    do_what_waits(office.database)

    assert now(office, new).state is JobState.DONE
    assert len(kept(office)) == 2


def computed_twice(office: Office, clock: SetClock) -> list[tuple[Lease, Kept]]:
    """By two workers, the first of whom has lost its lease to the second meanwhile."""
    run_asked(office)
    found = []
    for _ in range(2):
        with office.database.writing() as session:
            sweep(session, WORKER)
            lease = take(session, WORKER)
        told = Errand(office.database, office.actor, lease.job_id, lease.arguments, lambda *_: None)
        found.append((lease, works(places_held)[JobKind.RUN](told)))
        clock.forward(seconds=31)
    return found


def end(office: Office, computed: tuple[Lease, Kept]) -> None:
    with office.database.writing() as session:
        finish(session, WORKER, *computed)


def test_what_was_computed_twice_is_kept_once(office: Office, clock: SetClock) -> None:
    first, second = computed_twice(office, clock)

    end(office, second)
    with pytest.raises(Stopped):
        end(office, first)

    assert len(kept(office)) == 1


def test_the_database_alone_keeps_it_once(
    office: Office, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = computed_twice(office, clock)
    monkeypatch.setattr(doing, "_holds", lambda _job, _lease: True)

    end(office, second)
    with pytest.raises(IntegrityError):
        end(office, first)

    assert len(kept(office)) == 1


def test_without_lease_and_database_it_would_be_kept_twice(
    office: Office, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control. Nothing of it is committed."""
    computed = computed_twice(office, clock)
    monkeypatch.setattr(doing, "_holds", lambda _job, _lease: True)

    with office.database.writing() as session:
        session.execute(text("DROP INDEX ix_run_job_id"))
        for one in computed:
            finish(session, WORKER, *one)
        count = session.scalar(select(func.count()).select_from(Run))
        session.rollback()

    assert count == 2


def test_a_preview_and_the_reach_of_weights_come_back_as_they_were_computed(
    office: Office,
) -> None:
    run = office.run()
    entered = {"name": "draft", "base": "", "reason": "", "version": 0}
    tried = asked(office, ask_preview, run.id, CHANGED, entered)
    reached = asked(office, ask_reach, run.id, DEFAULT_PROFILE)

    assert do_what_waits(office.database) == 2

    with office.database.reading() as session:
        _, told = answer(session, tried.id, JobKind.PREVIEW, Preview)
        _, reach = answer(session, reached.id, JobKind.REACH, Sensitivity)
        stored = programme_of(session, run.id)
    assert told == preview(office.database, office.actor, run.id, CHANGED)
    assert reach == sensitivity(stored, DEFAULT_PROFILE)


def test_an_answer_is_found_only_of_its_kind_and_when_it_is_there(office: Office) -> None:
    job = asked(office, ask_reach, office.run().id, DEFAULT_PROFILE)

    with office.database.reading() as session:
        for job_id, kind in (
            (job.id, JobKind.REACH),  # it has only been asked for
            (job.id, JobKind.PREVIEW),
            (NOWHERE, JobKind.REACH),
        ):
            with pytest.raises(NotFound):
                answer(session, job_id, kind, Sensitivity)


def test_with_too_few_decisions_nobody_is_asked_to_learn(office: Office) -> None:
    with pytest.raises(JieduiError) as refused:
        asked(office, ask_learning, DEFAULT_PROFILE)

    assert refused.value.code == "scoring.too_few_decisions"
    assert do_what_waits(office.database) == 0


def test_what_is_unknown_is_said_before_anything_is_queued(office: Office) -> None:
    for round_id, profile in ((NOWHERE, "standard"), (office.round_id, "没有")):
        with pytest.raises(NotFound):
            asked(office, ask_run, round_id, **{**ASKED, "profile": profile})
    assert do_what_waits(office.database) == 0


def test_beyond_so_many_pairs_a_run_is_left_to_a_worker(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = office.run()
    pairs = run.villages * run.enterprises
    assert pairs == 6 * 9

    for most, long in ((pairs, False), (pairs - 1, True)):
        monkeypatch.setattr(long_work, "AT_ONCE", most)
        assert takes_long(office.database, office.actor, office.round_id) is long
        assert took_long(run) is long
