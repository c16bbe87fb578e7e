"""The engine beside its peers: every figure a ratio of processor times, taken in one run.

    python -m tests.benchmarks.engine [--large] [--only score,coverage,veto,dense,fair,growth]

Both sides solve the same instance to the same optimum, building their arrays counts for both, the
median of three runs is shown, and compiling is told apart. Processor time, not the clock, because
both sides run on one thread and other work may share the machine.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np
from ortools.graph.python import min_cost_flow

from matcher.engine import MatchingProblem, solve, verify
from tests.benchmarks.families import FAMILIES

SPARSE = ("uniform", "near", "scarce", "tied", "regional", "clones", "contended")
SIZES = {"20,000 × 40,000 × 32": (20_000, 40_000, 32)}
LARGE = {"127,000 × 139,000 × 32": (127_000, 139_000, 32)}
RUNS = 3

Arrays = dict[str, np.ndarray]


def timed(work: Callable[[], object], runs: int = RUNS) -> tuple[float, object]:
    """The median processor time in seconds, and the last result."""
    spent = []
    result: object = None
    for _ in range(runs):
        start = time.process_time()
        result = work()
        spent.append(time.process_time() - start)
    return statistics.median(spent), result


def ours(arrays: Arrays, method: str = "score") -> int:
    """Our optimum, from plain arrays to the proven plan."""
    return solve(MatchingProblem(**arrays), method).total_score


def ortools(arrays: Arrays) -> int:
    """OR-Tools' optimum with its vectorised calls, from plain arrays to the chosen pairs."""
    ne, nv = len(arrays["enterprise_capacity"]), len(arrays["village_capacity"])
    source, sink = ne + nv, ne + nv + 1
    places = int(arrays["enterprise_capacity"].sum())
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([np.full(ne, source), arrays["enterprise"], ne + np.arange(nv), [source]]),
        np.concatenate([np.arange(ne), ne + arrays["village"], np.full(nv, sink), [sink]]),
        np.concatenate(
            [
                arrays["enterprise_capacity"],
                np.ones(len(arrays["score"]), np.int64),
                arrays["village_capacity"],
                [places],
            ]
        ),
        np.concatenate([np.zeros(ne, np.int64), -arrays["score"], np.zeros(nv + 1, np.int64)]),
    )
    flow.set_nodes_supplies(np.array([source, sink]), np.array([places, -places]))
    assert flow.solve() == flow.OPTIMAL
    pairs = flow.flows(np.arange(ne, ne + len(arrays["score"])))
    return int(arrays["score"][pairs > 0].sum())


def beside_ortools(sizes: dict[str, tuple[int, int, int]]) -> None:
    """`score` on every sparse family."""
    for name, size in sizes.items():
        for family in SPARSE:
            arrays = FAMILIES[family](*size, 1)
            mine, best = timed(lambda a=arrays: ours(a))
            peer, other = timed(lambda a=arrays: ortools(a), 1 if size[0] > 50_000 else RUNS)
            assert best == other, (family, best, other)
            say(f"score · {family} · {name}", mine, peer, "OR-Tools")


def coverage_beside_score(sizes: dict[str, tuple[int, int, int]]) -> None:
    """`coverage` in multiples of our own `score`."""
    for name, size in sizes.items():
        for family in SPARSE[:-1]:
            arrays = FAMILIES[family](*size, 1)
            plain, _ = timed(lambda a=arrays: ours(a))
            covering, _ = timed(lambda a=arrays: ours(a, "coverage"))
            print(f"coverage · {family} · {name}: {covering:.2f} s, {covering / plain:.1f} × score")


