"""From any prices to the exact optimum: what contradicts the prices moves along shortest paths.

The kernels see one list of parties, enterprises first, then villages. Every party has a price, a
range for how many pairs it takes, a bonus for its first one, and the count `taken` it stands for.
A pair's margin is its value less both prices; at the optimum chosen pairs have margin ≥ 0, others
≤ 0, and every count is the best its party can do at its price. A party whose number of chosen pairs
differs from `taken` is out of balance; each unit of imbalance travels along the path on which
margins lose least (Dijkstra), to a party that is out of balance the other way or is content to
change its count, and prices on the way shift so that all else stays optimal.

`way` is +1 while surplus of enterprises (= lack of villages) travels, −1 for the opposite.
"""

# ruff: noqa: PLR0912, PLR0915, PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

import numpy as np
from numba import njit

FAR = np.int64(2**62)


@njit(cache=True)
def adjacency(parties, left, right):
    """Per party its pairs: `first[p] … first[p + 1]` are positions in `pair_of`."""
    first = np.zeros(parties + 1, np.int64)
    for i in range(len(left)):
        first[left[i] + 1] += 1
        first[right[i] + 1] += 1
    for p in range(parties):
        first[p + 1] += first[p]
    place = first[:-1].copy()
    pair_of = np.empty(2 * len(left), np.int64)
    for i in range(len(left)):
        pair_of[place[left[i]]] = i
        place[left[i]] += 1
        pair_of[place[right[i]]] = i
        place[right[i]] += 1
    return first, pair_of


@njit(cache=True)
def fill(left, right, margin, chosen, count, taken, high):
    """Choose indifferent pairs where an end lacks one and the other can take it."""
    for i in range(len(left)):
        if margin[i] == 0 and not chosen[i]:
            e, v = left[i], right[i]
            lacking = count[e] < taken[e] or count[v] < taken[v]
            if lacking and count[e] < high[e] and count[v] < high[v]:
                chosen[i] = True
                for p in (e, v):
                    count[p] += 1
                    taken[p] = max(taken[p], count[p])


@njit(cache=True)
def _rise(heap, spot, key, at):
    party = heap[at]
    while at > 0:
        above = (at - 1) >> 1
        if key[heap[above]] <= key[party]:
            break
        heap[at] = heap[above]
        spot[heap[at]] = at
        at = above
    heap[at] = party
    spot[party] = at


@njit(cache=True)
def _pop(heap, spot, key, size):
    top = heap[0]
    party = heap[size - 1]
    size -= 1
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and key[heap[below + 1]] < key[heap[below]]:
            below += 1
        if key[heap[below]] >= key[party]:
            break
        heap[at] = heap[below]
        spot[heap[at]] = at
        at = below
    heap[at] = party
    spot[party] = at
    spot[top] = -1
    return top


@njit(cache=True)
def _settle(
    source, way, enterprises, left, right, value, first, pair_of,
    chosen, price, bonus, least, most, count, taken,
    far, by, heap, spot, seen,
):  # fmt: skip
    """Move one unit of imbalance from `source`; returns how many parties were seen, if stuck < 0.

    `far`, `by`, `heap`, `spot`, `seen` are workspace, clean (FAR, −1) before and after, unless
    stuck.
    """
    far[source] = 0
    by[source] = -1
    heap[0] = source
    spot[source] = 0
    size = 1
    seen[0] = source
    marked = 1
    best = FAR
    goal = -1
    absorbs = False
    while size > 0 and far[heap[0]] < best:
        p = _pop(heap, spot, far, size)
        size -= 1
        d = far[p]
        dropping = (p < enterprises) == (way > 0)
        if p != source:
            off = count[p] - taken[p]
            if (off < 0) if dropping else (off > 0):
                best, goal, absorbs = d, p, False
                break
        if dropping and taken[p] < most[p]:
            step = d - price[p] - (bonus[p] if taken[p] == 0 else 0)
            if step < best:
                best, goal, absorbs = step, p, True
        elif not dropping and taken[p] > least[p]:
            step = d + price[p] + (bonus[p] if taken[p] == 1 else 0)
            if step < best:
                best, goal, absorbs = step, p, True
        for at in range(first[p], first[p + 1]):
            i = pair_of[at]
            if chosen[i] != dropping:
                continue
            q = right[i] if p == left[i] else left[i]
            margin = value[i] - price[p] - price[q]
            step = d + (margin if dropping else -margin)
            if step < far[q] and step < best:
                if far[q] == FAR:
                    seen[marked] = q
                    marked += 1
                far[q] = step
                by[q] = i
                if spot[q] < 0:
                    heap[size] = q
                    spot[q] = size
                    size += 1
                _rise(heap, spot, far, spot[q])
    if goal < 0:
        return -marked
    if absorbs:
        taken[goal] += 1 if (goal < enterprises) == (way > 0) else -1
    at_party = goal
    while at_party != source:
        i = by[at_party]
        before = right[i] if at_party == left[i] else left[i]
        change = -1 if chosen[i] else 1
        chosen[i] = not chosen[i]
        count[at_party] += change
        count[before] += change
        at_party = before
    for at in range(marked):
        p = seen[at]
        if far[p] < best:
            shift = best - far[p]
            price[p] += shift if (p < enterprises) == (way > 0) else -shift
        far[p] = FAR
        spot[p] = -1
    return marked


@njit(cache=True)
def repair(
    enterprises, left, right, value, first, pair_of,
    chosen, price, bonus, least, most, count, taken,
):  # fmt: skip
    """Settle every imbalance. Returns the parties that block each other: none when all is well."""
    parties = len(price)
    far = np.full(parties, FAR, np.int64)
    by = np.full(parties, -1, np.int64)
    heap = np.empty(parties + 1, np.int64)
    spot = np.full(parties, -1, np.int64)
    seen = np.empty(parties + 1, np.int64)
    for way in (1, -1):
        for source in range(parties):
            surplus = (source < enterprises) == (way > 0)
            while (
                (count[source] - taken[source] > 0)
                if surplus
                else (count[source] - taken[source] < 0)
            ):
                marked = _settle(
                    source, way, enterprises, left, right, value, first, pair_of,
                    chosen, price, bonus, least, most, count, taken,
                    far, by, heap, spot, seen,
                )  # fmt: skip
                if marked < 0:
                    return seen[:-marked].copy()
    return seen[:0].copy()
