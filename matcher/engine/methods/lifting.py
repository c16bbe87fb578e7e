"""Lifting villages off a score: as few as possible keep standing there, nobody else goes down.

The pairs on which a village stands at the score begin to cost 1, one after another. Searched are
all from whom their village can be reached along open pairs and free places at no cost. If its
enterprise is among them, the pairs on the way change places and the village is lifted; if not, the
rank of all that were found rises by 1, which proves that lifting it would push another one down
(out-of-kilter method, Fulkerson 1961, with unit costs). What then costs something is decided.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from matcher.engine.assignment.face import Face
from matcher.engine.problem import Mask, Whole

UNSEEN = -2
HERE = -3
THE_ROOT = -1


class Ground(NamedTuple):
    """The open pairs around every party, which are chosen, and what lifting needs to remember.

    The pairs of party p are `pair_of[first[p] : first[p + 1]]`; it has `taken` of them chosen and
    may have `least` … `most`. Between two scores nothing costs, and all have rank 0. The last rank
    is the root's, where the places go that somebody may leave empty.
    """

    enterprises: int
    left: Whole
    right: Whole
    first: Whole
    pair_of: Whole
    is_open: Mask
    chosen: Mask
    least: Whole
    most: Whole
    taken: Whole
    cost: Whole
    rank: Whole
    toward: Whole
    queue: Whole
    moved: Whole


def ground(face: Face, chosen: Mask) -> Ground:
    """The open pairs of a face with a plan within it."""
    parties, pairs = len(face.most), len(face.left)
    ends = np.concatenate([face.left, face.right]).astype(np.int64)
    first = np.zeros(parties + 1, np.int64)
    np.cumsum(np.bincount(ends, minlength=parties), out=first[1:])
    return Ground(
        enterprises=face.enterprises,
        left=ends[:pairs],
        right=ends[pairs:],
        first=first,
        pair_of=np.argsort(ends, kind="stable") % max(pairs, 1),
        is_open=np.ones(pairs, np.bool_),
        chosen=chosen.copy(),
        least=face.least.copy(),
        most=face.most.copy(),
        taken=np.bincount(ends[np.append(chosen, chosen)], minlength=parties),
        cost=np.zeros(pairs, np.int64),
        rank=np.zeros(parties + 1, np.int64),
        toward=np.full(parties + 1, UNSEEN),
        queue=np.empty(parties + 1, np.int64),
        moved=np.empty(parties + 1, np.int64),
    )


@njit(cache=True)
def next_chosen(order, chosen, start):
    """The first place in `order` from `start` on where a chosen pair stands."""
    for at in range(start, len(order)):
        if chosen[order[at]]:
            return at
    return len(order)


@njit(cache=True)
def lift(band, g):
    """Lift as many villages as possible off the pairs of `band`; what enterprises' places cost."""
    for i in band:
        if not g.chosen[i]:
            g.cost[i] = 1
    size = 0
    for i in band:
        g.cost[i] = 1
        e, v = g.left[i], g.right[i]
        if not (g.is_open[i] and g.chosen[i]) or g.rank[v] > g.rank[e]:
            continue
        found = _reaching(v, e, g)
        if g.toward[e] != UNSEEN:
            _change_places(e, v, i, g)
        else:
            for at in range(found):
                p = g.queue[at]
                if g.rank[p] == 0:
                    g.moved[size] = p
                    size += 1
                g.rank[p] += 1
        for at in range(found):
            g.toward[g.queue[at]] = UNSEEN
    return _decided(band, g.moved[:size], g)


@njit(cache=True)
def _reaching(v, e, g):
    """Queue everybody from whom `v` is reached at no cost, until `e` is; how many there are."""
    root = len(g.least)
    g.queue[0] = v
    g.toward[v] = HERE
    size = 1
    at = 0
    while at < size and g.toward[e] == UNSEEN:
        x = g.queue[at]
        at += 1
        if x == root:
            for p in range(root):
                fewer = g.taken[p] > g.least[p] if p < g.enterprises else g.taken[p] < g.most[p]
                if fewer and g.toward[p] == UNSEEN and g.rank[p] == g.rank[root]:
                    g.toward[p] = THE_ROOT
                    g.queue[size] = p
                    size += 1
            continue
        giver = x < g.enterprises
        room = g.taken[x] < g.most[x] if giver else g.taken[x] > g.least[x]
        if room and g.toward[root] == UNSEEN and g.rank[x] == g.rank[root]:
            g.toward[root] = x
            g.queue[size] = root
            size += 1
        for k in range(g.first[x], g.first[x + 1]):
            i = g.pair_of[k]
            q = g.right[i] if giver else g.left[i]
            if g.chosen[i] == giver and g.toward[q] == UNSEEN and g.is_open[i] and _free(i, g):
                g.toward[q] = i
                g.queue[size] = q
                size += 1
    return size


@njit(cache=True)
def _free(i, g):
    return g.cost[i] + g.rank[g.left[i]] == g.rank[g.right[i]]


@njit(cache=True)
def _change_places(e, v, dropped, g):
    """Drop a pair, and turn all pairs on the way from `e` to `v`."""
    g.chosen[dropped] = False
    g.taken[e] -= 1
    g.taken[v] -= 1
    root = len(g.least)
    p = e
    while p != v:
        i = g.toward[p]
        if p == root:
            p = i
        elif i == THE_ROOT:
            p = root
        else:
            g.chosen[i] = not g.chosen[i]
            change = 1 if g.chosen[i] else -1
            g.taken[g.left[i]] += change
            g.taken[g.right[i]] += change
            p = g.right[i] if p == g.left[i] else g.left[i]


@njit(cache=True)
def _decided(band, moved, g):
    """Close what costs something now, forget ranks and costs, and return the enterprises' prices.

    A price is what a rank exceeds the root's by; who has one keeps as many pairs as it has.
    """
    root = len(g.least)
    price = np.zeros(g.enterprises, np.int64)
    everybody = g.rank[root] != 0
    for at in range(root if everybody else len(moved)):
        p = at if everybody else moved[at]
        if g.rank[p] != g.rank[root]:
            g.least[p] = g.most[p] = g.taken[p]
            if p < g.enterprises:
                price[p] = g.rank[p] - g.rank[root]
    for i in band:
        g.is_open[i] = g.is_open[i] and _free(i, g)
    for p in moved:
        if p != root:
            for k in range(g.first[p], g.first[p + 1]):
                i = g.pair_of[k]
                g.is_open[i] = g.is_open[i] and _free(i, g)
    for i in band:
        g.cost[i] = 0
    for p in moved:
        g.rank[p] = 0
    return price