def dense() -> None:
    """All pairs, small: a single district, and one hundred of each."""
    for ne, nv in ((25, 39), (100, 100)):
        arrays = FAMILIES["dense"](ne, nv, ne, 1)
        peer, other = timed(lambda a=arrays: ortools(a), 21)
        for method in ("score", "coverage"):
            mine, best = timed(lambda a=arrays, m=method: ours(a, m), 21)
            assert method == "coverage" or best == other
            say(f"{method} · dense · {ne} × {nv}", mine, peer, "OR-Tools")
    matching = solve(MatchingProblem(**arrays), "score")
    matching.price_of_veto()
    mine, _ = timed(matching.price_of_veto, 11)
    say(
        "price_of_veto, all pairs · dense · 100 × 100",
        mine,
        peer * len(matching.chosen),
        "OR-Tools",
    )


def one_change(sizes: dict[str, tuple[int, int, int]]) -> None:
    """One veto or one pin on a proven plan, beside OR-Tools solving afresh."""
    for name, size in sizes.items():
        for family in SPARSE[:-1]:
            arrays = FAMILIES[family](*size, 1)
            peer, _ = timed(lambda a=arrays: ortools(a), 1)
            matching = solve(MatchingProblem(**arrays), "score")
            rng = np.random.default_rng(0)
            matching = matching.without(int(rng.choice(matching.chosen)))
            spent = []
            for number in range(40):
                if number % 2:
                    free = np.flatnonzero(~matching.problem.pinned & ~matching.problem.vetoed)
                    change, pair = matching.with_pin, int(rng.choice(free))
                else:
                    loose = matching.chosen[~matching.problem.pinned[matching.chosen]]
                    change, pair = matching.without, int(rng.choice(loose))
                start = time.process_time()
                changed = change(pair)
                spent.append(time.process_time() - start)
                matching = changed if changed.certificate is not None else matching
            say(f"veto or pin · {family} · {name}", statistics.median(spent), peer, "OR-Tools")


def fair() -> None:
    """Leximin beside the first step of a threshold search with OR-Tools."""
    arrays = FAMILIES["uniform"](1_000, 1_000, 32, 1) | {"village_capacity": np.ones(1_000, int)}
    problem = MatchingProblem(**arrays)
    mine, matching = timed(lambda: solve(problem, "fair"))
    assert verify(problem, matching).sound
    probe, _ = timed(lambda: ortools(arrays))
    distinct = len(np.unique(problem.score[matching.chosen]))
    peer = probe * distinct * np.log2(len(np.unique(problem.score)))
    say(f"fair · 1,000 × 1,000 × 32 ({distinct} thresholds)", mine, peer, "threshold search")


def growth() -> None:
    """The exponent with which time grows with size."""
    for family in ("uniform", "near", "scarce"):
        sizes, spent = [], []
        for villages in (5_000, 10_000, 20_000, 40_000):
            arrays = FAMILIES[family](villages // 2, villages, 32, 1)
            seconds, _ = timed(lambda a=arrays: ours(a))
            sizes.append(villages)
            spent.append(seconds)
        exponent = np.polyfit(np.log(sizes), np.log(spent), 1)[0]
        print(f"growth · {family}: time ~ size^{exponent:.2f}")


def say(what: str, mine: float, peer: float, whose: str) -> None:
    print(
        f"{what}: {mine * 1e3:,.1f} ms, {whose} {peer * 1e3:,.1f} ms: {peer / mine:,.1f} ×",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="also 127,000 × 139,000 × 32")
    parser.add_argument("--only", default="dense,score,coverage,veto,fair,growth")
    given = parser.parse_args()
    sizes = SIZES | (LARGE if given.large else {})
    start = time.process_time()
    for method in ("score", "coverage", "fair"):
        small = MatchingProblem(**FAMILIES["uniform"](40, 60, 8, 0))
        solve(small, method)
    print(f"compiling or loading the kernels: {time.process_time() - start:.1f} s")
    work = {
        "dense": dense,
        "score": lambda: beside_ortools(sizes),
        "coverage": lambda: coverage_beside_score(sizes),
        "veto": lambda: one_change(sizes),
        "fair": fair,
        "growth": growth,
    }
    for name in given.only.split(","):
        work[name]()


if __name__ == "__main__":
    main()
