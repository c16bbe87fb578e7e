"""What an optimal plan would lose without each of its pairs, from shortest ways alone.

Without a pair its village lacks one and its enterprise lacks one. The loss is the pair's margin and
the shortest way between the two: straight from party to party, or by way of the root, that is of
parties content to change their counts. Distances to and from the root are counted once for all;
they bound each way, and whoever is reached as cheaply by way of the root, or lies too far off every
way that could still be shorter, need not be looked at. Margins and distances are reach and score;
the draw takes no part.
"""

# ruff: noqa: PLR0912, PLR0915, PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

import numpy as np
from numba import njit

from matcher.engine.replanning.nearest import less, pop, rise

FAR = np.int64(2**60)
UNSEEN = np.int64(2**62)


@njit(cache=True)
def _ways(onward, enterprises, table):
    """From every party on: villages take another pair, enterprises drop one, and what it costs.

    Not `onward`, the same ways listed by where they lead.
    """
    parties = len(table.most)
    start = np.empty(parties + 1, np.int64)
    end = np.empty(len(table.left), np.int32)
    cost = np.empty((len(table.left), 2), np.int64)
    size = 0
    for p in range(parties):
        start[p] = size
        dropping = (p < enterprises) == onward
        toward = 1 if dropping else -1
        border = table.first[p] + table.held[p]
        begin, beyond = table.first[p], border
        if not dropping:
            begin, beyond = border, table.first[p + 1]
        for at in range(begin, beyond):
            i = table.pair_of[at]
            if table.fixed[i]:
                continue
            q = table.right[i] if p < enterprises else table.left[i]
            end[size] = q
            cost[size, 0] = -toward * (table.price[p, 0] + table.price[q, 0])
            cost[size, 1] = toward * (table.value[i, 0] - table.price[p, 1] - table.price[q, 1])
            size += 1
    start[parties] = size
    return start, end, cost


@njit(cache=True)
def _shorter_than_the_root(start, end, cost, out, back):
    """Strike out every way that is no shorter than the one by way of the root."""
    size = 0
    for p in range(len(start) - 1):
        begin = start[p]
        start[p] = size
        for k in range(begin, start[p + 1]):
            q = end[k]
            if less(cost[k, 0], cost[k, 1], 0, back[p, 0] + out[q, 0], back[p, 1] + out[q, 1], 0):
                end[size] = q
                cost[size] = cost[k]
                size += 1
    start[-1] = size


@njit(cache=True)
def _from_root(taking, enterprises, table, start, end, cost, heap, spot):
    """How far every party is from the root, when enterprises there take more or (not) fewer."""
    parties = len(table.most)
    far = np.zeros((parties, 3), np.int64)
    size = 0
    for p in range(parties):
        far[p, 0] = FAR
        more = (p < enterprises) == taking
        taken = table.taken[p]
        if (taken < table.most[p]) if more else (taken > table.least[p]):
            toward = -1 if more else 1
            only = table.bonus[p] if taken == (0 if more else 1) else 0
            far[p, 0] = toward * (table.price[p, 0] + only)
            far[p, 1] = toward * table.price[p, 1]
            heap[size] = p
            spot[p] = size
            size += 1
            rise(heap, spot, far, spot[p])
    while size > 0:
        p = pop(heap, spot, far, size)
        size -= 1
        for k in range(start[p], start[p + 1]):
            q = end[k]
            s0, s1 = far[p, 0] + cost[k, 0], far[p, 1] + cost[k, 1]
            if less(s0, s1, 0, far[q, 0], far[q, 1], 0):
                far[q, 0], far[q, 1] = s0, s1
                if spot[q] < 0:
                    heap[size] = q
                    spot[q] = size
                    size += 1
                rise(heap, spot, far, spot[q])
    return far[:, :2].copy()


@njit(cache=True)
def losses(enterprises, table):
    """Per chosen pair the loss in reach and in score; reach FAR or more where no plan is left."""
    parties = len(table.most)
    first, held, left = table.first, table.held, table.left
    heap, spot, seen = table.heap, table.spot, table.seen
    start, end, cost = _ways(False, enterprises, table)
    back = _from_root(True, enterprises, table, start, end, cost, heap, spot)
    start, end, cost = _ways(True, enterprises, table)
    out = _from_root(False, enterprises, table, start, end, cost, heap, spot)
    _shorter_than_the_root(start, end, cost, out, back)
    far = np.zeros((parties, 3), np.int64)
    far[:, 0] = UNSEEN
    lost = np.zeros((len(left), 2), np.int64)
    for v in range(enterprises, parties):
        mine = table.pair_of[first[v] : first[v] + held[v]]
        b0, b1 = back[v, 0], back[v, 1]
        slack0, slack1 = -FAR, np.int64(0)
        for i in mine:
            if table.fixed[i]:
                continue
            e = left[i]
            far[e, 0], far[e, 1] = b0 + out[e, 0], b1 + out[e, 1]
            s0, s1 = far[e, 0] + back[e, 0], far[e, 1] + back[e, 1]
            if less(slack0, slack1, 0, s0, s1, 0):
                slack0, slack1 = s0, s1
        marked = 1
        seen[0] = heap[0] = v
        far[v, 0] = far[v, 1] = spot[v] = 0
        size = 1
        while size > 0:
            p = heap[0]
            d0, d1 = far[p, 0], far[p, 1]
            shorter = False
            for i in mine:
                e = left[i]
                if not table.fixed[i] and less(d0, d1, 0, far[e, 0], far[e, 1], 0):
                    shorter = True
            if not shorter:
                break
            pop(heap, spot, far, size)
            size -= 1
            for k in range(start[p], start[p + 1]):
                q = end[k]
                s0, s1 = d0 + cost[k, 0], d1 + cost[k, 1]
                if (
                    less(s0, s1, 0, far[q, 0], far[q, 1], 0)
                    and less(s0, s1, 0, b0 + out[q, 0], b1 + out[q, 1], 0)
                    and less(s0 + back[q, 0], s1 + back[q, 1], 0, slack0, slack1, 0)
                ):
                    if spot[q] < 0:
                        seen[marked] = q
                        marked += 1
                        heap[size] = q
                        spot[q] = size
                        size += 1
                    far[q, 0], far[q, 1] = s0, s1
                    rise(heap, spot, far, spot[q])
        for i in mine:
            e = left[i]
            lost[i, 0] = far[e, 0] - table.price[e, 0] - table.price[v, 0]
            lost[i, 1] = far[e, 1] + table.value[i, 0] - table.price[e, 1] - table.price[v, 1]
            if table.fixed[i]:
                lost[i, 0] = FAR
            far[e, 0] = UNSEEN
            spot[e] = -1
        for at in range(marked):
            far[seen[at], 0] = UNSEEN
            spot[seen[at]] = -1
    return lost
