"""How many pairs parties have, and how many they want at given prices."""

# ruff: noqa: PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def ends(enterprise, village, enterprises, pinned, vetoed):
    """Both ends of every pair, villages counted on after the enterprises.

    Then whether they are in village order, and whether any of them is closed: pinned or vetoed.
    """
    left, right = np.empty(len(enterprise), np.int32), np.empty(len(village), np.int32)
    in_order, closed = True, False
    before = np.int64(0)
    for i in range(len(village)):
        left[i] = enterprise[i]
        right[i] = village[i] + enterprises
        in_order = in_order and village[i] >= before
        before = village[i]
        closed = closed or pinned[i] or vetoed[i]
    return left, right, in_order, closed


@njit(cache=True)
def by_village(village, villages):
    """The pairs in village order."""
    place = np.zeros(villages + 1, np.int64)
    for v in village:
        place[v + 1] += 1
    for v in range(villages):
        place[v + 1] += place[v]
    order = np.empty(len(village), np.int64)
    for i in range(len(village)):
        order[place[village[i]]] = i
        place[village[i]] += 1
    return order


@njit(cache=True)
def degrees(parties, left, right):
    """How many pairs every party has."""
    degree = np.zeros(parties, np.int64)
    for i in range(len(left)):
        degree[left[i]] += 1
        degree[right[i]] += 1
    return degree


@njit(cache=True)
def amounts(enterprise, village, score, enterprises, weight, chosen):
    """Of these rows: villages covered, their weight, enterprises engaged, the total score."""
    covered, engaged = np.zeros(len(weight), np.bool_), np.zeros(enterprises, np.bool_)
    villages, heavy, firms, total = 0, 0, 0, 0
    for i in chosen:
        total += score[i]
        if not covered[village[i]]:
            covered[village[i]] = True
            villages += 1
            heavy += weight[village[i]]
        if not engaged[enterprise[i]]:
            engaged[enterprise[i]] = True
            firms += 1
    return villages, heavy, firms, total


@njit(cache=True)
def worth_of(enterprise, village, enterprises, value, bonus, chosen):
    """What these rows are worth: their values, and the bonus of every party they reach."""
    reached = np.zeros(len(bonus), np.bool_)
    worth = np.int64(0)
    for i in chosen:
        worth += value[i]
        for p in (enterprise[i], village[i] + enterprises):
            if not reached[p]:
                reached[p] = True
                worth += bonus[p]
    return worth


@njit(cache=True)
def content(price, bonus, least, most):
    """The least and the most pairs a party can be content with at its price."""
    low, high = least.copy(), least.copy()
    for p in range(len(price)):
        choice = most[p] - least[p]
        if choice <= 0:
            continue
        first = 1 if least[p] == 0 else 0
        rest = choice - first
        with_bonus = price[p] + bonus[p]
        low[p] += (first if with_bonus > 0 else 0) + (rest if price[p] > 0 else 0)
        high[p] += (first if with_bonus >= 0 else 0) + (rest if price[p] >= 0 else 0)
    return low, high
