"""Leximin over every village's best pair and then the total, beside plans that others find."""

from dataclasses import replace

import numpy as np
import pytest

from matcher.engine import MatchingProblem, Status, solve, verify
from matcher.engine.fairness import fair_bound
from tests.engine.instances import best_values, planted_problem, random_problem, standing


def test_fair_lifts_the_worst_off_village_at_the_cost_of_the_total() -> None:
    problem = MatchingProblem([0, 1, 0, 1], [0, 0, 1, 1], [100, 40, 50, 1], [1, 1], [1, 1])

    assert solve(problem, "score").chosen.tolist() == [0, 3]
    assert solve(problem, "fair").chosen.tolist() == [1, 2]


def test_the_choice_of_first_partners_leaves_room_for_further_ones() -> None:
    """Either enterprise can be first for either village; the draw prefers the way that wastes."""
    problem = MatchingProblem(
        [0, 1, 0, 1], [0, 0, 1, 1], [10, 10, 10, 10], [1, 2], [2, 1], draw=[0, 9, 9, 0]
    )

    assert solve(problem, "fair").chosen.tolist() == [0, 1, 3]


def test_the_best_pair_of_a_village_decides_where_it_stands_not_its_worst() -> None:
    problem = MatchingProblem([0, 1, 0], [0, 0, 1], [5, 900, 700], [2, 1], [2, 1])

    matching = solve(problem, "fair")

    assert matching.chosen.tolist() == [0, 1, 2]
    assert matching.certificate is not None
    names = [level.name for level in matching.certificate.levels]
    assert names == ["coverage", "at_700", "at_900", "score"]
    assert [level.worth for level in matching.certificate.levels] == [2, -1, -1, 1605]


@pytest.mark.parametrize("seed", range(60))
def test_fair_is_best_by_trying_with_pins_minimums_and_several_partners(seed: int) -> None:
    problem = planted_problem(seed, 4, 4, 4, scores=(3, 8, 1_000_000)[seed % 3])

    matching = solve(problem, "fair")

    drawn = sum(problem.draw[matching.chosen].tolist())
    worth = (*standing(problem, matching.chosen.tolist()), matching.total_score, drawn)
    best = best_values(problem)
    assert best is not None
    assert worth == best["fair"]
    assert verify(problem, matching).findings == ()


@pytest.mark.parametrize("seed", range(3))
def test_fair_covers_as_much_as_coverage_and_its_proof_has_no_gap(seed: int) -> None:
    problem = random_problem(seed, 60, 100, 8, scores=200)

    fair, most = solve(problem, "fair"), solve(problem)

    assert fair.covered_weight == most.covered_weight
    assert fair.status is Status.OPTIMAL
    assert fair.certificate is not None
    assert fair.certificate.gap(problem) == 0
    assert standing(problem, fair.chosen.tolist()) > standing(problem, most.chosen.tolist())
    assert verify(problem, fair).sound


@pytest.mark.parametrize("seed", range(40))
def test_no_prices_bound_the_fairest_plan_below_what_it_is_worth(seed: int) -> None:
    problem = planted_problem(seed, 5, 7, 4, scores=9)
    matching = solve(problem, "fair")
    assert matching.certificate is not None
    levels = matching.certificate.levels
    scores = tuple(int(level.name.removeprefix("at_")) for level in levels[1:-1])
    rng = np.random.default_rng(seed)

    wild = [rng.integers(-5, 6, len(level.enterprise_price)) for level in levels]

    assert fair_bound(problem, scores, wild) >= tuple(level.worth for level in levels)


def test_a_plan_that_is_less_fair_cannot_claim_to_be_the_fairest() -> None:
    problem = MatchingProblem([0, 1, 0, 1], [0, 0, 1, 1], [100, 40, 50, 1], [1, 1], [1, 1])
    fair, rich = solve(problem, "fair"), solve(problem)

    bold = replace(rich, method="fair")
    borrowed = replace(rich, method="fair", certificate=fair.certificate)

    for claim in (bold, borrowed, replace(bold, certificate=None)):
        assert not verify(problem, claim).sound


def test_villages_of_weight_zero_are_not_compared_but_share_in_the_total() -> None:
    problem = MatchingProblem(
        [0, 0, 1], [0, 1, 0], [7, 900, 3], [1, 1], [1, 1], village_weight=[1, 0]
    )

    assert solve(problem, "fair").chosen.tolist() == [0]
    assert solve(problem.having(score=np.array([7, 900, 7])), "fair").chosen.tolist() == [1, 2]
