"""Whether really no plan exists, when one says so: a cut that shows it, or a flow that tries."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import numpy as np

from matcher.engine.auditing.findings import Finding
from matcher.engine.matching import Matching
from matcher.engine.problem import Mask, MatchingProblem, Whole

SIDES = ("enterprise", "village")


def impossibility(problem: MatchingProblem, matching: Matching) -> Iterator[Finding]:
    """A finding if the pins and minimums can be met after all.

    The parties named as the conflict are proof enough when they must have more than they can get
    (Hall 1935, with bounds: Hoffman 1960). Without that networkx looks for a plan, and for `stable`
    the one stable plan is made: with the same scores for both sides, best pair first.
    """
    if _overfull(problem) or _shown_by_the_conflict(problem, matching):
        return
    if matching.method == "stable":
        if _misses_a_minimum(problem, _best_pair_first(problem)):
            return
    elif not import_module("matcher.engine.auditing.feasibility").plan_exists(problem):
        return
    yield Finding("engine.verify.not_impossible", {"method": matching.method})


def _count(problem: MatchingProblem, side: str, rows: Mask) -> Whole:
    ends = getattr(problem, side)[rows]
    return np.bincount(ends, minlength=len(getattr(problem, f"{side}_capacity")))


def _overfull(problem: MatchingProblem) -> bool:
    return any(
        (_count(problem, side, problem.pinned) > getattr(problem, f"{side}_capacity")).any()
        for side in SIDES
    )


def _shown_by_the_conflict(problem: MatchingProblem, matching: Matching) -> bool:
    """Whether one side of the conflict must have more than the other can give and others offer."""
    if matching.conflict is None:
        return False
    named = {
        "enterprise": np.zeros(len(problem.enterprise_capacity), np.bool_),
        "village": np.zeros(len(problem.village_capacity), np.bool_),
    }
    named["enterprise"][list(matching.conflict.enterprises)] = True
    named["village"][list(matching.conflict.villages)] = True
    inside = {side: named[side][getattr(problem, side)] for side in SIDES}
    for asking, giving in (SIDES, SIDES[::-1]):
        elsewhere = inside[asking] & ~inside[giving] & ~problem.vetoed
        bound = inside[giving] & ~inside[asking] & problem.pinned
        pins = _count(problem, asking, problem.pinned)
        least = np.maximum(getattr(problem, f"{asking}_minimum"), pins)
        wanted = int(least[named[asking]].sum())
        offered = int(getattr(problem, f"{giving}_capacity")[named[giving]].sum())
        if wanted > offered - int(bound.sum()) + int(elsewhere.sum()):
            return True
    return False


def _best_pair_first(problem: MatchingProblem) -> Mask:
    picked = problem.pinned.copy()
    room = {
        side: (
            getattr(problem, f"{side}_capacity") - _count(problem, side, problem.pinned)
        ).tolist()
        for side in SIDES
    }
    order = np.lexsort((~problem.draw, -problem.score))
    order = order[~(problem.pinned | problem.vetoed)[order]]
    ends = zip(problem.enterprise[order].tolist(), problem.village[order].tolist(), strict=True)
    for row, (enterprise, village) in zip(order.tolist(), ends, strict=True):
        if room["enterprise"][enterprise] and room["village"][village]:
            room["enterprise"][enterprise] -= 1
            room["village"][village] -= 1
            picked[row] = True
    return picked


def _misses_a_minimum(problem: MatchingProblem, picked: Mask) -> bool:
    return any(
        (_count(problem, side, picked) < getattr(problem, f"{side}_minimum")).any()
        for side in SIDES
    )
