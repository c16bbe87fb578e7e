"""Sharing a whole number out in proportion, so that the shares are whole and add up to it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def apportioned(total: int, claims: Sequence[Fraction | int]) -> list[int]:
    """`total` in proportion to the claims (none below 0), by largest remainder.

    Each gets its share rounded down; what is left goes one by one to the largest remainders, of
    equal ones to the first (A. Hamilton's method of 1792). Where nobody claims anything all share
    alike.
    """
    everything = sum(claims)
    if not everything:
        claims, everything = [1] * len(claims), len(claims)
    exact = [Fraction(total) * claim / everything for claim in claims]
    shares = [int(share) for share in exact]
    neediest = sorted(range(len(claims)), key=lambda place: shares[place] - exact[place])
    for place in neediest[: total - sum(shares)]:
        shares[place] += 1
    return shares
