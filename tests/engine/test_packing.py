"""All levels in one number give the same plan as level after level, or say that they cannot."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from matcher.engine import MatchingProblem, Status, solve, verify
from matcher.engine.assignment import levels
from matcher.engine.assignment.packing import ROOM, Packed
from matcher.errors import ProblemRefused
from tests.engine.instances import problems


@given(problem=problems())
def test_levels_one_by_one_and_all_at_once_give_the_same_plan(problem: MatchingProblem) -> None:
    at_once = solve(problem, "coverage")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(levels, "packed", lambda *_: None)
        one_by_one = solve(problem, "coverage")
    assert at_once.status is one_by_one.status
    assert at_once.covered_weight == one_by_one.covered_weight
    assert (at_once.engaged, at_once.total_score) == (one_by_one.engaged, one_by_one.total_score)
    if problem.draw.any():
        assert at_once.chosen.tolist() == one_by_one.chosen.tolist()
    for plan in (at_once, one_by_one):
        assert plan.status is Status.INFEASIBLE or verify(problem, plan).sound


def test_numbers_that_might_belong_to_another_level_do_not_come_apart() -> None:
    nothing = np.zeros(1, np.int64)
    packed = Packed((1024, 1), nothing, nothing)
    assert [level.tolist() for level in packed.apart(np.array([3 * 1024 - 5])) or []] == [[3], [-5]]
    assert packed.apart(np.array([3 * 1024 + 300])) is None
    assert packed.apart(np.array([ROOM // 2])) is None


def test_weights_too_heavy_to_be_packed_are_settled_level_by_level() -> None:
    rng = np.random.default_rng(3)
    enterprise, village = np.repeat(np.arange(30), 40), np.tile(np.arange(40), 30)
    problem = MatchingProblem(
        enterprise,
        village,
        rng.integers(0, 1_000_001, 1200),
        np.ones(30, np.int64),
        np.ones(40, np.int64),
        village_weight=rng.integers(1, 10**12, 40),
    )
    plan = solve(problem, "coverage")
    heaviest = np.sort(problem.village_weight)[-30:]
    assert plan.covered_weight == heaviest.sum()
    assert plan.certificate is not None
    assert plan.certificate.gap(problem) == 0


def test_a_glance_and_a_close_look_refuse_the_same() -> None:
    rng = np.random.default_rng(7)
    refused = 0
    for _ in range(2_000):
        pairs = int(rng.integers(0, 5))
        arrays = [
            rng.integers(-1, 4, pairs),
            np.sort(rng.integers(0, 4, pairs)),
            rng.integers(-1, 1_000_002, pairs) if rng.random() < 0.2 else rng.integers(0, 9, pairs),
            rng.integers(-1 if rng.random() < 0.1 else 0, 4, int(rng.integers(0, 5))),
            rng.integers(0, 4, int(rng.integers(0, 5))),
        ]
        said = []
        for form in (arrays, [one.tolist() for one in arrays]):
            try:
                said.append(MatchingProblem(*form).fingerprint)
            except ProblemRefused as fault:
                said.append(fault.code)
                refused += 1
        assert said[0] == said[1], arrays
    assert 1_000 < refused < 3_900
