"""Demands met one after another, each at the least expense of those met before.

Pairs flow from enterprises to villages, and through the root back. Pins are chosen to begin with;
then party after party must have its minimum, and give up what pins overfilled. One unit at a time
looks for a way to the root that costs nothing. Where there is none, the demands and capacities
around the parties that were searched contradict each other: one unit of them must give way, and
their ranks move by 1, so that later ways weigh what they would break (out-of-kilter method,
Fulkerson 1961, every broken unit costing 1).
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from matcher.engine.problem import Mask, MatchingProblem, Whole

UNSEEN = -2
HERE = -3
THE_ROOT = -1


class Elastic(NamedTuple):
    """Parties are enterprises, then villages, then the root; pairs are those without a veto.

    `taken` is how many chosen pairs a party has, `met` whether its minimum counts yet.
    """

    enterprises: int
    rows: Whole
    left: Whole
    right: Whole
    pinned: Mask
    first: Whole
    pair_of: Whole
    chosen: Mask
    least: Whole
    most: Whole
    taken: Whole
    met: Mask
    rank: Whole
    toward: Whole
    queue: Whole


def elastic(problem: MatchingProblem) -> Elastic:
    """The pins chosen, and nothing else yet."""
    split = len(problem.enterprise_capacity)
    rows = np.flatnonzero(~problem.vetoed)
    left, right, pinned = problem.enterprise[rows], problem.village[rows] + split, problem.pinned
    most = np.append(problem.enterprise_capacity, problem.village_capacity)
    parties, ends = len(most), np.append(left, right)
    first = np.zeros(parties + 1, np.int64)
    np.cumsum(np.bincount(ends, minlength=parties), out=first[1:])
    chosen = pinned[rows]
    return Elastic(
        enterprises=split,
        rows=rows,
        left=left,
        right=right,
        pinned=chosen.copy(),
        first=first,
        pair_of=np.argsort(ends, kind="stable") % max(len(rows), 1),
        chosen=chosen,
        least=np.append(problem.enterprise_minimum, problem.village_minimum),
        most=most,
        taken=np.bincount(ends[np.append(chosen, chosen)], minlength=parties),
        met=np.zeros(parties, np.bool_),
        rank=np.zeros(parties + 1, np.int64),
        toward=np.full(parties + 1, UNSEEN),
        queue=np.empty(parties + 1, np.int64),
    )


@njit(cache=True)
def meet(s, stop_at_first):
    """Meet all demands; or stop at the first that cannot be met without breaking another.

    Returns that party and how many of `queue` were searched for it, or −1 and 0.
    """
    root = len(s.taken)
    for p in range(root):
        if s.taken[p] >= s.least[p] and s.taken[p] <= s.most[p]:
            s.met[p] = True
            continue
        s.met[p] = True
        lacking = s.taken[p] < s.least[p]
        onward = (p < s.enterprises) == lacking
        step = 1 if lacking else -1
        while (s.taken[p] < s.least[p] if lacking else s.taken[p] > s.most[p]) and (
            s.rank[root] == s.rank[p]
        ):
            found = _search(p, onward, s)
            reached = s.toward[root] != UNSEEN
            if reached:
                _push(p, onward, s)
                s.taken[p] += step
            elif stop_at_first:
                return p, found
            else:
                for at in range(found):
                    s.rank[s.queue[at]] += -1 if onward else 1
            for at in range(found):
                s.toward[s.queue[at]] = UNSEEN
    return -1, 0


@njit(cache=True)
def _more(p, s):
    """What one pair more breaks."""
    if s.taken[p] < s.least[p] and s.met[p]:
        return -1
    return 0 if s.taken[p] < s.most[p] else 1


@njit(cache=True)
def _fewer(p, s):
    """What one pair fewer breaks."""
    if s.taken[p] > s.most[p]:
        return -1 if s.met[p] else 0
    return 1 if s.taken[p] == 0 or (s.met[p] and s.taken[p] <= s.least[p]) else 0


@njit(cache=True)
def _to_root(p, onward, s):
    """Whether the way between p and the root costs nothing: from p onward, or back to p."""
    root = len(s.taken)
    if (p < s.enterprises) == onward:
        if s.taken[p] == 0:
            return False
        cost = _fewer(p, s)
    else:
        cost = _more(p, s)
    away = s.rank[p] - s.rank[root]
    return cost + (away if onward else -away) == 0


@njit(cache=True)
def _search(source, onward, s):
    """Queue whom `source` reaches (onward), or who reaches it, at no cost, until the root is."""
    root = len(s.taken)
    s.queue[0] = source
    s.toward[source] = HERE
    size = 1
    at = 0
    while at < size:
        x = s.queue[at]
        at += 1
        if x != source and _to_root(x, onward, s):
            s.toward[root] = x
            s.queue[size] = root
            return size + 1
        giver = x < s.enterprises
        for k in range(s.first[x], s.first[x + 1]):
            i = s.pair_of[k]
            e, v = s.left[i], s.right[i]
            q = v if giver else e
            costs = s.rank[e] - s.rank[v] - (1 if s.pinned[i] else 0)
            if s.toward[q] == UNSEEN and s.chosen[i] == (giver != onward) and costs == 0:
                s.toward[q] = i
                s.queue[size] = q
                size += 1
    return size


@njit(cache=True)
def _push(source, onward, s):
    """Turn all pairs between `source` and the root."""
    p = s.toward[len(s.taken)]
    s.taken[p] += -1 if (p < s.enterprises) == onward else 1
    while p != source:
        i = s.toward[p]
        s.chosen[i] = not s.chosen[i]
        p = s.right[i] if p == s.left[i] else s.left[i]
