"""Nobody has reason to change: no pair outside the plan would suit both its sides better."""

from __future__ import annotations

import numpy as np

from matcher.engine.matching import Conflict, Matching, Status
from matcher.engine.methods.ranking import from_best_to_worst, taken
from matcher.engine.methods.taking import defer
from matcher.engine.problem import MatchingProblem
from matcher.errors import ProblemRefused

SIDES = ("village", "enterprise")


def plan(problem: MatchingProblem, *, proposing: str = "village") -> Matching:
    """Deferred acceptance by score, equal scores by draw; pins are held whatever is offered.

    All stable plans give every party the same number of partners, so where this one misses a
    minimum every stable plan does, and the answer is infeasible, naming the parties.
    """
    if proposing not in SIDES:
        raise ProblemRefused("engine.unknown_side", side=proposing, known=list(SIDES))
    receiving = SIDES[1 - SIDES.index(proposing)]
    room = {}
    for side in SIDES:
        room[side] = getattr(problem, f"{side}_capacity") - taken(problem, problem.pinned, side)
        if (room[side] < 0).any():
            return _impossible(problem, side, -room[side])
    order = from_best_to_worst(problem)
    picked = problem.pinned.copy()
    defer(
        order[~(problem.pinned | problem.vetoed)[order]],
        getattr(problem, proposing),
        getattr(problem, receiving),
        room[proposing],
        room[receiving],
        picked,
    )
    for side in SIDES:
        missing = getattr(problem, f"{side}_minimum") - taken(problem, picked, side)
        if (missing > 0).any():
            return _impossible(problem, side, missing)
    return Matching.of(problem, "stable", Status.FEASIBLE, picked)


def _impossible(
    problem: MatchingProblem, side: str, missing: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> Matching:
    parties = tuple(np.flatnonzero(missing > 0).tolist())
    pins = problem.pinned & (missing > 0)[getattr(problem, side)]
    knot = Conflict(
        enterprises=parties if side == "enterprise" else (),
        villages=parties if side == "village" else (),
        pins=tuple(np.flatnonzero(pins).tolist()),
        places_missing=int(missing.clip(0).sum()),
    )
    return Matching.impossible(problem, "stable", knot)
