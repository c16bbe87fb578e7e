"""One change after another, repaired, is worth what a fresh solve is worth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine import Matching, MatchingProblem, Status, solve, verify
from matcher.errors import ProblemRefused
from tests.engine.instances import problems, random_problem


def values(matching: Matching) -> tuple[object, ...]:
    plain = (matching.status, matching.total_score)
    if matching.method == "score":
        return plain
    return (*plain, matching.covered_weight, matching.engaged)


def fresh(matching: Matching) -> Matching:
    names = MatchingProblem.__dataclass_fields__
    problem = MatchingProblem(**{name: getattr(matching.problem, name) for name in names})
    return solve(problem, matching.method)


def change(matching: Matching, rng: np.random.Generator) -> Matching:
    problem = matching.problem
    kind = rng.integers(5)
    if kind == 0:
        return matching.undo()
    if kind == 1 and len(problem.enterprise_capacity):
        e = int(rng.integers(len(problem.enterprise_capacity)))
        to = max(int(rng.integers(0, 4)), int(problem.enterprise_minimum[e]))
        return matching.with_capacity(enterprise=e, to=to)
    if kind == 2 and len(problem.village_capacity):
        v = int(rng.integers(len(problem.village_capacity)))
        to = max(int(rng.integers(0, 3)), int(problem.village_minimum[v]))
        return matching.with_capacity(village=v, to=to)
    free = np.flatnonzero(~problem.pinned & ~problem.vetoed)
    chosen = np.intersect1d(free, matching.chosen)
    rows = chosen if len(chosen) and rng.random() < 0.7 else free
    if not len(rows):
        return matching
    pair = int(rng.choice(rows))
    return matching.without(pair) if kind == 3 else matching.with_pin(pair)


@settings(max_examples=60)
@given(problems(drawn=False), st.sampled_from(["score", "coverage"]), st.integers(0, 2**32))
def test_any_sequence_of_changes_is_worth_a_fresh_solve(
    problem: MatchingProblem, method: str, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    matching = solve(problem, method)
    if matching.status is Status.INFEASIBLE:
        return

    for _ in range(12):
        changed = change(matching, rng)
        assert values(changed) == values(fresh(changed))
        if changed.status is Status.OPTIMAL:
            assert verify(changed.problem, changed).findings == ()
            matching = changed


@pytest.mark.parametrize("method", ["score", "coverage"])
@pytest.mark.parametrize("scores", [10_000, 5, 0])
def test_two_hundred_changes_on_a_larger_plan(method: str, scores: int) -> None:
    rng = np.random.default_rng(scores)
    matching = solve(random_problem(scores, 40, 60, 8, scores=scores, minimums=True), method)

    for number in range(200):
        changed = change(matching, rng)
        if changed.status is Status.OPTIMAL:
            matching = changed
        if number % 20 == 0:
            assert values(matching) == values(fresh(matching))
            assert verify(matching.problem, matching).findings == ()
    assert values(matching) == values(fresh(matching))


@settings(max_examples=60)
@given(problems(drawn=False), st.sampled_from(["score", "coverage"]))
def test_the_price_of_a_veto_is_what_a_fresh_solve_without_the_pair_loses(
    problem: MatchingProblem, method: str
) -> None:
    matching = solve(problem, method)
    if matching.status is Status.INFEASIBLE or matching.certificate is None:
        return
    worth = np.array([level.worth for level in matching.certificate.levels])

    for pair, price in zip(matching.chosen, matching.price_of_veto(), strict=True):
        if problem.pinned[pair]:
            assert (price == -1).all()
            continue
        lesser = fresh(matching.without(int(pair)))
        if lesser.certificate is None:
            assert (price == -1).all()
        else:
            left = np.array([level.worth for level in lesser.certificate.levels])
            assert price.tolist() == (worth - left).tolist()


def test_undo_returns_to_the_very_plan_and_changes_go_on_from_there() -> None:
    first = solve(random_problem(5, 20, 30, 6), "score")

    second = first.without(int(first.chosen[0]))
    third = second.undo().with_pin(int(first.chosen[1]))

    assert second.undo() is first
    assert third.total_score == first.total_score
    assert not third.problem.vetoed.any()


def test_a_withdrawn_party_and_its_return() -> None:
    first = solve(random_problem(5, 20, 30, 6))

    gone = first.with_capacity(enterprise=3, to=0)

    assert 3 not in gone.problem.enterprise[gone.chosen]
    back = gone.with_capacity(enterprise=3, to=int(first.problem.enterprise_capacity[3]))
    assert values(back) == values(first)


def test_what_cannot_be_changed_is_refused() -> None:
    problem = MatchingProblem([0], [0], [5], [1], [1], pinned=[True])
    matching = solve(problem)

    for refused in (
        lambda: matching.without(0),
        lambda: matching.without(1),
        lambda: matching.with_capacity(to=1),
        lambda: matching.with_capacity(village=0, to=-1),
        lambda: solve(problem, "greedy").with_capacity(village=0, to=1),
    ):
        with pytest.raises(ProblemRefused):
            refused()
