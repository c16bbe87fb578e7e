"""What a problem and a plan say of themselves when somebody prints them."""

from matcher.engine import MatchingProblem, solve
from tests.engine.instances import random_problem

SOUND = {
    "enterprise": [0, 0, 1],
    "village": [0, 1, 1],
    "score": [5, 60, 7000],
    "enterprise_capacity": [1, 2],
    "village_capacity": [1, 1],
}


def test_a_problem_tells_its_sizes_and_what_is_demanded_of_it() -> None:
    problem = MatchingProblem(
        **SOUND,
        village_weight=[3, 1],
        enterprise_minimum=[0, 1],
        pinned=[1, 0, 0],
        vetoed=[0, 1, 0],
    )

    assert repr(problem) == (
        "<MatchingProblem: 2 enterprises (3 places, 1 of them required) × 2 villages (2 places), "
        "3 candidate pairs scoring 5 to 7,000, 1 pinned, 1 vetoed, village weights in all 4>"
    )


def test_a_problem_without_demands_is_short() -> None:
    assert repr(MatchingProblem([], [], [], [2], [])) == (
        "<MatchingProblem: 1 enterprises (2 places) × 0 villages (0 places), 0 candidate pairs>"
    )


def test_a_plan_tells_what_it_reaches_and_whether_it_is_proven() -> None:
    problem = MatchingProblem(**SOUND, village_weight=[3, 1])

    assert repr(solve(problem)) == (
        "<Matching: coverage, optimal, 2 pairs, 2 of 2 villages covered (weight 4 of 4), "
        "2 of 2 enterprises engaged, total score 7,005, proof by prices at 3 levels>"
    )
    assert "score, optimal, 2 pairs" in repr(solve(problem, "score"))
    assert repr(solve(problem, "score")).endswith("proof by prices at 1 level>")
    assert repr(solve(problem, "greedy")).endswith("no proof>")


def test_a_changed_plan_tells_how_often() -> None:
    problem = MatchingProblem(**SOUND)

    assert repr(solve(problem).without(0)).endswith(", after 1 changes>")


def test_a_plan_that_cannot_be_names_who_stands_against_it() -> None:
    problem = MatchingProblem([0, 0], [0, 1], [1, 1], [1], [1, 1], pinned=[1, 1])

    assert repr(solve(problem)) == (
        "<Matching: coverage, infeasible, 1 places missing between enterprises 0, pins 0 1>"
    )


def test_the_many_levels_of_fairness_are_told_by_their_ends() -> None:
    problem = random_problem(1, 30, 30, 8)
    certificate = solve(problem, "fair").certificate

    told = repr(certificate)

    assert told.startswith("<Certificate: coverage ")
    assert "more …" in told
    assert len(told) < 150
