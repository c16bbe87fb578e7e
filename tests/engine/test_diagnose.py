"""Every village without a partner is told why, by its own candidates."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings

from matcher.engine import (
    MatchingProblem,
    Status,
    cheapest_relaxation,
    contradiction,
    diagnose,
    solve,
)
from matcher.engine.explaining.diagnose import Why
from matcher.engine.explaining.relaxing import Contradiction
from tests.engine.instances import demanding_problem, planted_problem, problems
from tests.engine.oracles import fewest_units_by_highs


def test_each_uncovered_village_has_its_reason_and_its_candidates_best_first() -> None:
    problem = MatchingProblem(
        [0, 0, 0, 1, 2, 0],
        [0, 1, 2, 2, 3, 4],
        [90, 80, 70, 60, 50, 10],
        [1, 0, 1],
        [1, 1, 1, 0, 1, 1],
        vetoed=[False, True, False, False, False, False],
    )

    diagnosis = diagnose(problem, solve(problem))

    assert [(one.village, one.why) for one in diagnosis.uncovered] == [
        (1, Why.ALL_VETOED),
        (2, Why.OUTBID),
        (3, Why.TAKES_NONE),
        (4, Why.OUTBID),
        (5, Why.NO_CANDIDATE),
    ]
    outbid = diagnosis.uncovered[1].candidates
    assert [(one.enterprise, one.score) for one in outbid] == [(0, 70), (1, 60)]


def test_the_price_says_what_the_place_is_worth_to_others() -> None:
    problem = MatchingProblem([0, 0], [0, 1], [93, 81], [1], [1, 1])

    diagnosis = diagnose(problem, solve(problem, "score"))

    (candidate,) = diagnosis.uncovered[0].candidates
    assert candidate.price is not None
    assert candidate.score == 81 <= candidate.price[-1] <= 93


def test_without_any_place_at_its_candidates_a_village_hears_that() -> None:
    problem = MatchingProblem([0], [0], [5], [0], [1])

    assert diagnose(problem, solve(problem)).uncovered[0].why is Why.NO_CAPACITY


def test_contradicting_pins_are_named() -> None:
    problem = MatchingProblem([0, 0], [0, 1], [1, 1], [1], [1, 1], pinned=[1, 1])

    diagnosis = diagnose(problem, solve(problem))

    assert diagnosis.conflict is not None
    assert diagnosis.conflict.pins == (0, 1)
    assert {one.why for one in diagnosis.uncovered} == {Why.NO_PLAN}


def test_three_villages_after_two_places_are_told_of_each_other_and_of_nobody_else() -> None:
    problem = MatchingProblem(
        [0, 1, 0, 1, 0, 1, 2, 2],
        [0, 0, 1, 1, 2, 2, 3, 4],
        [9, 8, 7, 6, 5, 4, 3, 2],
        [1, 1, 2],
        [1, 1, 1, 1, 1],
    )

    (uncovered,) = diagnose(problem, solve(problem)).uncovered

    assert uncovered.competition is not None
    assert uncovered.competition.villages == (0, 1, 2)
    assert uncovered.competition.enterprises == (0, 1)
    assert uncovered.competition.places == 2


@settings(max_examples=150)
@given(problems(parties=5, drawn=False))
def test_a_competition_is_too_large_for_its_places_and_smallest(problem: MatchingProblem) -> None:
    matching = solve(problem, "coverage")
    if matching.status is Status.INFEASIBLE:
        return

    for one in diagnose(problem, matching).uncovered:
        if one.competition is None:
            continue
        villages, places = one.competition.villages, one.competition.places
        rows = np.isin(problem.village, villages) & ~problem.vetoed
        assert set(problem.enterprise[rows].tolist()) == set(one.competition.enterprises)
        assert len(villages) > places
        for left_out in villages:
            others = [v for v in villages if v != left_out]
            capacity = np.isin(np.arange(len(problem.village_capacity)), others) * 1
            alone = MatchingProblem(
                problem.enterprise,
                problem.village,
                problem.score,
                problem.enterprise_capacity,
                capacity,
                vetoed=problem.vetoed,
            )
            assert solve(alone).covered == len(others)


@settings(max_examples=150)
@given(problems(parties=4, drawn=False))
def test_contradictions_are_smallest_and_relaxations_cheapest(problem: MatchingProblem) -> None:
    matching = solve(problem)
    diagnosis = diagnose(problem, matching)
    if matching.status is not Status.INFEASIBLE:
        assert diagnosis.contradiction is None
        assert diagnosis.relaxations == ()
        return

    relaxed = {name: getattr(problem, name).copy() for name in RELAXED}
    for one in diagnosis.relaxations:
        assert relaxed[one.array][one.row] == one.given
        relaxed[one.array][one.row] = one.to
    assert solve(problem.having(**relaxed)).status is Status.OPTIMAL
    units = sum(abs(one.given - one.to) for one in diagnosis.relaxations)
    assert units >= 1
    assert not _any_plan_with_fewer(problem, units)
    _assert_smallest(problem, diagnosis.contradiction)


def _assert_smallest(problem: MatchingProblem, found: Contradiction | None) -> None:
    """What it names cannot hold together, and without any one of it the rest can."""
    assert found is not None
    demands = {
        "pinned": found.pins,
        "enterprise_minimum": found.enterprise_minimums,
        "village_minimum": found.village_minimums,
    }
    kept = {
        name: getattr(problem, name) * np.isin(np.arange(len(getattr(problem, name))), rows)
        for name, rows in demands.items()
    }
    together = solve(problem.having(**{n: a.copy() for n, a in kept.items()}), "score")
    assert together.status is Status.INFEASIBLE
    for name, rows in demands.items():
        for row in rows:
            fewer = {n: a.copy() for n, a in kept.items()}
            fewer[name][row] = 0
            assert solve(problem.having(**fewer), "score").status is Status.OPTIMAL


@pytest.mark.parametrize("seed", range(25))
def test_larger_contradictions_are_smallest_and_give_way_as_little_as_highs_says(seed: int) -> None:
    problem = demanding_problem(seed, 20, 30, 5)

    given_way = cheapest_relaxation(problem)

    units = sum(abs(one.given - one.to) for one in given_way)
    assert units == fewest_units_by_highs(problem) > 0
    _assert_smallest(problem, contradiction(problem))


@pytest.mark.parametrize("seed", range(5))
def test_where_a_plan_exists_nothing_contradicts_and_nothing_gives_way(seed: int) -> None:
    problem = planted_problem(seed, 20, 30, 5, scores=9)

    assert contradiction(problem) is None
    assert cheapest_relaxation(problem) == ()


def test_a_demand_for_several_places_is_told_only_of_those_it_truly_lacks() -> None:
    """Village 0 needs three of three enterprises; 1 and 2 need one each, and either one hurts."""
    problem = MatchingProblem(
        [0, 1, 2, 0, 1],
        [0, 0, 0, 1, 2],
        [1] * 5,
        [1, 1, 1],
        [3, 1, 1],
        village_minimum=[3, 1, 1],
    )

    found = contradiction(problem)

    assert found is not None
    assert len(found.village_minimums) == 2
    _assert_smallest(problem, found)


RELAXED = (
    "pinned",
    "enterprise_minimum",
    "village_minimum",
    "enterprise_capacity",
    "village_capacity",
)


def _any_plan_with_fewer(problem: MatchingProblem, units: int) -> bool:
    """Whether some choice of pairs breaks fewer units than that; only small ones are tried."""
    free = np.flatnonzero(~problem.vetoed)
    if len(free) > 10:
        return False
    for marks in product([False, True], repeat=len(free)):
        chosen = np.zeros(len(problem.score), bool)
        chosen[free] = marks
        broken = int((problem.pinned & ~chosen).sum())
        for side in ("enterprise", "village"):
            most = getattr(problem, f"{side}_capacity")
            taken = np.bincount(getattr(problem, side)[chosen], minlength=len(most))
            least = getattr(problem, f"{side}_minimum")
            broken += int((least - taken).clip(0).sum() + (taken - most).clip(0).sum())
        if broken < units:
            return True
    return False


def test_two_contradictory_locks_are_named_together_with_what_would_help() -> None:
    problem = MatchingProblem(
        [0, 0, 1, 1], [0, 1, 0, 1], [9, 8, 7, 6], [1, 1], [1, 1], pinned=[1, 1, 0, 0]
    )

    diagnosis = diagnose(problem, solve(problem))

    assert diagnosis.contradiction is not None
    assert diagnosis.contradiction.pins == (0, 1)
    assert len(diagnosis.relaxations) == 1


def test_a_change_that_leaves_no_plan_is_explained_like_any_other_problem() -> None:
    problem = MatchingProblem(
        [0, 0, 0, 1, 2],
        [0, 1, 2, 2, 3],
        [9, 8, 7, 6, 5],
        [2, 1, 1],
        [1] * 4,
        village_minimum=[1, 1, 1, 1],
    )
    changed = solve(problem).without(3)

    diagnosis = diagnose(changed.problem, changed)

    assert changed.status is Status.INFEASIBLE
    assert diagnosis.contradiction == Contradiction((), (), (0, 1, 2))
    assert {one.why for one in diagnosis.uncovered} == {Why.NO_PLAN}
    assert len(diagnosis.relaxations) == 1


def test_circles_of_competing_villages_are_named_once_each() -> None:
    """Villages 0 1 2 are after one place and 3 4 after another; each who lost has one rival."""
    problem = MatchingProblem(
        [0, 0, 0, 1, 1, 2], [0, 1, 2, 3, 4, 5], [9, 8, 7, 6, 5, 4], [1, 1, 1], [1] * 6
    )

    diagnosis = diagnose(problem, solve(problem))

    assert [one.villages for one in diagnosis.competitions] == [(0, 1), (0, 2), (3, 4)]
    assert [one.village for one in diagnosis.uncovered] == [1, 2, 4]
    assert [one.village for one in diagnosis.uncovered[1:]] == [2, 4]
    assert diagnosis.uncovered[-1].village == 4


def test_the_candidates_of_a_fair_plan_are_priced_by_coverage_and_total() -> None:
    problem = MatchingProblem([0, 0, 1], [0, 1, 1], [93, 81, 5], [1, 0], [1, 1])

    (uncovered,) = diagnose(problem, solve(problem, "fair")).uncovered

    assert [len(one.price or ()) for one in uncovered.candidates] == [2, 2]
