"""Problems for the engine's tests, and the best plan of a small one by trying everything."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
from hypothesis import strategies as st

from matcher.engine import MatchingProblem

SCORES = (
    st.just(st.integers(0, 1_000_000)),
    st.just(st.integers(0, 2)),
    st.just(st.just(7)),
    st.just(st.sampled_from([0, 1_000_000])),
)
DRAWS = st.sampled_from([2, 100, 2**40, 2**64 - 1])


@st.composite
def problems(draw: Any, parties: int = 5, drawn: bool = True) -> MatchingProblem:
    """Any small problem: isolated parties, zero capacities, ties, pins, vetoes, minimums."""
    ne, nv = draw(st.integers(0, parties)), draw(st.integers(0, parties))
    every = [(e, v) for e in range(ne) for v in range(nv)]
    pairs = draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    m = len(pairs)

    def numbers(of: st.SearchStrategy[int], length: int) -> list[int]:
        return draw(st.lists(of, min_size=length, max_size=length))

    capacities = [numbers(st.integers(0, 3), n) for n in (ne, nv)]
    strict = draw(st.booleans())
    least = st.sampled_from([0, 0, 1, 2])
    minimums = [[min(draw(least), c) * strict for c in side] for side in capacities]
    marks = numbers(st.sampled_from([0, 0, 0, 0, 0, 1, 2]), m)
    top = draw(DRAWS)
    return MatchingProblem(
        [e for e, _ in pairs],
        [v for _, v in pairs],
        numbers(draw(st.one_of(SCORES)), m),
        *capacities,
        village_weight=numbers(st.integers(0, 3), nv),
        enterprise_minimum=minimums[0],
        village_minimum=minimums[1],
        pinned=[mark == 1 for mark in marks],
        vetoed=[mark == 2 for mark in marks],
        draw=numbers(st.integers(0, top), m) if drawn else None,
    )


def random_problem(
    seed: int, ne: int, nv: int, each: int, *, scores: int = 10_000, minimums: bool = False
) -> MatchingProblem:
    """`each` candidates per village, drawn by popularity."""
    rng = np.random.default_rng(seed)
    popularity = rng.exponential(size=ne) + 0.05
    popularity /= popularity.sum()
    each = min(each, ne)
    enterprise = np.concatenate(
        [rng.choice(ne, each, replace=False, p=popularity) for _ in range(nv)]
    )
    village = np.repeat(np.arange(nv), each)
    capacity = rng.integers(0, 4, ne)
    asked = np.bincount(enterprise, minlength=ne) > 2
    return MatchingProblem(
        enterprise,
        village,
        rng.integers(0, scores + 1, len(village)),
        capacity,
        rng.integers(1, 3, nv),
        village_weight=rng.integers(1, 5, nv),
        enterprise_minimum=np.minimum(capacity, asked) if minimums else None,
        draw=rng.integers(0, 2**64, len(village), dtype=np.uint64),
    )


def planted_problem(seed: int, ne: int, nv: int, each: int, *, scores: int) -> MatchingProblem:
    """Pins, vetoes, zero capacities and minimums on both sides, all met by a plan drawn before."""
    rng = np.random.default_rng(seed)
    candidates = [rng.choice(ne, min(each, ne), replace=False) for _ in range(nv)]
    enterprise = np.concatenate(candidates)
    village = np.repeat(np.arange(nv), [len(one) for one in candidates])
    m = len(village)
    planned = rng.random(m) < 0.3
    marks = rng.random(m)
    had = [np.bincount(ends[planned], minlength=n) for ends, n in ((enterprise, ne), (village, nv))]
    capacity = [one + rng.integers(0, 2, len(one)) * (rng.random(len(one)) < 0.5) for one in had]
    return MatchingProblem(
        enterprise,
        village,
        rng.integers(0, scores + 1, m),
        *capacity,
        village_weight=rng.integers(0, 4, nv),
        enterprise_minimum=np.minimum(had[0], rng.integers(0, 3, ne)),
        village_minimum=np.minimum(had[1], rng.integers(0, 3, nv)),
        pinned=planned & (marks < 0.1),
        vetoed=~planned & (marks < 0.1),
        draw=rng.integers(0, 2**48, m, dtype=np.uint64),
    )


def demanding_problem(seed: int, ne: int, nv: int, each: int) -> MatchingProblem:
    """Pins, vetoes and minimums drawn without a plan in mind: most often none can meet them."""
    rng = np.random.default_rng(seed)
    sound = random_problem(seed, ne, nv, each)
    marks = rng.random(len(sound.score))
    return sound.having(
        enterprise_minimum=np.minimum(sound.enterprise_capacity, rng.integers(0, 3, ne)),
        village_minimum=np.minimum(sound.village_capacity, rng.integers(0, 3, nv)),
        pinned=marks < 0.1,
        vetoed=marks > 0.8,
    )


def best_values(problem: MatchingProblem) -> dict[str, tuple[int, ...]] | None:
    """Per method the best plan's worth, level by level, and its draw; None when there is no plan.

    For `fair` the levels are coverage, less how many villages stand at each score of the problem,
    and the total.
    """

    def gain(v: int, chosen: tuple[int, ...]) -> tuple[int, ...]:
        weight = int(problem.village_weight[v]) if chosen else 0
        return (weight, *_sums(problem, chosen))

    def fairness(_: int, chosen: tuple[int, ...]) -> tuple[int, ...]:
        return (*standing(problem, list(chosen)), *_sums(problem, chosen))

    covering = _by_trying(problem, gain)
    if not covering:
        return None
    return {
        "coverage": max(
            (weight, sum(1 for count in used if count), *sums)
            for used, (weight, *sums) in covering.items()
        ),
        "score": max(_by_trying(problem, lambda _, chosen: _sums(problem, chosen)).values()),
        "fair": max(_by_trying(problem, fairness).values()),
    }


def standing(problem: MatchingProblem, rows: list[int]) -> tuple[int, ...]:
    """Covered weight, and per score, rising, less the villages whose best of these rows has it."""
    weights = problem.village_weight
    best: dict[int, int] = {}
    for row in rows:
        village = int(problem.village[row])
        best[village] = max(best.get(village, 0), int(problem.score[row]))
    counted = [score for village, score in best.items() if weights[village]]
    covered = sum(int(weights[village]) for village in best)
    return (covered, *(-counted.count(score) for score in sorted(set(problem.score.tolist()))))


def _sums(problem: MatchingProblem, chosen: tuple[int, ...]) -> tuple[int, int]:
    rows = list(chosen)
    return sum(problem.score[rows].tolist()), sum(problem.draw[rows].tolist())


def _by_trying(
    problem: MatchingProblem, gain: Callable[[int, tuple[int, ...]], tuple[int, ...]]
) -> dict[tuple[int, ...], tuple[int, ...]]:
    """The best worth for every count of places that enterprises may end with.

    Village after village tries every set of its pairs; `gain` is what a set adds, compared from
    the first number to the last.
    """
    best: dict[tuple[int, ...], tuple[int, ...]] = {(0,) * len(problem.enterprise_capacity): ()}
    for v in range(len(problem.village_capacity)):
        rows = [i for i in range(len(problem.score)) if problem.village[i] == v]
        following: dict[tuple[int, ...], tuple[int, ...]] = {}
        for chosen in _sets(problem, v, rows):
            more = gain(v, chosen)
            for used, worth in best.items():
                after = list(used)
                for i in chosen:
                    after[problem.enterprise[i]] += 1
                if (np.array(after) > problem.enterprise_capacity).any():
                    continue
                total = tuple(a + b for a, b in zip(worth or (0,) * len(more), more, strict=True))
                place = tuple(after)
                following[place] = max(following.get(place, total), total)
        best = following
    nothing = gain(-1, ()) if not len(problem.village_capacity) else ()
    return {
        used: worth or nothing
        for used, worth in best.items()
        if (np.array(used, dtype=np.int64) >= problem.enterprise_minimum).all()
    }


def _sets(problem: MatchingProblem, village: int, rows: list[int]) -> list[tuple[int, ...]]:
    free = [i for i in rows if not problem.pinned[i] and not problem.vetoed[i]]
    pins = tuple(i for i in rows if problem.pinned[i])
    least, most = problem.village_minimum[village], problem.village_capacity[village]
    return [
        pins + more
        for size in range(len(free) + 1)
        if least <= len(pins) + size <= most
        for more in combinations(free, size)
    ]
