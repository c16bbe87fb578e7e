"""Best pair first: the baseline that a better method is measured against, never the default."""

from __future__ import annotations

import numpy as np

from matcher.engine import objectives
from matcher.engine.assignment.levels import best_by
from matcher.engine.matching import Conflict, Matching, Status
from matcher.engine.methods.ranking import from_best_to_worst, taken
from matcher.engine.methods.taking import take_in_order
from matcher.engine.objectives import Objective
from matcher.engine.problem import Mask, MatchingProblem


def plan(problem: MatchingProblem) -> Matching:
    """Pins, then pair after pair by score and draw while both sides have room.

    Where that misses a hard minimum or pins alone overfill a party, as many of its pairs as
    possible stay and the rest is the best by score: a minimum is never waived.
    """
    picked = _best_pair_first(problem)
    if not _holds(problem, picked):
        score = objectives.score(problem)
        stay = Objective("stay", picked.astype(np.int64), score.bonus)
        best = best_by(problem, [stay, score])
        if isinstance(best, Conflict):
            return Matching.impossible(problem, "greedy", best)
        picked = best.picked
    return Matching.of(problem, "greedy", Status.FEASIBLE, picked)


def _best_pair_first(problem: MatchingProblem) -> Mask:
    picked = problem.pinned.copy()
    enterprise_room = problem.enterprise_capacity - taken(problem, picked, "enterprise")
    village_room = problem.village_capacity - taken(problem, picked, "village")
    order = from_best_to_worst(problem)
    order = order[~(problem.vetoed | problem.pinned)[order]]
    take_in_order(order, problem.enterprise, problem.village, enterprise_room, village_room, picked)
    return picked


def _holds(problem: MatchingProblem, picked: Mask) -> bool:
    for side in ("enterprise", "village"):
        count = taken(problem, picked, side)
        if (count < getattr(problem, f"{side}_minimum")).any():
            return False
        if (count > getattr(problem, f"{side}_capacity")).any():
            return False
    return True
