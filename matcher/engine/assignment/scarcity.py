"""Prices for places of which there are too few to give every village one, seen in one look.

From a village without a partner one comes to the enterprises it could have, from those to the
villages that hold their places, and on. Where all of these are full, nobody reached can win a place
by moving others (König 1931): the places are worth what covering a village is worth. Who could
still come to a place that is free is left out of it.
"""

# ruff: noqa: PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def charge_for_scarcity(enterprises, left, right, bonus, most, degree, price, chosen):
    """Raise the prices of all reached places by the least bonus at stake, and lower the villages'.

    No margin between two of the reached changes by it. Who has no pair (`degree`) expects no bonus.
    It is a good guess, not a proof: where bonuses differ, repair finds what is better.
    """
    for p in range(len(most)):
        if degree[p] == 0:
            price[p] -= bonus[p]
    reached = np.zeros(len(most), np.bool_)
    queue = np.empty(len(most) - enterprises, np.int64)
    size, raised = 0, np.int64(2**62)
    covered = np.zeros(len(most), np.bool_)
    for i in range(len(right)):
        if chosen[i]:
            covered[right[i]] = True
    for p in range(enterprises, len(most)):
        if degree[p] > 0 and most[p] > 0 and bonus[p] > 0 and not covered[p]:
            reached[p] = True
            queue[size] = p
            size += 1
            raised = min(raised, bonus[p])
    if size == 0:
        return
    first = np.zeros(len(most) - enterprises + 1, np.int64)
    first[1:] = np.cumsum(degree[enterprises:])
    place, holder = _holders(enterprises, left, right, chosen)
    size, room = _reach(enterprises, left, most, first, place, holder, reached, queue, size)
    if room:
        _leave_out(enterprises, left, most, first, place, chosen, reached, queue[:size])
    for p in range(len(most)):
        if reached[p]:
            price[p] += raised if p < enterprises else -raised


@njit(cache=True)
def _holders(enterprises, left, right, chosen):
    """Per enterprise who holds its places: where they start, and the villages."""
    place = np.zeros(enterprises + 1, np.int64)
    for i in range(len(left)):
        if chosen[i]:
            place[left[i] + 1] += 1
    for e in range(enterprises):
        place[e + 1] += place[e]
    filled = place.copy()
    holder = np.empty(place[enterprises], np.int64)
    for i in range(len(left)):
        if chosen[i]:
            holder[filled[left[i]]] = right[i]
            filled[left[i]] += 1
    return place, holder


@njit(cache=True)
def _reach(enterprises, left, most, first, place, holder, reached, queue, size):
    """Mark all full enterprises and their villages that can be reached from those in `queue`.

    Returns how many villages those are, and whether an enterprise with room was met.
    """
    room = False
    at = 0
    while at < size:
        v = queue[at] - enterprises
        at += 1
        for e in left[first[v] : first[v + 1]]:
            if place[e + 1] - place[e] < most[e]:
                room = True
            elif not reached[e]:
                reached[e] = True
                for other in holder[place[e] : place[e + 1]]:
                    if not reached[other]:
                        reached[other] = True
                        queue[size] = other
                        size += 1
    return size, room


@njit(cache=True)
def _leave_out(enterprises, left, most, first, place, chosen, reached, villages):
    """Unmark who can come to a free place: from the places back to all who could move on."""
    degree = np.zeros(enterprises + 1, np.int64)
    for v in villages:
        for e in left[first[v - enterprises] : first[v - enterprises + 1]]:
            degree[e + 1] += 1
    start = np.cumsum(degree)
    filled = start.copy()
    wanting = np.empty(start[enterprises], np.int64)
    for v in villages:
        for e in left[first[v - enterprises] : first[v - enterprises + 1]]:
            wanting[filled[e]] = v
            filled[e] += 1
    queue = np.empty(enterprises, np.int64)
    size = 0
    for e in range(enterprises):
        if place[e + 1] - place[e] < most[e]:
            queue[size] = e
            size += 1
    at = 0
    while at < size:
        e = queue[at]
        at += 1
        for v in wanting[start[e] : start[e + 1]]:
            if not reached[v]:
                continue
            reached[v] = False
            for i in range(first[v - enterprises], first[v - enterprises + 1]):
                if chosen[i] and reached[left[i]]:
                    reached[left[i]] = False
                    queue[size] = left[i]
                    size += 1
