"""Prices for places of which there are too few to give every village one, seen in one look.

From a village without a partner one comes to the enterprises it could have, from those to the
villages that hold their places, and on. As long as all of these are full, nobody reached can win a
place by moving others (König 1931): the places are worth what covering a village is worth.
"""

# ruff: noqa: PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def charge_for_scarcity(enterprises, left, right, bonus, most, price, chosen):
    """Raise the prices of all reached places by the least bonus at stake, and lower the villages'.

    No margin between two of the reached changes by it. It is a good guess, not a proof: where ways
    to cover more are left, or bonuses differ, repair finds them.
    """
    first = _starts(right, enterprises, len(most), np.ones(len(right), np.bool_))
    reached = np.zeros(len(most), np.bool_)
    queue = np.empty(len(most) - enterprises, np.int64)
    size, raised = 0, np.int64(2**62)
    covered = np.zeros(len(most), np.bool_)
    for i in range(len(right)):
        covered[right[i]] |= chosen[i]
    for p in range(enterprises, len(most)):
        wanted = first[p - enterprises + 1] > first[p - enterprises] and most[p] > 0
        if wanted and bonus[p] > 0 and not covered[p]:
            reached[p] = True
            queue[size] = p
            size += 1
            raised = min(raised, bonus[p])
    if size == 0:
        return
    _reach(enterprises, left, right, most, first, chosen, reached, queue, size)
    for p in range(len(most)):
        if reached[p]:
            price[p] += raised if p < enterprises else -raised


@njit(cache=True)
def _reach(enterprises, left, right, most, first, chosen, reached, queue, size):
    """Mark all full enterprises and their villages that can be reached from those in `queue`."""
    place = _starts(left, 0, enterprises, chosen)
    filled = place.copy()
    holder = np.empty(place[enterprises], np.int64)
    for i in range(len(left)):
        if chosen[i]:
            holder[filled[left[i]]] = right[i]
            filled[left[i]] += 1
    at = 0
    while at < size:
        v = queue[at] - enterprises
        at += 1
        for e in left[first[v] : first[v + 1]]:
            if not reached[e] and place[e + 1] - place[e] >= most[e]:
                reached[e] = True
                for other in holder[place[e] : place[e + 1]]:
                    if not reached[other]:
                        reached[other] = True
                        queue[size] = other
                        size += 1


@njit(cache=True)
def _starts(end, low, high, counted):
    """Where the pairs of each party low … high start, if those that count stood in its order."""
    first = np.zeros(high - low + 1, np.int64)
    for i in range(len(end)):
        if counted[i]:
            first[end[i] - low + 1] += 1
    for p in range(high - low):
        first[p + 1] += first[p]
    return first
