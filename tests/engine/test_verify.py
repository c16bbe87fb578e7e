"""The audit counts for itself: whatever is changed in a sound result, it notices."""

from dataclasses import replace

import numpy as np
import pytest

from matcher.engine import Matching, MatchingProblem, solve, verify
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

    assert codes(problem, damaged) == {"engine.verify.gap"}
    assert codes(problem, without) == {"engine.verify.no_proof"}
