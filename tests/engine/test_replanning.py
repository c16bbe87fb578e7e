"""One change after another, repaired, gives the very plan that a fresh solve gives."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine import Matching, MatchingProblem, Status, diagnose, solve, verify
from matcher.errors import ProblemRefused
from tests.benchmarks.families import FAMILIES
from tests.engine.instances import problems, random_problem

METHODS = ("score", "coverage")


def family(name: str, seed: int, **more: Any) -> MatchingProblem:
    """A small instance of a family with weights, draws and, on some parties, minimums."""
    arrays = FAMILIES[name](20, 34, 20 if name == "dense" else 6, seed)
    rng = np.random.default_rng(seed)
    enterprises, villages = (len(arrays[f"{side}_capacity"]) for side in ("enterprise", "village"))
    asked = np.bincount(arrays["enterprise"], minlength=enterprises) > 3
    some = rng.random(enterprises) < 0.3
    arrays |= {
        "village_weight": rng.integers(0, 5, villages),
        "enterprise_minimum": np.minimum(arrays["enterprise_capacity"], asked & some),
        "draw": rng.integers(0, 2**48, len(arrays["score"]), dtype=np.uint64),
    }
    return MatchingProblem(**(arrays | more))


def fresh(matching: Matching) -> Matching:
    """The changed problem solved as if it had never been another."""
    names = MatchingProblem.__dataclass_fields__
    problem = MatchingProblem(**{name: getattr(matching.problem, name) for name in names})
    keep = matching.keep
    options = {} if keep is None else {"keep": keep.rows, "keep_bonus": keep.bonus}
    return solve(problem, matching.method, **options)


def values(matching: Matching) -> tuple[object, ...]:
    drawn = sum(matching.problem.draw[matching.chosen].tolist())
    plain = (matching.status, matching.total_score, drawn)
    if matching.method == "score":
        return plain
    return (*plain, matching.covered_weight, matching.engaged)


def assert_same_plan(matching: Matching) -> None:
    again = fresh(matching)

    assert values(matching) == values(again)
    assert matching.chosen.tolist() == again.chosen.tolist()
    assert verify(matching.problem, matching).findings == ()


def change(matching: Matching, rng: np.random.Generator) -> Matching:
    """A veto, a pin, a capacity up or down, a party withdrawn, or the last of these undone."""
    problem = matching.problem
    kind = rng.integers(6)
    if kind == 0:
        return matching.undo()
    side = ("enterprise", "village")[kind % 2]
    parties = len(getattr(problem, f"{side}_capacity"))
    if kind <= 2 and parties:
        party = int(rng.integers(parties))
        to = max(int(rng.integers(0, 4)), int(getattr(problem, f"{side}_minimum")[party]))
        return matching.with_capacity(**{side: party}, to=to)
    free = np.flatnonzero(~problem.pinned & ~problem.vetoed)
    chosen = np.intersect1d(free, matching.chosen)
    rows = chosen if len(chosen) and rng.random() < 0.7 else free
    if not len(rows):
        return matching
    pair = int(rng.choice(rows))
    return matching.without(pair) if kind == 3 else matching.with_pin(pair)


@settings(max_examples=60)
@given(problems(), st.sampled_from(METHODS), st.integers(0, 2**32))
def test_any_sequence_of_changes_is_worth_a_fresh_solve(
    problem: MatchingProblem, method: str, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    matching = solve(problem, method)

    for _ in range(12):
        matching = change(matching, rng)
        assert values(matching) == values(fresh(matching))
        assert verify(matching.problem, matching).findings == ()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", FAMILIES)
def test_two_hundred_changes_end_in_the_plan_of_a_fresh_solve(name: str, method: str) -> None:
    rng = np.random.default_rng(len(name))
    matching = solve(family(name, 1), method)
    seen = {matching.status}

    for _ in range(200):
        changed = change(matching, rng)
        assert_same_plan(changed)
        seen.add(changed.status)
        if changed.status is Status.OPTIMAL or rng.random() < 0.5:
            matching = changed
    assert seen == {Status.OPTIMAL, Status.INFEASIBLE}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", FAMILIES)
def test_a_kept_plan_is_changed_with_what_staying_is_worth(name: str, method: str) -> None:
    rng = np.random.default_rng(2)
    problem = family(name, 2)
    earlier = solve(problem, method).chosen
    matching = solve(family(name, 2, score=problem.score[::-1]), method, keep=earlier, keep_bonus=9)

    for _ in range(12):
        matching = change(matching, rng)
        assert_same_plan(matching)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", FAMILIES)
def test_the_price_of_a_veto_is_what_the_fresh_solve_without_the_pair_loses(
    name: str, method: str
) -> None:
    rng = np.random.default_rng(3)
    matching = solve(family(name, 3), method)
    while matching.certificate is None or len(matching.steps) < 3:
        matching = change(matching, rng)

    assert_veto_prices(matching)


@settings(max_examples=60)
@given(problems(drawn=False), st.sampled_from(METHODS))
def test_the_price_of_a_veto_holds_on_any_small_problem(
    problem: MatchingProblem, method: str
) -> None:
    assert_veto_prices(solve(problem, method))


def assert_veto_prices(matching: Matching) -> None:
    """Level by level; −1 where the veto contradicts a pin or leaves no plan at all."""
    price = matching.price_of_veto()
    assert price.shape == (len(matching.chosen), 1 if matching.method == "score" else 3)
    for pair, levels in zip(matching.chosen, price, strict=True):
        if matching.problem.pinned[pair]:
            assert (levels == -1).all()
            continue
        lesser = fresh(matching.without(int(pair)))
        if lesser.certificate is None:
            assert (levels == -1).all()
        else:
            proofs = zip(matching.certificate.levels, lesser.certificate.levels, strict=True)
            assert levels.tolist() == [before.worth - after.worth for before, after in proofs]


def test_without_the_only_pair_that_fills_a_minimum_there_is_no_plan() -> None:
    problem = MatchingProblem([0, 0], [0, 1], [5, 9], [2], [1, 1], village_minimum=[1, 0])
    matching = solve(problem)

    assert matching.price_of_veto().tolist() == [[-1, -1, -1], [1, 0, 9]]
    assert matching.without(0).status is Status.INFEASIBLE
    assert matching.without(0).price_of_veto().shape == (0, 3)


@pytest.mark.parametrize("bits", [59, 64])
def test_draws_whose_sums_outgrow_a_number_are_settled_by_a_fresh_solve(bits: int) -> None:
    rng = np.random.default_rng(bits)
    pairs = len(family("tied", 4).score)
    draw = rng.integers(0, 2**bits - 1, pairs, dtype=np.uint64)
    matching = solve(family("tied", 4, draw=draw), "score")
    in_place = []

    for _ in range(20):
        matching = change(matching, rng)
        assert_same_plan(matching)
        assert len(matching.price_of_veto()) == len(matching.chosen)
        in_place.append(bool(matching.steps))
    assert not all(in_place)


def test_weights_of_any_size_are_repaired_in_place() -> None:
    rng = np.random.default_rng(5)
    weight = rng.integers(0, 10**12, 34)
    matching = solve(family("scarce", 5, village_weight=weight), "coverage")

    for _ in range(20):
        matching = change(matching, rng)
        again = fresh(matching)
        assert matching.steps or matching.before is None
        assert values(matching) == values(again)
        assert matching.chosen.tolist() == again.chosen.tolist()
        if matching.certificate is not None:
            assert matching.certificate.gap(matching.problem) == 0


def remarked(problem: MatchingProblem, rng: np.random.Generator) -> MatchingProblem:
    """Other pins, vetoes and capacities, few or many, some of which no plan may hold."""
    share = rng.choice([0.02, 0.3])
    pinned = np.where(rng.random(len(problem.score)) < share, False, problem.pinned)
    pinned |= rng.random(len(problem.score)) < share / 20
    vetoed = np.where(rng.random(len(problem.score)) < share, False, problem.vetoed)
    vetoed |= rng.random(len(problem.score)) < share / 4
    capacity = {
        f"{side}_capacity": np.maximum(
            getattr(problem, f"{side}_minimum"),
            np.where(rng.random(len(had)) < share / 2, rng.integers(0, 4, len(had)), had),
        )
        for side in ("enterprise", "village")
        for had in [getattr(problem, f"{side}_capacity")]
    }
    return problem.having(pinned=pinned, vetoed=vetoed & ~pinned, **capacity)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", FAMILIES)
def test_a_plan_under_other_marks_and_capacities_is_that_of_a_fresh_solve(
    name: str, method: str
) -> None:
    rng = np.random.default_rng(8)
    first = matching = solve(family(name, 8), method)
    seen = set()

    for _ in range(30):
        matching = matching.under(remarked(matching.problem, rng))
        assert_same_plan(matching)
        seen.add(matching.status)
        if matching.status is Status.INFEASIBLE:
            matching = matching.under(first.problem)  # everything released at once
            assert matching.chosen.tolist() == first.chosen.tolist()
    assert Status.OPTIMAL in seen
    assert matching.under(matching.problem) is matching


def test_a_method_without_prices_is_solved_afresh_under_other_marks() -> None:
    rng = np.random.default_rng(9)
    for method in ("fair", "stable", "greedy"):
        first = solve(family("scarce", 9), method)

        other = first.under(remarked(first.problem, rng))

        assert other.chosen.tolist() == fresh(other).chosen.tolist()


def test_undo_returns_to_the_very_plan_and_changes_go_on_from_there() -> None:
    first = solve(random_problem(5, 20, 30, 6), "score")

    second = first.without(int(first.chosen[0]))
    third = second.undo().with_pin(int(first.chosen[1]))

    assert second.undo() is first
    assert third.total_score == first.total_score
    assert not third.problem.vetoed.any()


@pytest.mark.parametrize("method", METHODS)
def test_branches_from_one_plan_do_not_disturb_each_other(method: str) -> None:
    rng = np.random.default_rng(6)
    stem = solve(family("contended", 6), method)
    branches = [stem]

    for _ in range(40):
        grown = change(branches[rng.integers(len(branches))], rng)
        assert_same_plan(grown)
        branches.append(grown)
    for branch in rng.permutation(np.arange(len(branches))):
        pair = int(np.flatnonzero(~(branches[branch].problem.pinned))[0])
        if not branches[branch].problem.vetoed[pair]:
            assert_same_plan(branches[branch].without(pair))


def test_after_many_changes_all_can_be_undone() -> None:
    rng = np.random.default_rng(7)
    first = matching = solve(family("near", 7))
    for _ in range(60):
        matching = change(matching, rng)

    while matching.before is not None:
        matching = matching.undo()

    assert matching is first
    assert_same_plan(matching.without(int(matching.chosen[0])))


def test_from_an_impossible_change_the_way_leads_back_and_on() -> None:
    arrays = {"enterprise": [0, 1], "village": [0, 0], "score": [5, 9]}
    first = solve(MatchingProblem(**arrays, enterprise_capacity=[1, 1], village_capacity=[1]))

    stranded = first.with_pin(0).with_pin(1)

    assert stranded.status is Status.INFEASIBLE
    assert verify(stranded.problem, stranded).findings == ()
    assert diagnose(stranded.problem, stranded).contradiction.pins == (0, 1)
    assert stranded.conflict.villages == (0,)
    assert stranded.with_capacity(village=0, to=2).chosen.tolist() == [0, 1]
    assert stranded.with_capacity(enterprise=1, to=0).status is Status.INFEASIBLE
    assert stranded.undo().chosen.tolist() == [0]
    assert stranded.undo().undo().chosen.tolist() == [1]
    assert stranded.undo().with_capacity(village=0, to=2).chosen.tolist() == [0, 1]


@pytest.mark.parametrize("method", METHODS)
def test_a_problem_without_a_plan_gets_one_when_what_blocks_it_is_changed(method: str) -> None:
    problem = MatchingProblem([0, 0], [0, 1], [5, 5], [1], [1, 1], village_minimum=[1, 1])
    blocked = solve(problem, method, keep=[0], keep_bonus=7)
    assert blocked.status is Status.INFEASIBLE

    still = blocked.with_capacity(village=0, to=2)
    mended = still.with_capacity(enterprise=0, to=2)

    assert still.status is Status.INFEASIBLE
    assert mended.chosen.tolist() == [0, 1]
    assert mended.certificate.levels[-1].worth == 17
    assert mended.undo() is still


def test_a_withdrawn_party_and_its_return() -> None:
    first = solve(random_problem(5, 20, 30, 6))

    gone = first.with_capacity(enterprise=3, to=0)

    assert 3 not in gone.problem.enterprise[gone.chosen]
    back = gone.with_capacity(enterprise=3, to=int(first.problem.enterprise_capacity[3]))
    assert back.chosen.tolist() == first.chosen.tolist()


def test_what_cannot_be_changed_is_refused() -> None:
    problem = MatchingProblem([0], [0], [5], [1], [1], pinned=[True], village_minimum=[1])
    matching = solve(problem)

    for refused in (
        lambda: matching.without(0),
        lambda: matching.without(1),
        lambda: matching.with_capacity(to=1),
        lambda: matching.with_capacity(village=0, to=-1),
        lambda: matching.with_capacity(village=0, to=0),
        lambda: solve(problem, "greedy").with_capacity(village=0, to=1),
    ):
        with pytest.raises(ProblemRefused):
            refused()
