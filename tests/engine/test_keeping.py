"""What staying is worth, and the whole curve of changes against score."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine import MatchingProblem, Status, disturbance_curve, solve, verify
from matcher.errors import ProblemRefused
from tests.engine.instances import problems, random_problem


@settings(max_examples=80)
@given(problems(drawn=False), st.sampled_from(["score", "coverage"]), st.integers(0, 2**32))
def test_the_curve_holds_what_every_bonus_makes_best(problem, method, seed) -> None:
    rng = np.random.default_rng(seed)
    keep = np.flatnonzero(rng.random(len(problem.score)) < 0.4)
    curve = disturbance_curve(problem, keep, method)
    if not curve:
        assert solve(problem, method).status is Status.INFEASIBLE
        return

    assert [one.bonus for one in curve] == sorted(one.bonus for one in curve)
    bonuses = {0, 1, 10**6, *(int(one.bonus) + step for one in curve for step in (0, 1))}
    for bonus in sorted(bonuses):
        plan = solve(problem, method, keep=keep, keep_bonus=bonus)
        stayed = len(np.intersect1d(keep, plan.chosen))
        best = max(one.total_score + bonus * (len(keep) - one.changed) for one in curve)
        assert plan.total_score + bonus * stayed == best
        assert verify(problem, plan).findings == ()


@settings(max_examples=60)
@given(problems(drawn=False), st.sampled_from(["score", "coverage"]), st.integers(0, 2**32))
def test_who_pins_what_a_point_keeps_gets_what_it_scores(problem, method, seed) -> None:
    keep = np.flatnonzero(np.random.default_rng(seed).random(len(problem.score)) < 0.4)

    for one in disturbance_curve(problem, keep, method):
        assert len(one.kept) == len(keep) - one.changed
        pinned = problem.pinned.copy()
        pinned[one.kept] = True
        assert solve(problem.having(pinned=pinned), method).total_score == one.total_score


def test_a_small_loss_of_score_saves_changes() -> None:
    problem = MatchingProblem([0, 1, 0, 1], [0, 0, 1, 1], [50, 53, 52, 50], [1, 1], [1, 1])

    curve = disturbance_curve(problem, [0, 3])

    assert [(one.bonus, one.changed, one.total_score) for one in curve] == [
        (0, 2, 105),
        (Fraction(5, 2), 0, 100),
    ]
    assert solve(problem, "score", keep=[0, 3], keep_bonus=2).total_score == 105
    assert solve(problem, "score", keep=[0, 3], keep_bonus=3).total_score == 100


def test_changes_of_a_kept_plan_are_repaired_with_its_bonus() -> None:
    problem = random_problem(4, 20, 30, 6)
    earlier = solve(problem, "score").chosen[::2]
    plan = solve(problem, "score", keep=earlier, keep_bonus=500)

    changed = plan.without(int(plan.chosen[0]))

    again = solve(
        problem.having(vetoed=changed.problem.vetoed), "score", keep=earlier, keep_bonus=500
    )
    stay = [len(np.intersect1d(one.chosen, earlier)) for one in (changed, again)]
    assert changed.total_score + 500 * stay[0] == again.total_score + 500 * stay[1]
    assert verify(changed.problem, changed).findings == ()


@pytest.mark.parametrize(("keep", "bonus"), [([9], 1), ([0], -1), ([0], 10**10), ([0.5], 3)])
def test_what_cannot_be_kept_is_refused(keep: list[float], bonus: int) -> None:
    with pytest.raises(ProblemRefused):
        solve(MatchingProblem([0], [0], [1], [1], [1]), "score", keep=keep, keep_bonus=bonus)
