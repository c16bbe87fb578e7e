"""Problems for the engine's tests, and the best plan of a small one by trying everything."""

from __future__ import annotations

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
    minimums = [[draw(st.integers(0, min(1, c))) * strict for c in side] for side in capacities]
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


def best_values(problem: MatchingProblem) -> dict[str, tuple[int, ...]] | None:
    """Per method the best plan's worth, level by level, and its draw; None when there is no plan.

    Village after village tries every set of its pairs; what is remembered is how many villages
    each enterprise has taken, and the best worth that leads there.
    """
    ne, nv = len(problem.enterprise_capacity), len(problem.village_capacity)
    reached = {
        tuple([0] * ne): {
            (0, 0, 0),
        }
    }
    for v in range(nv):
        rows = [i for i in range(len(problem.score)) if problem.village[i] == v]
        following: dict[tuple[int, ...], set[tuple[int, int, int]]] = {}
        for used, worths in reached.items():
            for chosen in _sets(problem, v, rows):
                after = list(used)
                for i in chosen:
                    after[problem.enterprise[i]] += 1
                if (np.array(after) > problem.enterprise_capacity).any():
                    continue
                gain = (
                    int(problem.village_weight[v]) if chosen else 0,
                    sum(int(problem.score[i]) for i in chosen),
                    sum(int(problem.draw[i]) for i in chosen),
                )
                met = following.setdefault(tuple(after), set())
                met.update(
                    tuple(a + b for a, b in zip(worth, gain, strict=True)) for worth in worths
                )
        reached = {used: _leading(worths) for used, worths in following.items()}
    ends = [
        (worth[0], sum(1 for count in used if count), worth[1], worth[2])
        for used, worths in reached.items()
        for worth in worths
        if (np.array(used, dtype=np.int64) >= problem.enterprise_minimum).all()
    ]
    if not ends:
        return None
    return {"coverage": max(ends), "score": max((s, d) for _, _, s, d in ends)}


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


def _leading(worths: set[tuple[int, int, int]]) -> set[tuple[int, int, int]]:
    """Only the best by (coverage, score, draw) and by (score, draw) can win in the end."""
    by_score = max(worths, key=lambda worth: worth[1:])
    return {max(worths), by_score}
