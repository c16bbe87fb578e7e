"""Every pair in one of three roles: not chosen, the first partner of its village, or a further one.

A village's first partner is what `fair` compares villages by; every chosen pair adds to the total.
Both together are still a flow, so levels can settle them exactly: a village that may take several
partners gets one place for the first and the others for further ones, and each of its pairs a
crossing that it passes at most once, on the way to either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.engine.problem import Mask, MatchingProblem, Whole


@dataclass(frozen=True, eq=False)
class Roles:
    """The problem with places and crossings: its first `pairs` rows are the pairs as they were.

    Behind them every pair that has a crossing (`crossing`) has three more rows: it stays idle, it
    goes to a further place, it goes to the first one.

    `standing` is, per row, the score at which its village stands if the row is chosen, and `weight`
    what covering that village counts; −1 and 0 where the row makes no first partner, as in villages
    of weight 0, which nobody compares.
    """

    problem: MatchingProblem
    pairs: int
    crossing: Whole
    standing: Whole
    weight: Whole

    def cast(self, plan: Mask) -> Mask:
        """A plan with its roles: in every village the best pair is the first."""
        rows = np.flatnonzero(plan[self.crossing])
        places = self.problem.village[self.pairs + 2 * len(self.crossing) + rows]
        score = self.problem.score[self.crossing[rows]]
        rows = rows[np.lexsort((-score, places))]
        is_first = np.ones(len(rows), np.bool_)
        is_first[1:] = np.diff(np.sort(places)) > 0
        idle, further, first = (np.zeros(len(self.crossing), np.bool_) for _ in range(3))
        idle[:] = ~plan[self.crossing]
        first[rows[is_first]] = True
        further[rows[~is_first]] = True
        return np.concatenate([plan, idle, further, first])


def in_roles(problem: MatchingProblem) -> Roles:
    """Lay the problem out; villages with at most one partner stay as they are."""
    pairs = len(problem.score)
    enterprises, villages = len(problem.enterprise_capacity), len(problem.village_capacity)
    usable = np.bincount(problem.village[~problem.vetoed], minlength=villages)
    counts = problem.village_weight > 0
    several = counts & (np.minimum(usable, problem.village_capacity) > 1)
    crossing = np.flatnonzero(several[problem.village] & ~problem.vetoed)
    village = problem.village[crossing]
    first = villages + np.cumsum(several) - 1
    giver = enterprises + np.arange(len(crossing))
    taker = villages + int(several.sum()) + np.arange(len(crossing))
    passed = problem.village.copy()
    passed[crossing] = taker
    least = problem.village_minimum
    one, firsts = np.ones(len(crossing), np.int64), np.ones(int(several.sum()), np.int64)
    rows = pairs + 3 * len(crossing)
    laid_out = problem.having(
        enterprise=np.concatenate([problem.enterprise, giver, giver, giver]),
        village=np.concatenate([passed, taker, village, first[village]]),
        score=_longer(problem.score, rows),
        enterprise_capacity=np.concatenate([problem.enterprise_capacity, one]),
        enterprise_minimum=np.concatenate([problem.enterprise_minimum, one]),
        village_capacity=np.concatenate([problem.village_capacity - several, firsts, one]),
        village_minimum=np.concatenate(
            [np.maximum(least - several, 0), np.minimum(least[several], 1), one]
        ),
        village_weight=_longer(problem.village_weight, villages + len(firsts) + len(one)),
        pinned=_longer(problem.pinned, rows),
        vetoed=_longer(problem.vetoed, rows),
        draw=_longer(problem.draw, rows),
    )
    standing, weight = np.full(rows, -1), np.zeros(rows, np.int64)
    single = np.flatnonzero((counts & ~several)[problem.village] & ~problem.vetoed)
    for row, pair in ((single, single), (np.arange(rows - len(crossing), rows), crossing)):
        standing[row] = problem.score[pair]
        weight[row] = problem.village_weight[problem.village[pair]]
    return Roles(laid_out, pairs, crossing, standing, weight)


def _longer(array: NDArray[Any], length: int) -> NDArray[Any]:
    """The array with zeros behind."""
    longer = np.zeros(length, array.dtype)
    longer[: len(array)] = array
    return longer
