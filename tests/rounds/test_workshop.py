"""Wherever the blocks are done, and however often they are interrupted, the answer is the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matcher.eligibility import checking
from matcher.errors import JieduiError
from matcher.rounds import apart, resuming
from matcher.rounds.apart import Pricing
from matcher.rounds.candidates import Candidates, Search, find_candidates
from matcher.rounds.plan_file import plan_json
from matcher.rounds.proposing import propose
from matcher.rounds.resuming import Kept
from matcher.rounds.workshop import Threads, Workshop
from seeds.hundred import programme as generated
from tests.rounds.surveys import a_survey

SMALL_BLOCKS = 4_000


@pytest.fixture(autouse=True)
def _many_blocks(monkeypatch):
    monkeypatch.setattr(checking, "MEETINGS_PER_BLOCK", SMALL_BLOCKS)


def found_in(workshop: Workshop) -> Candidates:
    return find_candidates(a_survey(generated((200, 220), 7), workshop), set(), 4)


def assert_same(one: Candidates, other: Candidates) -> None:
    for column in ("enterprise", "village", "score", "enterprise_cut", "village_cut"):
        assert np.array_equal(getattr(one, column), getattr(other, column)), column
    assert one.eligible == other.eligible


class Counting:
    """Does the work here, and remembers what it was asked for."""

    def __init__(self, most: int | None = None) -> None:
        self.done, self.most = 0, most

    def each(self, work, items, name=""):
        for item in items:
            if self.done == self.most:
                raise KeyboardInterrupt
            self.done += 1
            yield work(item)


def test_threads_change_nothing():
    assert_same(found_in(Threads(3)), found_in(Threads()))


def test_what_is_kept_is_not_done_again(tmp_path):
    first, second = Counting(), Counting()

    once = found_in(Kept(tmp_path, "a", first))
    again = found_in(Kept(tmp_path, "a", second))

    assert_same(once, again)
    assert first.done > 5
    assert second.done == 0


def test_answers_to_something_else_are_not_taken(tmp_path):
    found_in(Kept(tmp_path, "a", Threads()))
    other = Counting()

    found_in(Kept(tmp_path, "b", other))

    assert other.done > 5


@pytest.mark.parametrize("left", [0, 3, 100, -1])
def test_a_damaged_answer_is_done_again(tmp_path, left):
    whole = found_in(Kept(tmp_path, "a", Threads()))
    damaged = sorted(tmp_path.glob("a-*.npz"))[1]
    damaged.write_bytes(damaged.read_bytes()[:left])
    counting = Counting()

    assert_same(found_in(Kept(tmp_path, "a", counting)), whole)
    assert counting.done == 1


def test_an_interrupted_search_goes_on_where_it_stood(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        found_in(Kept(tmp_path, "a", Counting(most=3)))
    counting = Counting()

    resumed = found_in(Kept(tmp_path, "a", counting))

    assert_same(resumed, found_in(Threads()))
    assert counting.done == len(list(tmp_path.glob("a-*.npz"))) - 3


def test_answers_about_near_pairs_are_not_taken_for_those_about_all(tmp_path):
    survey = a_survey(generated((200, 220), 7), Kept(tmp_path, "a", Threads()))
    find_candidates(replace(survey, near=True), set(), 4)

    whole = find_candidates(survey, set(), 4)

    assert_same(whole, found_in(Threads()))


def test_what_was_kept_can_be_taken_away_with_what_a_killed_process_left(tmp_path, monkeypatch):
    kept = Kept(tmp_path, "a", Threads())
    found_in(kept)
    monkeypatch.setattr(resuming.Path, "replace", lambda *_: None)  # killed before the last move
    resuming._write(tmp_path / "a-x.npz", (np.zeros(3),))
    (tmp_path / "mine.txt").write_text("stays")

    kept.clear()

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


SEARCH = """
import sys
from pathlib import Path
from matcher.eligibility import checking
checking.MEETINGS_PER_BLOCK = {small}
from tests.rounds.test_workshop import Slow, found_in
from matcher.rounds.resuming import Kept
found_in(Kept(Path(sys.argv[1]), "a", Slow()))
print("done")
"""


class Slow:
    """So slow that somebody can kill it in the middle."""

    def each(self, work, items, name=""):
        for item in items:
            time.sleep(0.1)
            yield work(item)


@pytest.mark.parametrize("killed", [True, False], ids=["killed", "left alone"])
def test_a_killed_process_leaves_whole_answers_that_another_one_uses(tmp_path, killed):
    ask = [sys.executable, "-c", SEARCH.format(small=SMALL_BLOCKS), str(tmp_path)]
    process = subprocess.Popen(ask, env={**os.environ, "PYTHONPATH": "."}, stdout=subprocess.PIPE)
    if killed:
        waited_for(lambda: len(list(tmp_path.glob("a-*.npz"))) >= 2 or process.poll() is not None)
        process.send_signal(signal.SIGKILL)
    said, _ = process.communicate(timeout=120)
    before = len(list(tmp_path.glob("a-*.npz")))
    counting = Counting()

    resumed = found_in(Kept(tmp_path, "a", counting))

    assert_same(resumed, found_in(Threads()))
    assert before >= 2
    assert (said == b"") == killed
    assert (counting.done > 0) == killed  # left alone, it had nothing left to do


def waited_for(there: Callable[[], bool], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def two_workers():
    """A local Dask cluster of two processes; who kills one gets another in its place."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as cluster:
        yield cluster


@pytest.mark.parametrize("during", [Search, Pricing, None], ids=["scoring", "solving", "never"])
def test_a_cluster_changes_nothing_even_when_it_loses_a_worker(monkeypatch, two_workers, during):
    from matcher.rounds.cluster import Cluster  # noqa: PLC0415 - needs the extra `scale`

    monkeypatch.setattr(apart, "ENOUGH", 50)
    programme = generated((90, 100), 7)
    here = propose(programme, candidates=1)
    killing = Killing(Cluster(two_workers.scheduler_address), two_workers, during)

    there = propose(programme, candidates=1, workshop=killing)

    assert plan_json(there, programme) == plan_json(here, programme)
    assert there.scope.rounds > 1
    assert killing.done[Search] >= 5
    assert killing.done[Pricing] >= 3 * there.scope.rounds
    assert len(killing.killed) == (during is not None)
    assert not any(there_still(pid) for pid in killing.killed)


class Killing:
    """A cluster of which somebody kills a worker when the third answer of some work is there."""

    def __init__(self, workshop: Workshop, cluster, during: type | None) -> None:
        self.workshop, self.cluster, self.during = workshop, cluster, during
        self.done: Counter[type] = Counter()
        self.killed: list[int] = []

    def each(self, work, items, name=""):
        for answer in self.workshop.each(work, items, name):
            self.done[type(work)] += 1
            if isinstance(work, self.during or ()) and self.done[self.during] == 3:
                self.killed.append(self.cluster.workers[0].pid)
                os.kill(self.killed[-1], signal.SIGKILL)
            yield answer


def there_still(pid: int) -> bool:
    """Whether a process of that number still works."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_cluster_that_is_not_there_is_told():
    pytest.importorskip("distributed")
    from matcher.rounds import cluster  # noqa: PLC0415 - needs the extra `scale`

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster, "SECONDS", 1)
        with pytest.raises(JieduiError) as refused:
            found_in(cluster.Cluster("tcp://127.0.0.1:9"))

    assert refused.value.code == "plan.no_cluster"
