"""The same optimum as HiGHS, OR-Tools and networkx, on every shape of problem that could hurt."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine import METHODS, MatchingProblem, Status, solve, verify
from matcher.errors import ProblemRefused
from tests.engine.instances import planted_problem, problems, standing
from tests.engine.oracles import Highs, coverage_by_networkx, total_by_ortools


@pytest.mark.parametrize("seed", range(12))
def test_score_is_what_highs_finds_with_pins_vetoes_and_minimums(seed: int) -> None:
    problem = planted_problem(seed, 30, 45, 9, scores=(1_000_000, 20, 0)[seed % 3])

    assert solve(problem, "score").total_score == Highs(problem).best(pairs=problem.score)


@pytest.mark.parametrize("seed", range(12))
def test_coverage_is_what_highs_finds_level_by_level(seed: int) -> None:
    problem = planted_problem(seed, 30, 45, 9, scores=(1_000_000, 20, 0)[seed % 3])

    matching = solve(problem)

    highs = Highs(problem)
    assert matching.covered_weight == highs.best(villages=problem.village_weight)
    assert matching.engaged == highs.best(enterprises=1)
    assert matching.total_score == highs.best(pairs=problem.score)


@pytest.mark.parametrize("seed", range(12))
def test_fair_is_what_highs_finds_score_by_score(seed: int) -> None:
    problem = planted_problem(seed, 12, 18, 6, scores=(4, 7)[seed % 2])
    weight = problem.village_weight[problem.village]

    matching = solve(problem, "fair")

    highs = Highs(problem)
    levels = [highs.best(standing=weight)]
    for score in sorted(set(problem.score.tolist())):
        here = (problem.score == score) & (weight > 0)
        levels.append(highs.best(standing=-1 * here))
    assert standing(problem, matching.chosen.tolist()) == tuple(levels)
    assert matching.total_score == highs.best(pairs=problem.score)


@settings(max_examples=40)
@given(problems(parties=5))
def test_a_problem_has_a_plan_exactly_where_highs_finds_one(problem: MatchingProblem) -> None:
    if len(problem.score) == 0:
        return

    has_plan = Highs(problem).best(pairs=problem.score) is not None

    for method in ("score", "coverage", "fair", "greedy"):
        assert (solve(problem, method).status is not Status.INFEASIBLE) == has_plan


def _every_pair(ne: int, nv: int) -> tuple[np.ndarray, np.ndarray]:
    village, enterprise = np.divmod(np.arange(ne * nv), ne)
    return enterprise, village


def _dense(rng: np.random.Generator, ne: int, nv: int, scores: np.ndarray) -> MatchingProblem:
    places = rng.integers(1, 4, ne), rng.integers(1, 3, nv)
    return MatchingProblem(*_every_pair(ne, nv), scores, *places)


def _ties(rng: np.random.Generator) -> MatchingProblem:
    return _dense(rng, 9, 14, rng.integers(3, 6, 126))


def _all_scores_equal(rng: np.random.Generator) -> MatchingProblem:
    return _dense(rng, 9, 14, np.full(126, 421))


def _lowest_and_highest_scores(rng: np.random.Generator) -> MatchingProblem:
    return _dense(rng, 9, 14, rng.choice([0, 1_000_000], 126))


def _zero_capacities(rng: np.random.Generator) -> MatchingProblem:
    places = rng.integers(0, 2, 9) * 2, rng.integers(0, 2, 14)
    return MatchingProblem(*_every_pair(9, 14), rng.integers(0, 99, 126), *places)


def _isolated_parties(rng: np.random.Generator) -> MatchingProblem:
    enterprise, village = _every_pair(5, 6)
    scores = rng.integers(0, 99, 30)
    return MatchingProblem(2 * enterprise, 3 * village, scores, [2] * 12, [1] * 20)


def _parallel_structure(rng: np.random.Generator) -> MatchingProblem:
    """Groups of enterprises and villages that nobody can tell apart."""
    enterprise, village = _every_pair(12, 16)
    scores = rng.integers(0, 9, (3, 4))[enterprise // 4, village // 4]
    return MatchingProblem(enterprise, village, scores, [1] * 12, [1] * 16)


def _one_side_much_larger(rng: np.random.Generator) -> MatchingProblem:
    return MatchingProblem(*_every_pair(2, 300), rng.integers(0, 99, 600), [3, 70], [2] * 300)


def _other_side_much_larger(rng: np.random.Generator) -> MatchingProblem:
    return MatchingProblem(*_every_pair(300, 2), rng.integers(0, 99, 600), [2] * 300, [3, 70])


SHAPES = (
    _ties,
    _all_scores_equal,
    _lowest_and_highest_scores,
    _zero_capacities,
    _isolated_parties,
    _parallel_structure,
    _one_side_much_larger,
    _other_side_much_larger,
)


@settings(max_examples=5)
@given(seed=st.integers(0, 2**32 - 1))
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__[1:])
def test_every_shape_reaches_what_ortools_and_networkx_find(
    shape: Callable[[np.random.Generator], MatchingProblem], seed: int
) -> None:
    problem = shape(np.random.default_rng(seed))

    plans = {method: solve(problem, method) for method in METHODS}

    assert plans["score"].total_score == total_by_ortools(problem)
    covered = coverage_by_networkx(problem)
    assert {plans[method].covered_weight for method in ("coverage", "fair")} == {covered}
    for matching in plans.values():
        assert verify(problem, matching).findings == ()


def test_a_pair_that_stands_twice_is_refused_whatever_its_score() -> None:
    with pytest.raises(ProblemRefused) as refused:
        MatchingProblem([0, 1, 0], [0, 0, 0], [5, 5, 6], [1, 1], [2])

    assert refused.value.code == "engine.pair_twice"
