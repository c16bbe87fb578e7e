"""After a change: what it put out of balance moves along shortest paths, and all is best again.

Prices, margins and distances are three whole numbers, of which the first difference decides: reach
(who is covered and engaged), score, draw. Nothing is packed, so no level can blur another, and the
plan that comes out is the one that a fresh solve draws. Otherwise as in `repair`: a chosen pair has
margin ≥ 0, any other ≤ 0, every party stands for the count that is best at its price, and who has
more or fewer pairs than it stands for hands the difference on along the path on which margins lose
least (Mills-Tettey et al. 2007: after a change only the parties it touches are out of balance).

`way` is +1 while surplus of enterprises (= lack of villages) travels, −1 for the opposite.
"""

# ruff: noqa: PLR0912, PLR0915, PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matcher.engine.assignment.repair import turn
from matcher.engine.replanning.nearest import less, pop, rise

FAR = np.int64(2**62)
WIDEST = np.int64(2**60)
TOO_WIDE = 0


class Table(NamedTuple):
    """All that the kernels work on: `fixed` pairs are pinned or vetoed and never move.

    Pairs: ends, `value` (score, draw), `fixed`, `chosen`, and the lists of `repair.adjacency`.
    Parties, enterprises first: `price` (reach, score, draw), the reach `bonus` of a first pair, the
    range `least` … `most`, pairs they have (`held`) and stand for (`taken`). `turned` notes which
    pairs were chosen or dropped: how many at its end, and as many of them as it has room for. The
    rest is workspace, clean between calls (`far` FAR, `spot` −1).
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.int64]
    fixed: NDArray[np.bool_]
    chosen: NDArray[np.bool_]
    first: NDArray[np.int64]
    pair_of: NDArray[np.int32]
    place: NDArray[np.int32]
    held: NDArray[np.int64]
    price: NDArray[np.int64]
    bonus: NDArray[np.int64]
    least: NDArray[np.int64]
    most: NDArray[np.int64]
    taken: NDArray[np.int64]
    turned: NDArray[np.int64]
    far: NDArray[np.int64]
    by: NDArray[np.int32]
    heap: NDArray[np.int32]
    spot: NDArray[np.int32]
    seen: NDArray[np.int32]


def workspace(parties: int) -> dict[str, NDArray[Any]]:
    """Clean workspace and an empty note for so many parties."""
    return {
        "turned": np.zeros(parties + 2, np.int64),
        "far": np.full((parties, 3), FAR),
        "by": np.empty(parties, np.int32),
        "heap": np.empty(parties + 1, np.int32),
        "spot": np.full(parties, -1, np.int32),
        "seen": np.empty(parties + 1, np.int32),
    }


@njit(cache=True)
def sign(a0, a1, a2):
    """−1, 0 or 1: what the first number that is not 0 decides."""
    return np.sign(a0) if a0 != 0 else (np.sign(a1) if a1 != 0 else np.sign(a2))


@njit(cache=True)
def margin_sign(i, left, right, value, price):
    """Whether a pair is worth more (1), as much (0) or less (−1) than the prices of its places."""
    p, q = left[i], right[i]
    return sign(
        -price[p, 0] - price[q, 0],
        value[i, 0] - price[p, 1] - price[q, 1],
        value[i, 1] - price[p, 2] - price[q, 2],
    )


@njit(cache=True)
def follow_prices(left, right, value, price, fixed, chosen):
    """Choose what is worth more than its places, drop what is worth less; fixed pairs stay."""
    for i in range(len(left)):
        if not fixed[i]:
            better = margin_sign(i, left, right, value, price)
            if better != 0:
                chosen[i] = better > 0


@njit(cache=True)
def stand(parties, table):
    """Let each of these parties stand for the count nearest to what it has that suits its price."""
    for p in parties:
        least, most = table.least[p], table.most[p]
        low, high = least, least
        if most > least:
            p0, p1, p2 = table.price[p]
            first = 1 if least == 0 else 0
            of_first, of_rest = sign(p0 + table.bonus[p], p1, p2), sign(p0, p1, p2)
            low += first * (of_first > 0) + (most - least - first) * (of_rest > 0)
            high += first * (of_first >= 0) + (most - least - first) * (of_rest >= 0)
        table.taken[p] = min(max(table.held[p], low), high)


@njit(cache=True)
def choose_or_drop(i, table):
    """Turn a pair, and note it."""
    turn(
        i, table.left, table.right, table.first, table.pair_of, table.place,
        table.chosen, table.held,
    )  # fmt: skip
    noted = table.turned[-1]
    if noted < len(table.turned) - 1:
        table.turned[noted] = i
    table.turned[-1] += 1


@njit(cache=True)
def _move(source, way, enterprises, table):
    """Move one unit of imbalance from `source`. Returns how many parties were seen, −n if stuck.

    TOO_WIDE if a sum of draws outgrows its number: then the table is of no more use.
    """
    left, right, value, price = table.left, table.right, table.value, table.price
    far, by, heap, spot, seen = table.far, table.by, table.heap, table.spot, table.seen
    far[source] = 0
    heap[0] = source
    spot[source] = 0
    size = 1
    seen[0] = source
    marked = 1
    best0, best1, best2 = FAR, np.int64(0), np.int64(0)
    goal = -1
    absorbs = False
    wide = False
    while size > 0 and not wide:
        p = heap[0]
        d0, d1, d2 = far[p, 0], far[p, 1], far[p, 2]
        if not less(d0, d1, d2, best0, best1, best2):
            break
        pop(heap, spot, far, size)
        size -= 1
        dropping = (p < enterprises) == (way > 0)
        toward = 1 if dropping else -1
        taken = table.taken[p]
        if p != source and (table.held[p] - taken) * toward < 0:
            best0, best1, best2, goal, absorbs = d0, d1, d2, p, False
            break
        if taken < table.most[p] if dropping else taken > table.least[p]:
            only = table.bonus[p] if taken == (0 if dropping else 1) else 0
            s0 = d0 - toward * (price[p, 0] + only)
            s1, s2 = d1 - toward * price[p, 1], d2 - toward * price[p, 2]
            if less(s0, s1, s2, best0, best1, best2):
                best0, best1, best2, goal, absorbs = s0, s1, s2, p, True
        start = table.first[p] + (0 if dropping else table.held[p])
        end = table.first[p] + table.held[p] if dropping else table.first[p + 1]
        for at in range(start, end):
            i = table.pair_of[at]
            if table.fixed[i]:
                continue
            q = right[i] if p == left[i] else left[i]
            s0 = d0 - toward * (price[p, 0] + price[q, 0])
            if s0 > best0 or s0 > far[q, 0]:
                continue
            s1 = d1 + toward * (value[i, 0] - price[p, 1] - price[q, 1])
            s2 = d2 + toward * (value[i, 1] - price[p, 2] - price[q, 2])
            if less(s0, s1, s2, far[q, 0], far[q, 1], far[q, 2]) and less(
                s0, s1, s2, best0, best1, best2
            ):
                wide = wide or abs(s2) > WIDEST
                if far[q, 0] == FAR:
                    seen[marked] = q
                    marked += 1
                far[q, 0], far[q, 1], far[q, 2] = s0, s1, s2
                by[q] = i
                if spot[q] < 0:
                    heap[size] = q
                    spot[q] = size
                    size += 1
                rise(heap, spot, far, spot[q])
    if goal >= 0 and not wide:
        if absorbs:
            table.taken[goal] += 1 if (goal < enterprises) == (way > 0) else -1
        p = goal
        while p != source:
            i = by[p]
            p = right[i] if p == left[i] else left[i]
            choose_or_drop(i, table)
    for at in range(marked):
        p = seen[at]
        nearer = less(far[p, 0], far[p, 1], far[p, 2], best0, best1, best2)
        if nearer and goal >= 0 and not wide:
            toward = 1 if (p < enterprises) == (way > 0) else -1
            price[p, 0] += toward * (best0 - far[p, 0])
            price[p, 1] += toward * (best1 - far[p, 1])
            price[p, 2] += toward * (best2 - far[p, 2])
            wide = wide or abs(price[p, 2]) > WIDEST
        far[p] = FAR
        spot[p] = -1
    if wide:
        return TOO_WIDE
    return marked if goal >= 0 else -marked


@njit(cache=True)
def rebalance(waiting, enterprises, table):
    """Settle every imbalance of the parties `waiting`. Returns whether all numbers held, and stuck.

    `stuck` are the parties that block each other: none when a plan exists.
    """
    stuck = table.seen[:0].copy()
    for way in (1, -1):
        for source in waiting:
            toward = 1 if (source < enterprises) == (way > 0) else -1
            while (table.held[source] - table.taken[source]) * toward > 0:
                marked = _move(source, way, enterprises, table)
                if marked == TOO_WIDE:
                    return False, stuck
                if marked < 0:
                    if len(stuck) == 0:
                        stuck = table.seen[:-marked].copy()
                    break
    return True, stuck
