"""Shares are whole, add up, follow the claims, and no claim loses by growing."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from matcher.scoring.apportioning import apportioned

CLAIMS = st.lists(st.integers(0, 1000), min_size=1, max_size=12)


def test_what_is_left_over_goes_to_the_largest_remainders() -> None:
    # 100 shared as 41.67, 33.33 and 25: the first has the largest remainder
    assert apportioned(100, [5, 4, 3]) == [42, 33, 25]


def test_of_equal_remainders_the_first_wins() -> None:
    assert apportioned(10, [1, 1, 1]) == [4, 3, 3]


def test_where_nobody_claims_anything_all_share_alike() -> None:
    assert apportioned(100, [0, 0, 0, 0]) == [25, 25, 25, 25]


@given(st.integers(0, 200), CLAIMS)
def test_shares_are_whole_and_within_one_of_what_is_due(total: int, claims: list[int]) -> None:
    shares = apportioned(total, claims)

    assert sum(shares) == total
    if any(claims):
        due = [Fraction(total * claim, sum(claims)) for claim in claims]
        assert all(abs(share - one) < 1 for share, one in zip(shares, due, strict=True))


@given(CLAIMS)
def test_what_already_adds_up_stays_as_it_is(claims: list[int]) -> None:
    assert apportioned(sum(claims), claims) == (claims if any(claims) else [0] * len(claims))


@given(st.integers(0, 200), CLAIMS)
def test_who_claims_more_gets_no_less(total: int, claims: list[int]) -> None:
    shares = apportioned(total, claims)

    for one, other in zip(range(len(claims)), range(1, len(claims)), strict=False):
        if claims[one] > claims[other]:
            assert shares[one] >= shares[other]
