"""Quartiles and the Gini coefficient against what the definitions say, counted the long way."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.rounds.evenness import gini, quartiles

SCORES = st.lists(st.integers(0, 1_000), max_size=30)


@given(SCORES)
def test_the_gini_is_half_the_mean_difference_over_the_mean(scores: list[int]) -> None:
    differences = sum(abs(one - other) for one, other in product(scores, repeat=2))
    mean = Fraction(sum(scores), len(scores)) if scores else 0
    exact = differences / (2 * len(scores) ** 2 * mean) if mean else Fraction(0)

    assert abs(gini(scores) - exact * 1000) <= Fraction(1, 2)


@given(SCORES.filter(bool))
def test_a_quartile_is_the_lowest_score_that_its_share_of_villages_does_not_exceed(
    scores: list[int],
) -> None:
    for found, share in zip(quartiles(scores), (1, 2, 3), strict=True):
        reached = [x for x in scores if 4 * sum(y <= x for y in scores) >= share * len(scores)]
        assert found == min(reached)


@given(SCORES.filter(any), st.integers(2, 5))
def test_the_gini_does_not_depend_on_the_scale(scores: list[int], times: int) -> None:
    assert gini([one * times for one in scores]) == gini(scores)


@pytest.mark.parametrize(
    ("scores", "told", "quarters"),
    [
        ([], 0, (0, 0, 0)),
        ([0, 0, 0], 0, (0, 0, 0)),
        ([700] * 8, 0, (700, 700, 700)),
        ([0, 0, 0, 1_000], 750, (0, 0, 0)),
        ([100, 200, 300, 400], 250, (100, 200, 300)),
    ],
)
def test_by_hand(scores: list[int], told: int, quarters: tuple[int, int, int]) -> None:
    assert (gini(scores), quartiles(scores)) == (told, quarters)
