"""Leximin and stability against every plan there is."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine import MatchingProblem, Status, blocking_pairs, solve, verify
from matcher.errors import ProblemRefused
from tests.engine.instances import problems, random_problem


@settings(max_examples=150)
@given(problems(parties=4))
def test_fair_is_leximin_among_all_plans_of_greatest_coverage(problem: MatchingProblem) -> None:
    ones = np.minimum(problem.village_capacity, 1)
    pins = np.bincount(problem.village[problem.pinned], minlength=len(ones))
    single = problem.having(
        village_capacity=ones,
        pinned=problem.pinned & (pins <= ones)[problem.village],
    )

    matching = solve(single, "fair")

    best = _by_trying(single)
    assert verify(single, matching).findings == ()
    if best is None:
        assert matching.status is Status.INFEASIBLE
        return
    weighed = problem.village_weight[single.village[matching.chosen]] > 0
    scores = np.sort(single.score[matching.chosen][weighed]).tolist()
    assert (matching.covered_weight, scores) == best


def _by_trying(problem: MatchingProblem) -> tuple[int, list[int]] | None:
    """The best (covered weight, sorted scores of villages that weigh anything)."""
    plans = [()]
    for v in range(len(problem.village_capacity)):
        rows = [
            i
            for i in np.flatnonzero((problem.village == v) & ~problem.vetoed).tolist()
            if problem.village_capacity[v]
        ]
        pinned = [i for i in rows if problem.pinned[i]]
        choices = [(i,) for i in pinned] or [(), *((i,) for i in rows)]
        if problem.village_minimum[v]:
            choices = [one for one in choices if one]
        plans = [plan + one for plan in plans for one in choices]
    found = []
    for plan in plans:
        chosen = list(plan)
        used = np.bincount(
            problem.enterprise[chosen] if chosen else [], minlength=len(problem.enterprise_capacity)
        )
        if (used > problem.enterprise_capacity).any() or (used < problem.enterprise_minimum).any():
            continue
        weight = int(problem.village_weight[problem.village[chosen]].sum()) if chosen else 0
        weighed = [i for i in chosen if problem.village_weight[problem.village[i]] > 0]
        found.append((weight, sorted(problem.score[weighed].tolist())))
    if not found:
        return None
    top = max(weight for weight, _ in found)
    every = sorted({score for _, scores in found for score in scores})
    return min(
        ((weight, scores) for weight, scores in found if weight == top),
        key=lambda one: [one[1].count(score) for score in every],
    )


def test_fair_lifts_the_worst_off_village_at_the_cost_of_the_total() -> None:
    problem = MatchingProblem([0, 1, 0, 1], [0, 0, 1, 1], [100, 60, 50, 1], [1, 1], [1, 1])

    assert solve(problem, "score").total_score == 110
    assert solve(problem.having(score=np.array([100, 40, 50, 1])), "fair").chosen.tolist() == [1, 2]


@pytest.mark.parametrize("seed", range(3))
def test_fair_covers_as_much_as_coverage_and_adds_further_partners(seed: int) -> None:
    problem = random_problem(seed, 60, 100, 8, scores=200)

    fair, most = solve(problem, "fair"), solve(problem)

    assert fair.covered_weight == most.covered_weight
    assert verify(problem, fair).sound
    lowest = [problem.score[one.chosen].min() for one in (fair, most)]
    assert lowest[0] >= 0
    again = solve(problem, "fair")
    assert again.chosen.tolist() == fair.chosen.tolist()


@settings(max_examples=150)
@given(problems(parties=6), st.sampled_from(["village", "enterprise"]))
def test_a_stable_plan_has_no_blocking_pair(problem: MatchingProblem, side: str) -> None:
    matching = solve(problem, "stable", proposing=side)

    assert verify(problem, matching).findings == ()
    if matching.status is Status.FEASIBLE:
        assert len(blocking_pairs(problem, matching)) == 0


@settings(max_examples=60)
@given(problems(parties=3))
def test_blocking_pairs_are_found_one_by_one(problem: MatchingProblem) -> None:
    matching = solve(problem, "score")
    if matching.status is Status.INFEASIBLE:
        return
    chosen = set(matching.chosen.tolist())

    def key(i: int) -> tuple[int, int, int]:
        return int(problem.score[i]), int(problem.draw[i]), -i

    def wants(i: int, ends: np.ndarray, capacity: np.ndarray) -> bool:
        mine = [j for j in chosen if ends[j] == ends[i]]
        free = [j for j in mine if not problem.pinned[j]]
        return len(mine) < capacity[ends[i]] or any(key(j) < key(i) for j in free)

    expected = [
        i
        for i in range(len(problem.score))
        if i not in chosen
        and not problem.vetoed[i]
        and wants(i, problem.enterprise, problem.enterprise_capacity)
        and wants(i, problem.village, problem.village_capacity)
    ]

    assert blocking_pairs(problem, matching).tolist() == expected
    unstable = replace(matching, method="stable")
    found = [one.params for one in verify(problem, unstable).findings]
    assert found == [{"pair": row} for row in expected]


def test_who_proposes_must_be_a_side() -> None:
    with pytest.raises(ProblemRefused):
        solve(MatchingProblem([], [], [], [], []), "stable", proposing="county")


def test_many_villages_propose_without_end_of_stack() -> None:
    rng = np.random.default_rng(0)
    rows = list(combinations(range(40), 2))
    problem = MatchingProblem(
        [a for a, _ in rows],
        [b for _, b in rows],
        rng.integers(0, 9, len(rows)),
        [2] * 40,
        [3] * 40,
    )

    assert len(blocking_pairs(problem, solve(problem, "stable"))) == 0
