"""Pairs that would rather have each other than what the plan gave them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.engine.matching import Matching
from matcher.engine.problem import MatchingProblem


def blocking_pairs(problem: MatchingProblem, matching: Matching) -> NDArray[np.int64]:
    """Rows of pairs outside the plan which both sides prefer to a place they have or leave empty.

    A side prefers the higher score, at equal scores the higher draw, then the lower row; it cannot
    give up a pin. Counted from the arrays alone.
    """
    rank = np.empty(len(problem.score), np.int64)
    rank[np.lexsort((~problem.draw, -problem.score))] = np.arange(len(rank))
    chosen = np.zeros(len(rank), np.bool_)
    chosen[matching.chosen] = True
    willing = ~chosen & ~problem.vetoed
    for ends, capacity in (
        (problem.enterprise, problem.enterprise_capacity),
        (problem.village, problem.village_capacity),
    ):
        has = np.bincount(ends[chosen], minlength=len(capacity))
        worst = np.full(len(capacity), -1)
        free = chosen & ~problem.pinned
        np.maximum.at(worst, ends[free], rank[free])
        willing &= (has < capacity)[ends] | (rank < worst[ends])
    return np.flatnonzero(willing)
