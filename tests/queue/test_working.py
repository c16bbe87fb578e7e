"""Worker processes: killed in the middle, told to end, and a job that is kept once all the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from matcher.access import verify_chain
from matcher.parties import take
from matcher.queue import JobRow, job_of
from matcher.queue.following import workers_alive
from matcher.queue.model import Job
from matcher.rounds.long_work import ask_run
from matcher.rounds.model import Run
from matcher.rounds.reading import runs
from matcher.rounds.running import open_round
from matcher.store import Database, open_database, upgrade
from matcher.vocabulary import JobState
from tests.people import AT_THE_MACHINE
from tests.rounds.situations import programme

ROOT = Path(__file__).parents[2]
PATIENCE = 60
SOLVING = "plan.stage.solving"
WORKER = """
import dataclasses, sys, time
from pathlib import Path
from matcher.commands.working import works
from matcher.queue.working import Pace, work
from matcher.vocabulary import JobKind

url, gate, lease = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])

def nothing(errand):
    errand.progress("plan.stage.solving", 0, 1)
    return lambda session: {"run": None}

def held_up():
    real = works() if sys.argv[4] == "real" else {JobKind.RUN: nothing}
    def run(errand):
        def tell(stage, done, total):
            errand.progress(stage, done, total)
            while stage == "plan.stage.solving" and gate.exists():
                time.sleep(0.05)
                errand.progress(stage, done, total)
        return real[JobKind.RUN](dataclasses.replace(errand, progress=tell))
    return {**real, JobKind.RUN: run}

pace = Pace(beat=0.2, look=0.3, lease=lease, patience=5)
work(url, held_up, pace=pace, ready=lambda: print("ready", flush=True))
"""


@pytest.fixture
def served(database_url: str) -> Iterator[Database]:
    """A database of one's own with the real clock: the processes have no other."""
    opened = open_database(database_url, create=True)
    upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """While it is there, a run stands still in the middle of being solved."""
    path = tmp_path / "gate"
    path.touch()
    return path


@contextmanager
def working(
    database: Database, gate: Path, *, lease: float = 1.0, kind: str = "real"
) -> Iterator[subprocess.Popen[str]]:
    """A worker whose runs are real, or make nothing of a task but wait at the gate."""
    url = database.engine.url.render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-c", WORKER, url, str(gate), str(lease), kind],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            kill(process)


def kill(process: subprocess.Popen[str]) -> None:
    """The whole worker, watch and hands, as a power cut would end it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)


def asked(database: Database) -> JobRow:
    with database.writing() as session:
        take(session, AT_THE_MACHINE, programme())
        opened = open_round(session, AT_THE_MACHINE, campaign="行动", name="第一轮")
    with database.writing() as session:
        return ask_run(
            session, AT_THE_MACHINE, opened.id, method="coverage", profile="standard", seed=""
        )


def now(database: Database, job: JobRow) -> JobRow:
    with database.reading() as session:
        return job_of(session, job.id)


def until(database: Database, job: JobRow, holds: Callable[[JobRow], bool]) -> JobRow:
    """The job as soon as this holds of it."""
    last = time.monotonic() + PATIENCE
    while not holds(row := now(database, job)):
        assert time.monotonic() < last, row
        time.sleep(0.05)
    return row


def begun(row: JobRow) -> bool:
    return row.state is JobState.RUNNING and row.stage == SOLVING


def ended(row: JobRow) -> bool:
    return not row.open


def kept_once(database: Database, job: JobRow) -> bool:
    with database.reading() as session:
        (run,) = runs(session, job.arguments["round"])
        assert session.get(Run, run.id).job_id == job.id
        assert now(database, job).result == {"run": run.id}
        return verify_chain(session) is None


def test_a_worker_killed_in_the_middle_loses_its_job_to_another_and_it_is_kept_once(
    served: Database, gate: Path
) -> None:
    job = asked(served)
    with working(served, gate) as first:
        until(served, job, begun)
        kill(first)
    assert begun(now(served, job))  # as it stood when the power went
    with served.reading() as session:
        assert runs(session, job.arguments["round"]) == []
    gate.unlink()

    with working(served, gate):
        row = until(served, job, ended)

    assert (row.state, row.attempts) == (JobState.DONE, 2)
    assert kept_once(served, job)


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path}/jiedui.sqlite", create=True)
    upgrade(opened)
    yield opened
    opened.close()


def test_a_hand_killed_in_the_middle_is_found_out_by_its_watch(
    on_sqlite: Database, gate: Path
) -> None:
    """Long before its lease would lapse."""
    job = asked(on_sqlite)
    with working(on_sqlite, gate, lease=3600, kind="idle"):
        until(on_sqlite, job, begun)
        with on_sqlite.reading() as session:
            hand = session.get(Job, job.id).worker
        gate.unlink()
        os.kill(int(hand.rpartition("/")[2]), signal.SIGKILL)

        row = until(on_sqlite, job, ended)

    assert (row.state, row.attempts) == (JobState.DONE, 2)


def test_a_worker_told_to_end_gives_its_job_back_and_says_good_bye(
    on_sqlite: Database, gate: Path
) -> None:
    job = asked(on_sqlite)
    with working(on_sqlite, gate, lease=3600, kind="idle") as worker:
        until(on_sqlite, job, begun)
        with on_sqlite.reading() as session:
            assert workers_alive(session) == 1

        worker.terminate()

        assert worker.wait(PATIENCE) == 0
    row = now(on_sqlite, job)
    assert (row.state, row.attempts) == (JobState.QUEUED, 0)
    with on_sqlite.reading() as session:
        assert workers_alive(session) == 0
