"""Malformed arrays are refused with the array and the row; sound ones are kept unchanged."""

import numpy as np
import pytest

from matcher.engine import MatchingProblem, solve
from matcher.errors import ProblemRefused

SOUND = {
    "enterprise": [0, 0, 1],
    "village": [0, 1, 1],
    "score": [5, 6, 7],
    "enterprise_capacity": [1, 2],
    "village_capacity": [1, 1],
}


@pytest.mark.parametrize(
    ("name", "array", "code", "row"),
    [
        ("village", [0, 1], "engine.length", None),
        ("score", [[5, 6, 7]], "engine.not_a_list", None),
        ("score", ["5", "6", "7"], "engine.not_numbers", None),
        ("score", [5, float("nan"), 7], "engine.not_whole", 1),
        ("score", [5, 6.5, 7], "engine.not_whole", 1),
        ("score", [5, float("inf"), 7], "engine.not_whole", 1),
        ("score", [5, -1, 7], "engine.negative", 1),
        ("score", [5, 6, 1_000_001], "engine.too_large", 2),
        ("village", [0, 2, 1], "engine.out_of_range", 1),
        ("enterprise", [0, 0, 2], "engine.out_of_range", 2),
        ("enterprise", [0, -1, 1], "engine.negative", 1),
        ("enterprise_capacity", [1, -2], "engine.negative", 1),
        ("village_capacity", [1, 1.5], "engine.not_whole", 1),
        ("village", [0, 0, 1], "engine.pair_twice", 1),
        ("village_weight", [1], "engine.length", None),
        ("enterprise_minimum", [0, 3], "engine.minimum_above_capacity", 1),
        ("village_minimum", [2, 0], "engine.minimum_above_capacity", 0),
        ("pinned", [True, False], "engine.length", None),
        ("vetoed", [0, 2, 0], "engine.too_large", 1),
        ("draw", [0, -3, 1], "engine.negative", 1),
    ],
)
def test_what_is_no_problem_is_refused_with_its_row(name, array, code, row) -> None:
    with pytest.raises(ProblemRefused) as refused:
        MatchingProblem(**SOUND | {name: array})

    assert refused.value.code == code
    assert refused.value.params["array"] == name or code == "engine.pair_twice"
    assert refused.value.params.get("row") == row


def test_a_pair_both_pinned_and_vetoed_is_refused() -> None:
    with pytest.raises(ProblemRefused) as refused:
        MatchingProblem(**SOUND, pinned=[0, 1, 0], vetoed=[0, 1, 1])

    assert refused.value.code == "engine.pinned_and_vetoed"
    assert refused.value.params["row"] == 1


def test_what_is_given_is_copied_and_never_changed() -> None:
    given = {name: np.array(array) for name, array in SOUND.items()}
    before = {name: array.copy() for name, array in given.items()}

    problem = MatchingProblem(**given)
    solve(problem)

    assert all((given[name] == before[name]).all() for name in given)
    assert all(array.flags.writeable for array in given.values())
    given["score"][0] = 999
    assert problem.score[0] == 5
    with pytest.raises(ValueError, match="read-only"):
        problem.score[0] = 1


def test_whole_floats_are_whole_numbers_and_make_the_same_fingerprint() -> None:
    floats = {name: np.array(array, float) for name, array in SOUND.items()}

    assert MatchingProblem(**floats).fingerprint == MatchingProblem(**SOUND).fingerprint


@pytest.mark.parametrize(
    "changed",
    [
        {"score": [5, 6, 8]},
        {"enterprise_capacity": [1, 3]},
        {"village_weight": [2, 1]},
        {"draw": [0, 0, 2**64 - 1]},
        {"pinned": [1, 0, 0]},
        {"vetoed": [1, 0, 0]},
    ],
)
def test_every_array_counts_in_the_fingerprint(changed: dict[str, list[int]]) -> None:
    assert MatchingProblem(**SOUND | changed).fingerprint != MatchingProblem(**SOUND).fingerprint
