"""The audit counts for itself: whatever is changed in a sound result, it notices."""

from dataclasses import replace

import numpy as np
import pytest

from matcher.engine import Certificate, Matching, MatchingProblem, solve, verify
from tests.engine.instances import random_problem


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
    without = replace(matching, certificate=None)

    assert codes(problem, damaged) == {"engine.verify.gap", "engine.verify.seal_broken"}
    assert codes(problem, without) == {"engine.verify.no_proof"}


DAMAGES = ("swap", "drop", "add", "price", "count")


def test_a_thousand_damaged_results_are_a_thousand_findings() -> None:
    rng = np.random.default_rng(0)
    plans = []
    for seed in range(10):
        problem = random_problem(seed, 12, 20, 5, scores=(10_000, 3, 0)[seed % 3])
        plans += [(problem, solve(problem, method)) for method in ("score", "coverage")]
    assert all(verify(problem, matching).sound for problem, matching in plans)

    caught = 0
    for number in range(1_000):
        problem, matching = plans[number % len(plans)]
        damaged = _damaged(problem, matching, DAMAGES[number % len(DAMAGES)], rng)
        caught += not verify(problem, damaged).sound

    assert caught == 1_000


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
    side = rng.choice(["enterprise_price", "village_price"])
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
