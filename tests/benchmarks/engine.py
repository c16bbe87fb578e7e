"""The engine beside its peers: every figure a ratio of processor times, taken in one run.

    python -m tests.benchmarks.engine [--large] [--only dense,score,coverage,…]

Both sides solve the same instance to the same optimum, building their arrays counts for both, the
median of three runs is shown, and compiling is told apart. Processor time, not the clock, because
both sides run on one thread and other work may share the machine. Peers stand in `peers`.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from matcher.engine import MatchingProblem, solve
from tests.benchmarks.families import FAMILIES
from tests.benchmarks.peers import (
    Arrays,
    highs_threshold,
    networkx,
    ortools,
    ortools_threshold,
    scipy,
)

SPARSE = ("uniform", "near", "scarce", "tied", "regional", "clones", "contended")
SIZES = {"20,000 × 40,000 × 32": (20_000, 40_000, 32)}
LARGE = {"127,000 × 139,000 × 32": (127_000, 139_000, 32)}
RUNS = 3


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
        for family in SPARSE:
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
    """One veto or pin on a proven plan, ties drawn anew, beside OR-Tools solving afresh."""
    for name, size in sizes.items():
        for family in SPARSE[:-1]:
            arrays = FAMILIES[family](*size, 1)
            peer, _ = timed(lambda a=arrays: ortools(a), 1)
            rng = np.random.default_rng(0)
            draw = rng.integers(0, 2**48, len(arrays["score"])).astype(np.uint64)
            matching = solve(MatchingProblem(**arrays, draw=draw), "score")
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
    """Every village's place by leximin; both peers are asked for the lowest score alone."""
    arrays = FAMILIES["uniform"](1_000, 1_000, 32, 1) | {"village_capacity": np.ones(1_000, int)}
    problem = MatchingProblem(**arrays)
    mine, matching = timed(lambda: solve(problem, "fair"))
    scores = problem.score[matching.chosen]
    lowest, places = int(scores.min()), len(np.unique(scores))
    for name, threshold in (("OR-Tools", ortools_threshold), ("HiGHS", highs_threshold)):
        peer, found = timed(lambda t=threshold: t(arrays), 1)
        assert found == lowest, (name, found, lowest)
        say(
            f"fair, all {places} scores · 1,000 × 1,000 × 32",
            mine,
            peer,
            f"{name}, the lowest score alone",
        )


def others() -> None:
    """scipy and networkx, where they can do the work: one place each, all pairs or some."""
    for family, size in (("dense", (400, 400, 400)), ("uniform", (2_000, 2_000, 32))):
        arrays = FAMILIES[family](*size, 1)
        arrays |= {f"{side}_capacity": np.ones(size[0], int) for side in ("enterprise", "village")}
        mine, best = timed(lambda a=arrays: ours(a))
        for name, peer in scipy(arrays).items():
            spent, other = timed(peer)
            assert other == best, (name, other, best)
            say(f"score · {family} · {size[0]} × {size[1]}, one place each", mine, spent, name)
    arrays = FAMILIES["uniform"](300, 300, 8, 1)
    mine, best = timed(lambda: ours(arrays))
    spent, other = timed(lambda: networkx(arrays), 1)
    assert other == best
    say("score · uniform · 300 × 300 × 8", mine, spent, "networkx network_simplex")


def memory(size: tuple[int, int, int]) -> None:
    """Peak memory of a process that builds the instance and solves it."""
    peaks = {}
    for whose in ("ours", "ortools"):
        size_given = "x".join(map(str, size))
        command = [sys.executable, "-m", "tests.benchmarks.engine", "--peak", whose, size_given]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        peaks[whose] = int(done.stdout.split()[-1]) / 1024
    print(
        f"peak memory · uniform · {size}: {peaks['ours']:,.0f} MB, "
        f"OR-Tools {peaks['ortools']:,.0f} MB",
        flush=True,
    )


def peak(whose: str, size: str) -> None:
    """Solve once and print this process's peak memory in kilobytes."""
    arrays = FAMILIES["uniform"](*map(int, size.split("x")), 1)
    {"ours": ours, "ortools": ortools}[whose](arrays)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def growth() -> None:
    """The exponent with which time grows with size, and the line of it in bars of doublings."""
    for family in ("uniform", "near", "scarce"):
        sizes, spent = [], []
        for villages in (5_000, 10_000, 20_000, 40_000, 80_000):
            arrays = FAMILIES[family](villages // 2, villages, 32, 1)
            seconds, _ = timed(lambda a=arrays: ours(a))
            sizes.append(villages)
            spent.append(seconds)
        exponent = np.polyfit(np.log(sizes), np.log(spent), 1)[0]
        print(f"growth · {family}: time ~ size^{exponent:.2f}")
        for villages, seconds in zip(sizes, spent, strict=True):
            bar = "█" * (1 + round(6 * float(np.log2(seconds / spent[0]))))
            print(f"  {villages:>7,} villages {seconds:7.3f} s {bar}", flush=True)


def say(what: str, mine: float, peer: float, whose: str) -> None:
    print(
        f"{what}: {mine * 1e3:,.1f} ms, {whose} {peer * 1e3:,.1f} ms: {peer / mine:,.1f} ×",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="also 127,000 × 139,000 × 32")
    parser.add_argument("--only", default="dense,score,coverage,veto,fair,others,memory,growth")
    parser.add_argument("--peak", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.peak:
        peak(*given.peak)
        return
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
        "others": others,
        "memory": lambda: memory(next(reversed(sizes.values()))),
        "growth": growth,
    }
    for name in given.only.split(","):
        work[name]()


if __name__ == "__main__":
    main()
