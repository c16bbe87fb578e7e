"""The audit counts for itself: whatever is changed in a sound result, it notices."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine import METHODS, Certificate, Matching, MatchingProblem, Status, solve, verify
from matcher.engine.matching import Conflict
from tests.engine.instances import problems, random_problem


def codes(problem: MatchingProblem, matching: Matching) -> set[str]:
    return {finding.code for finding in verify(problem, matching).findings}


@pytest.fixture(scope="module")
def problem() -> MatchingProblem:
    return random_problem(3, 30, 60, 8, scores=50, minimums=True)


@pytest.mark.parametrize("count", ["covered", "covered_weight", "engaged", "total_score"])
def test_a_count_that_is_off_is_found(problem: MatchingProblem, count: str) -> None:
    matching = solve(problem)

    damaged = replace(matching, **{count: getattr(matching, count) + 1})

    assert "engine.verify.count_off" in codes(problem, damaged)


def test_a_dropped_and_an_added_pair_are_found(problem: MatchingProblem) -> None:
    matching = solve(problem)
    others = np.setdiff1d(np.arange(len(problem.score)), matching.chosen)

    for chosen in (matching.chosen[1:], np.sort(np.append(matching.chosen, others[0]))):
        honest = Matching.of(
            problem,
            "coverage",
            matching.status,
            np.isin(np.arange(len(problem.score)), chosen),
            matching.certificate,
        )
        assert codes(problem, honest)


def test_a_broken_pin_and_veto_are_found(problem: MatchingProblem) -> None:
    matching = solve(problem)
    names = MatchingProblem.__dataclass_fields__
    arrays = {name: getattr(problem, name) for name in names}
    rows = np.arange(len(problem.score))
    out = int(np.setdiff1d(rows, matching.chosen)[0])
    stricter = MatchingProblem(
        **arrays | {"pinned": rows == out, "vetoed": rows == matching.chosen[0]}
    )

    assert codes(stricter, matching) >= {
        "engine.verify.pin_dropped",
        "engine.verify.veto_ignored",
        "engine.verify.other_problem",
    }


def test_malformed_rows_are_found(problem: MatchingProblem) -> None:
    matching = solve(problem)

    for rows in ([0, 0], [1, 0], [-1], [len(problem.score)], [0.5]):
        damaged = replace(matching, chosen=np.array(rows))
        assert codes(problem, damaged) == {"engine.verify.chosen_malformed"}


def test_a_proof_that_proves_less_is_found(problem: MatchingProblem) -> None:
    matching = solve(problem)
    assert matching.certificate is not None
    *above, last = matching.certificate.levels
    worse = replace(last, enterprise_price=last.enterprise_price + 1_000)

    damaged = replace(matching, certificate=replace(matching.certificate, levels=(*above, worse)))

    assert codes(problem, damaged) == {"engine.verify.gap", "engine.verify.seal_broken"}


def test_without_its_seal_a_dear_place_of_the_fairest_plan_is_found_by_its_gap(
    problem: MatchingProblem,
) -> None:
    matching = solve(problem, "fair")
    assert matching.certificate is not None
    for at, level in enumerate(matching.certificate.levels):
        levels = list(matching.certificate.levels)
        levels[at] = replace(level, enterprise_price=level.enterprise_price + 1_000)

        damaged = replace(matching, certificate=Certificate(tuple(levels)))

        assert codes(problem, damaged) == {"engine.verify.gap"}


@pytest.mark.parametrize("name", ["at_x", "at_-1", "at_007", "engagement", ""])
def test_levels_of_fairness_that_are_none_are_found(problem: MatchingProblem, name: str) -> None:
    matching = solve(problem, "fair")
    assert matching.certificate is not None
    levels_of = list(matching.certificate.levels)
    at = next(at for at, level in enumerate(levels_of) if level.worth < 0)
    before, here, after = levels_of[:at], levels_of[at], levels_of[at + 1 :]

    for levels in (
        (*before, replace(here, name=name), *after),
        (*before, *after),
        (here, *before, *after),
        (*before, here, here, *after),
    ):
        damaged = replace(matching, certificate=Certificate(levels))
        assert codes(problem, damaged) == {"engine.verify.proof_malformed"}


@pytest.mark.parametrize("weight", [2**31 + 5, 10**12])
@pytest.mark.parametrize("capacity", [1, 2**31 - 1])
def test_the_heaviest_villages_and_the_widest_parties_are_counted_without_loss(
    weight: int, capacity: int
) -> None:
    table = random_problem(40, 6, 9, 4, scores=50)
    few = np.where(np.arange(9) % 2, weight, weight - 3)
    heavy = MatchingProblem(
        table.enterprise, table.village, table.score, [1] * 5 + [capacity], [capacity] * 9, few
    )

    matching = solve(heavy, "coverage")

    assert codes(heavy, matching) == set()
    assert matching.certificate is not None
    assert matching.certificate.gap(heavy) == 0


@pytest.mark.parametrize("price", [2**62, -(2**63)])
def test_a_price_beyond_counting_is_found(problem: MatchingProblem, price: int) -> None:
    matching = solve(problem, "score")
    assert matching.certificate is not None
    level = matching.certificate.levels[0]
    absurd = level.enterprise_price.copy()
    absurd[0] = price

    damaged = matching.having(certificate=Certificate((replace(level, enterprise_price=absurd),)))

    assert codes(problem, damaged) == {"engine.verify.proof_malformed"}


@pytest.mark.parametrize("method", ["greedy", "stable", "fair", "coverage", "score"])
def test_who_claims_to_be_best_without_prices_is_found(
    problem: MatchingProblem, method: str
) -> None:
    matching = solve(problem.having(enterprise_minimum=0 * problem.enterprise_minimum), method)

    bold = replace(matching, status=Status.OPTIMAL, certificate=None)

    assert codes(matching.problem, bold) == {"engine.verify.no_proof"}


def test_who_claims_to_be_best_with_the_prices_of_another_is_found(
    problem: MatchingProblem,
) -> None:
    greedy, best = solve(problem, "greedy"), solve(problem)

    for method in ("greedy", "coverage", "fair", "score"):
        bold = replace(greedy, method=method, status=Status.OPTIMAL, certificate=best.certificate)
        assert codes(problem, bold)


def test_a_plan_with_blocking_pairs_is_not_stable(problem: MatchingProblem) -> None:
    plan = replace(solve(problem), method="stable", status=Status.FEASIBLE)

    assert codes(problem, plan) == {"engine.verify.blocking_pair"}


@pytest.mark.parametrize("method", METHODS)
def test_who_claims_that_no_plan_exists_is_found_where_one_does(method: str) -> None:
    problem = random_problem(3, 30, 60, 8, scores=50)
    every = Conflict(tuple(range(30)), tuple(range(60)), (), 1)

    for conflict in (None, every, Conflict((), (), (), 1)):
        denied = replace(Matching.impossible(problem, method, every), conflict=conflict)
        assert codes(problem, denied) == {"engine.verify.not_impossible"}


@settings(max_examples=100)
@given(problems(parties=5), st.sampled_from(METHODS), st.booleans())
def test_who_truly_has_no_plan_is_believed_with_and_without_its_conflict(
    problem: MatchingProblem, method: str, keeps: bool
) -> None:
    matching = solve(problem, method)
    if matching.status is Status.INFEASIBLE:
        claim = matching if keeps else replace(matching, conflict=None)

        assert verify(problem, claim).findings == ()


DAMAGES = ("swap", "drop", "add", "price", "count")
PROVEN = ("score", "coverage", "fair")


def test_a_thousand_damaged_results_are_a_thousand_findings() -> None:
    """Every kind of damage to every method that has a proof, on ten problems, 67 times and more."""
    rng = np.random.default_rng(0)
    plans = {
        (method, seed): solve(
            random_problem(seed, 12, 20, 5, scores=(10_000, 3, 0)[seed % 3]), method
        )
        for method in PROVEN
        for seed in range(10)
    }
    assert all(verify(matching.problem, matching).sound for matching in plans.values())

    missed = []
    for number in range(1_005):
        method, damage = PROVEN[number % 3], DAMAGES[number // 3 % 5]
        matching = plans[method, number // 15 % 10]
        damaged = _damaged(matching.problem, matching, damage, rng)
        if verify(matching.problem, damaged).sound:
            missed.append((number, method, damage))

    assert missed == []


def _damaged(
    problem: MatchingProblem, matching: Matching, damage: str, rng: np.random.Generator
) -> Matching:
    if damage == "count":
        name = rng.choice(["covered", "covered_weight", "engaged", "total_score"])
        return replace(matching, **{name: getattr(matching, name) + int(rng.choice([-1, 1]))})
    if damage == "price":
        return replace(matching, certificate=_one_price_moved(matching, rng))
    rows = np.arange(len(problem.score))
    picked = np.isin(rows, matching.chosen)
    if damage in ("swap", "drop"):
        picked[rng.choice(matching.chosen)] = False
    if damage in ("swap", "add"):
        picked[rng.choice(np.setdiff1d(rows, matching.chosen))] = True
    # the counts are those of the damaged plan: only rules, proof and seal can tell
    return Matching.of(problem, matching.method, matching.status, picked, matching.certificate)


def _one_price_moved(matching: Matching, rng: np.random.Generator) -> Certificate:
    assert matching.certificate is not None
    levels = list(matching.certificate.levels)
    at = int(rng.integers(len(levels)))
    sides = [
        side for side in ("enterprise_price", "village_price") if len(getattr(levels[at], side))
    ]
    side = rng.choice(sides)
    price = getattr(levels[at], side).copy()
    price[rng.integers(len(price))] += int(rng.choice([-1, 1]))
    levels[at] = replace(levels[at], **{side: price})
    return replace(matching.certificate, levels=tuple(levels))


def test_a_plan_read_from_a_file_states_its_fingerprint_and_is_held_to_it(
    problem: MatchingProblem,
) -> None:
    matching = solve(problem)

    assert matching.fingerprint == problem.fingerprint
    stated = replace(matching, fingerprint="0" * 64)
    assert codes(problem, stated) == {"engine.verify.other_problem"}
