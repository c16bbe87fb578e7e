"""The whole way from nothing to a written, proven plan: seconds and memory of every stage.

    python -m tests.benchmarks.pipeline [--everybody] [100x100 1000x1100 10000x11000 nation]

Each size runs in a process of its own, so that its memory is its own. Seconds are those of the
clock and, beside them, of the processor, because other work may share the machine; memory is the
most that the process has held up to the end of the stage. `score` is scoring and choosing the best
of each party, `price` the search among all other pairs. Growth is fitted to the processor's time of
all sizes. With `--everybody` no district is said to help any county, so that every enterprise may
pair with every village, and most pairs are only bounded.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import time
from collections import defaultdict

import numpy as np

from matcher.rounds import proposing
from matcher.rounds.plan import Plan
from matcher.rounds.plan_file import plan_pieces
from matcher.rounds.proposing import propose
from seeds.hundred import nation
from seeds.hundred import programme as generated
from tests.rounds.surveys import without_relationships

SIZES = ("100x100", "1000x1100", "10000x11000")
FIRST = 8
"""So many best of each are enough to begin with, where most of the list comes from the prices."""
STAGES = ("generate", "prepare", "score", "solve", "price", "verify", "explain", "write")
NAMES = {
    "preparing": "prepare",
    "scoring": "score",
    "solving": "solve",
    "pricing": "price",
    "verifying": "verify",
    "explaining": "explain",
}


class Stages:
    """What each stage has taken, told from one mark to the next."""

    def __init__(self) -> None:
        self.clock: dict[str, float] = defaultdict(float)
        self.processor: dict[str, float] = defaultdict(float)
        self.megabytes: dict[str, int] = {}
        self._last = (time.perf_counter(), time.process_time())

    def mark(self, stage: str) -> None:
        """All since the last mark belongs to this stage."""
        now = (time.perf_counter(), time.process_time())
        self.clock[stage] += now[0] - self._last[0]
        self.processor[stage] += now[1] - self._last[1]
        self.megabytes[stage] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        self._last = now

    def progress(self, stage: str, done: int, total: int) -> None:
        self.mark(NAMES[stage.rpartition(".")[2]])
        if done == total:
            print(f"… {stage} {sum(self.clock.values()):,.0f} s", file=sys.stderr, flush=True)


def run(size: str, everybody: bool) -> None:
    """One size, in this process: a table of its stages, and what came out."""
    stages = Stages()
    if size == "nation":
        programme = nation()
    else:
        enterprises, _, villages = size.partition("x")
        programme = generated((int(enterprises), int(villages)))
    if everybody:
        programme = without_relationships(programme)
        proposing.MOST_SCORED = 0
    stages.mark("generate")
    plan = propose(programme, candidates=FIRST if everybody else None, progress=stages.progress)
    written, digest = 0, hashlib.sha256()
    for piece in plan_pieces(plan, programme):
        written += len(piece.encode())
        digest.update(piece.encode())
    stages.mark("write")
    print(f"{size}: {plan}")
    print(f"{'':10} {'seconds':>9} {'processor':>10} {'MB so far':>10}")
    for stage in STAGES:
        figures = stages.clock[stage], stages.processor[stage], stages.megabytes.get(stage, 0)
        print(f"{stage:10} {figures[0]:9.2f} {figures[1]:10.2f} {figures[2]:10,}")
    totals = sum(stages.clock.values()), sum(stages.processor.values())
    print(f"{'all':10} {totals[0]:9.2f} {totals[1]:10.2f} {max(stages.megabytes.values()):10,}")
    print(f"PLAN.json: {written / 1e6:,.1f} MB, SHA-256 {digest.hexdigest()[:16]}")
    _tell_scope(plan)
    print(json.dumps({"villages": len(programme.villages), **stages.processor}))


def _tell_scope(plan: Plan) -> None:
    if plan.scope is None:
        print(f"all {len(plan.problem.score):,} eligible pairs were solved at once")
        return
    print(
        f"{plan.scope.eligible:,} pairs, {plan.scope.first:,} best of each, "
        f"{plan.scope.added:,} added in {plan.scope.rounds} rounds, "
        f"{len(plan.problem.score):,} left open by the prices"
    )
    for one in plan.scope.worth:
        print(f"  {one.level}: plain best-of-each {one.first:,}, proven {one.proven:,}")


def growth(spent: list[dict[str, float]]) -> None:
    """The exponents with which the time of each stage, and of all, grows with the villages."""
    if len(spent) < 2:
        return
    villages = np.log([one["villages"] for one in spent])
    print("processor time ~ villages^exponent, fitted to all sizes:")
    for stage in STAGES:
        _tell_exponent(stage, villages, [one.get(stage, 0.0) for one in spent])
    _tell_exponent("all", villages, [sum(one.get(stage, 0) for stage in STAGES) for one in spent])


def _tell_exponent(stage: str, villages: np.ndarray, seconds: list[float]) -> None:
    if min(seconds) > 0:
        slope, _ = np.polyfit(villages, np.log(seconds), 1)
        print(f"{stage:10} {slope:9.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", default=SIZES)
    parser.add_argument("--everybody", action="store_true")
    parser.add_argument("--here", action="store_true", help="the first size, in this process")
    given = parser.parse_args()
    if given.here:
        run(given.sizes[0], given.everybody)
        return
    spent = []
    for size in given.sizes:
        ask = [sys.executable, "-m", "tests.benchmarks.pipeline", "--here", size]
        ask += ["--everybody"] if given.everybody else []
        said = subprocess.run(ask, check=True, stdout=subprocess.PIPE, text=True).stdout
        table, figures = said.rstrip().rsplit("\n", 1)
        print(table, end="\n\n", flush=True)
        spent.append(json.loads(figures))
    growth(spent)


if __name__ == "__main__":
    main()
