"""Who bids, and on which pairs first: the rows of the auction, laid out close in memory.

The side with fewer places bids: the other has room enough to end its contests early.
"""

# ruff: noqa: PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matcher.engine.problem import Whole

WIDEST = 64
HUGE = 2**55

VALUE, ASKED, PAIR = range(3)
"""What the row of a pair holds. Rows stand in the bidders' order."""

Ends = NDArray[np.int32]


class Extent(NamedTuple):
    """What there is to assign: extremes of values, the dearest bonus, places, the longest list."""

    lowest: int
    highest: int
    dearest: int
    enterprise_places: int
    village_places: int
    widest: int


@njit(cache=True)
def extent(enterprises, left, right, value, bonus, most):
    """How many pairs every party has, and the figures of `Extent` as a plain row of numbers."""
    degree = np.zeros(len(most), np.int64)
    lowest = highest = value[0] if len(value) else np.int64(0)
    for i in range(len(left)):
        degree[left[i]] += 1
        degree[right[i]] += 1
    for one in value:
        lowest = min(lowest, one)
        highest = max(highest, one)
    figures = np.zeros(6, np.int64)
    figures[0], figures[1] = lowest, highest
    for p in range(len(most)):
        figures[2] = max(figures[2], bonus[p])
        figures[3 if p < enterprises else 4] += max(0, min(most[p], degree[p]))
        if p >= enterprises:
            figures[5] = max(figures[5], degree[p])
    return degree, figures


def rows_of(
    enterprises: int,
    left: Ends,
    right: Ends,
    value: Whole,
    degree: Whole,
    size: Extent,
    kind: type[np.signedinteger[Any]],
    *,
    bidding: bool,
) -> tuple[NDArray[np.signedinteger[Any]], Whole, bool, bool]:
    """The pairs in their bidders' order, and where each bidder's pairs start.

    Then whether the enterprises bid, and whether the pairs of a bidder fall in value: who bids need
    not look at all of them then. Long or uneven lists and huge values are left as they are.
    """
    pairs = len(value)
    rows = np.empty((pairs, 3), kind)
    if bidding and size.enterprise_places < size.village_places:
        first = _starts(degree[:enterprises])
        _turned_over(first, left, right, value, enterprises, rows)
        return rows, first, True, False
    first = _starts(degree[enterprises:])
    lists = len(first) - 1
    even = size.widest <= WIDEST and size.widest * lists <= 4 * pairs
    if bidding and even and max(size.highest, -size.lowest) * WIDEST < HUGE:
        keys = np.empty((lists, size.widest), np.int64)
        _spread(first, value, keys)
        keys.sort(axis=1)
        _gather(first, left, value, keys, rows)
        return rows, first, False, True
    _in_order(left, value, rows)
    return rows, first, False, False


@njit(cache=True)
def _starts(degree):
    first = np.zeros(len(degree) + 1, np.int64)
    for p in range(len(degree)):
        first[p + 1] = first[p] + degree[p]
    return first


@njit(cache=True)
def _in_order(left, value, rows):
    for i in range(len(left)):
        rows[i, VALUE] = value[i]
        rows[i, ASKED] = left[i]
        rows[i, PAIR] = i


@njit(cache=True)
def _turned_over(first, left, right, value, enterprises, rows):
    place = first.copy()
    for i in range(len(left)):
        at = place[left[i]]
        place[left[i]] += 1
        rows[at, VALUE] = value[i]
        rows[at, ASKED] = right[i] - enterprises
        rows[at, PAIR] = i


@njit(cache=True)
def _spread(first, value, keys):
    """One row of sortable keys a bidder: the value, negated, and the place in the list."""
    for v in range(len(keys)):
        start = first[v]
        size = first[v + 1] - start
        for i in range(size):
            keys[v, i] = i - value[start + i] * WIDEST
        keys[v, size:] = 2**62


@njit(cache=True)
def _gather(first, left, value, keys, rows):
    for v in range(len(keys)):
        start = first[v]
        for i in range(first[v + 1] - start):
            at = start + (keys[v, i] & (WIDEST - 1))
            rows[start + i, VALUE] = value[at]
            rows[start + i, ASKED] = left[at]
            rows[start + i, PAIR] = at
