"""Every village without a partner is told why, by its own candidates."""

from matcher.engine import MatchingProblem, diagnose, solve
from matcher.engine.diagnose import Why


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
