"""First the weight of covered villages, then the number of engaged enterprises, then the score."""

from __future__ import annotations

from numpy.typing import ArrayLike

from matcher.engine.assignment.levels import best_by
from matcher.engine.keeping import kept
from matcher.engine.matching import Matching
from matcher.engine.objectives import coverage, engagement, score
from matcher.engine.problem import MatchingProblem


def plan(
    problem: MatchingProblem, *, keep: ArrayLike | None = None, keep_bonus: int = 0
) -> Matching:
    """No plan covers more weight; none that covers as much engages more; then the best score."""
    keeping = kept(problem, keep, keep_bonus)
    levels = [coverage(problem), engagement(problem), score(problem, keeping)]
    return Matching.proven(problem, "coverage", best_by(problem, levels, keeping), keeping)
