"""What an optimal plan would lose without each of its pairs, from shortest ways alone."""

# ruff: noqa: PLR0912, PLR0915, PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

import numpy as np
from numba import njit

from matcher.engine.heap import pop, rise

FAR = np.int64(2**62)


@njit(cache=True)
def _spread(
    dropping_first, enterprises, left, right, value, first, pair_of, count, price,
    far, heap, spot, size, limit,
):  # fmt: skip
    """Dijkstra from what is already on the heap, over all parties nearer than `limit`."""
    while size > 0 and far[heap[0]] < limit:
        p = pop(heap, spot, far, size)
        size -= 1
        dropping = (p < enterprises) == dropping_first
        start = first[p] if dropping else first[p] + count[p]
        end = first[p] + count[p] if dropping else first[p + 1]
        for at in range(start, end):
            i = pair_of[at]
            q = right[i] if p == left[i] else left[i]
            margin = value[i] - price[p] - price[q]
            step = far[p] + (margin if dropping else -margin)
            if step < far[q]:
                far[q] = step
                if spot[q] < 0:
                    heap[size] = q
                    spot[q] = size
                    size += 1
                rise(heap, spot, far, spot[q])


@njit(cache=True)
def losses(
    enterprises, left, right, value, first, pair_of,
    price, bonus, least, most, count, taken,
):  # fmt: skip
    """Per chosen pair what the optimum loses without it; FAR where nothing could replace it.

    Its village then lacks one and its enterprise lacks one: the loss is the pair's margin and the
    shortest way between the two, straight or by way of parties content to change their counts.
    """
    parties = len(price)
    heap = np.empty(parties + 1, np.int64)
    spot = np.full(parties, -1, np.int64)
    out = np.full(parties, FAR, np.int64)
    away = np.full(parties, FAR, np.int64)
    size = 0
    for p in range(parties):
        enterprise = p < enterprises
        if taken[p] < most[p]:
            more = -price[p] - (bonus[p] if taken[p] == 0 else 0)
            if enterprise:
                away[p] = more
            else:
                out[p] = more
        if taken[p] > least[p]:
            fewer = price[p] + (bonus[p] if taken[p] == 1 else 0)
            if enterprise:
                out[p] = fewer
            else:
                away[p] = fewer
        if out[p] < FAR:
            heap[size] = p
            spot[p] = size
            size += 1
            rise(heap, spot, out, spot[p])
    _spread(
        True, enterprises, left, right, value, first, pair_of, count, price,
        out, heap, spot, size, FAR,
    )  # fmt: skip
    far = np.full(parties, FAR, np.int64)
    seen = np.empty(parties, np.int64)
    lost = np.zeros(len(left), np.int64)
    for source in range(enterprises, parties):
        if count[source] == 0:
            continue
        marked = 1
        seen[0] = source
        far[source] = 0
        heap[0] = source
        spot[source] = 0
        size = 1
        to_root = FAR
        while size > 0:
            p = heap[0]
            d = far[p]
            bound = np.int64(0)
            for at in range(first[source], first[source] + count[source]):
                e = left[pair_of[at]]
                bound = max(bound, min(far[e], to_root + out[e] if to_root < FAR else FAR))
            if d >= bound:
                break
            pop(heap, spot, far, size)
            size -= 1
            if away[p] < FAR:
                to_root = min(to_root, d + away[p])
            dropping = p < enterprises
            start = first[p] if dropping else first[p] + count[p]
            end = first[p] + count[p] if dropping else first[p + 1]
            for at in range(start, end):
                i = pair_of[at]
                q = right[i] if p == left[i] else left[i]
                margin = value[i] - price[p] - price[q]
                step = d + (margin if dropping else -margin)
                if step < far[q]:
                    if far[q] == FAR:
                        seen[marked] = q
                        marked += 1
                    far[q] = step
                    if spot[q] < 0:
                        heap[size] = q
                        spot[q] = size
                        size += 1
                    rise(heap, spot, far, spot[q])
        for at in range(first[source], first[source] + count[source]):
            i = pair_of[at]
            e = left[i]
            way = far[e]
            if to_root < FAR and out[e] < FAR:
                way = min(way, to_root + out[e])
            lost[i] = min(FAR, way + value[i] - price[e] - price[source])
        for at in range(marked):
            far[seen[at]] = FAR
            spot[seen[at]] = -1
    return lost
