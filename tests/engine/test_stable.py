"""Stable plans leave no blocking pair, and blocking pairs are counted one by one."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine import MatchingProblem, Status, blocking_pairs, solve, verify
from matcher.errors import ProblemRefused
from tests.engine.instances import problems


@settings(max_examples=150)
@given(problems(parties=6), st.sampled_from(["village", "enterprise"]))
def test_a_stable_plan_has_no_blocking_pair(problem: MatchingProblem, side: str) -> None:
    matching = solve(problem, "stable", proposing=side)

    assert verify(problem, matching).findings == ()
    if matching.status is Status.FEASIBLE:
        assert _blocking_one_by_one(problem, set(matching.chosen.tolist())) == []


@settings(max_examples=100)
@given(problems(parties=4), st.sampled_from(["score", "coverage", "fair"]))
def test_blocking_pairs_are_found_one_by_one(problem: MatchingProblem, method: str) -> None:
    matching = solve(problem, method)
    if matching.status is Status.INFEASIBLE:
        return

    expected = _blocking_one_by_one(problem, set(matching.chosen.tolist()))

    assert blocking_pairs(problem, matching).tolist() == expected
    unstable = replace(matching, method="stable", status=Status.FEASIBLE)
    found = [one.params for one in verify(problem, unstable).findings]
    assert found == [{"pair": row} for row in expected]


def _blocking_one_by_one(problem: MatchingProblem, chosen: set[int]) -> list[int]:
    def key(i: int) -> tuple[int, int, int]:
        return int(problem.score[i]), int(problem.draw[i]), -i

    def wants(i: int, ends: np.ndarray, capacity: np.ndarray) -> bool:
        mine = [j for j in chosen if ends[j] == ends[i]]
        free = [j for j in mine if not problem.pinned[j]]
        return len(mine) < capacity[ends[i]] or any(key(j) < key(i) for j in free)

    return [
        i
        for i in range(len(problem.score))
        if i not in chosen
        and not problem.vetoed[i]
        and wants(i, problem.enterprise, problem.enterprise_capacity)
        and wants(i, problem.village, problem.village_capacity)
    ]


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


def test_the_side_that_proposes_does_not_matter_where_both_rank_by_the_same_score() -> None:
    rng = np.random.default_rng(5)
    village, enterprise = np.divmod(np.arange(600), 20)
    problem = MatchingProblem(
        enterprise,
        village,
        rng.integers(0, 50, 600),
        rng.integers(0, 4, 20),
        rng.integers(0, 3, 30),
        draw=rng.integers(0, 2**40, 600, dtype=np.uint64),
    )

    one, other = solve(problem, "stable"), solve(problem, "stable", proposing="enterprise")

    assert one.chosen.tolist() == other.chosen.tolist()
