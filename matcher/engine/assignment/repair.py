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

from matcher.engine.assignment.heap import pop, rise

FAR = np.int64(2**62)


@njit(cache=True)
def adjacency(parties, left, right, chosen):
    """Per party its pairs, chosen ones first: `first[p] … first[p + 1]` are places in `pair_of`.

    `place[0]` and `place[1]` say where each pair stands in the list of its left and right end.
    """
    pairs = len(left)
    first = np.zeros(parties + 1, np.int64)
    count = np.zeros(parties, np.int64)
    for i in range(pairs):
        first[left[i] + 1] += 1
        first[right[i] + 1] += 1
        if chosen[i]:
            count[left[i]] += 1
            count[right[i]] += 1
    for p in range(parties):
        first[p + 1] += first[p]
    taken_end = first[:-1].copy()
    rest_end = first[:-1] + count
    pair_of = np.empty(2 * pairs, np.int32)
    place = np.empty((2, pairs), np.int32)
    for i in range(pairs):
        end = taken_end if chosen[i] else rest_end
        p, q = left[i], right[i]
        place[0, i] = end[p]
        pair_of[end[p]] = i
        end[p] += 1
        place[1, i] = end[q]
        pair_of[end[q]] = i
        end[q] += 1
    return first, pair_of, place, count


@njit(cache=True)
def turn(i, left, right, first, pair_of, place, chosen, count):
    """Choose a pair or drop it."""
    for side in range(2):
        p = left[i] if side == 0 else right[i]
        if chosen[i]:
            count[p] -= 1
        border = first[p] + count[p]
        if not chosen[i]:
            count[p] += 1
        other = pair_of[border]
        here = place[side, i]
        pair_of[here] = other
        place[side, other] = here
        pair_of[border] = i
        place[side, i] = border
    chosen[i] = not chosen[i]


@njit(cache=True)
def fill(left, right, value, price, chosen, count, taken, high):
    """Choose indifferent pairs where an end lacks one and the other can take it."""
    for i in range(len(left)):
        if not chosen[i] and value[i] == price[left[i]] + price[right[i]]:
            e, v = left[i], right[i]
            lacking = count[e] < taken[e] or count[v] < taken[v]
            if lacking and count[e] < high[e] and count[v] < high[v]:
                chosen[i] = True
                for p in (e, v):
                    count[p] += 1
                    taken[p] = max(taken[p], count[p])


@njit(cache=True)
def _settle(
    source, way, enterprises, left, right, value, first, pair_of, place,
    chosen, price, bonus, least, most, count, taken,
    far, by, heap, spot, seen, reach,
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
    best = reach
    goal = -1
    absorbs = False
    while size > 0 and far[heap[0]] < best:
        p = pop(heap, spot, far, size)
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
        start = first[p] if dropping else first[p] + count[p]
        end = first[p] + count[p] if dropping else first[p + 1]
        for at in range(start, end):
            i = pair_of[at]
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
                rise(heap, spot, far, spot[q])
    if goal < 0:
        return -marked
    if absorbs:
        taken[goal] += 1 if (goal < enterprises) == (way > 0) else -1
    p = goal
    while p != source:
        i = by[p]
        p = right[i] if p == left[i] else left[i]
        turn(i, left, right, first, pair_of, place, chosen, count)
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
    enterprises, left, right, value, first, pair_of, place,
    chosen, price, bonus, least, most, count, taken, reach,
):  # fmt: skip
    """Settle every imbalance. Returns the parties that block each other: none when all is well.

    With a `reach` below FAR no way may cost more: who finds none is left aside for the next time,
    for a dear way among some of the pairs says little about all of them.
    """
    parties = len(price)
    far = np.full(parties, FAR, np.int64)
    by = np.full(parties, -1, np.int64)
    heap = np.empty(parties + 1, np.int64)
    spot = np.full(parties, -1, np.int64)
    seen = np.empty(parties + 1, np.int64)
    stuck = seen[:0].copy()
    for way in (1, -1):
        for source in range(parties):
            surplus = (source < enterprises) == (way > 0)
            while (
                (count[source] - taken[source] > 0)
                if surplus
                else (count[source] - taken[source] < 0)
            ):
                marked = _settle(
                    source, way, enterprises, left, right, value, first, pair_of, place,
                    chosen, price, bonus, least, most, count, taken,
                    far, by, heap, spot, seen, reach,
                )  # fmt: skip
                if marked < 0:
                    if not len(stuck):
                        stuck = seen[:-marked].copy()
                    if reach == FAR:
                        return stuck
                    for p in seen[:-marked]:
                        far[p] = FAR
                        spot[p] = -1
                    break
    return stuck
