"""First the weight of covered villages, then the number of engaged enterprises, then the score."""

from __future__ import annotations

from matcher.engine.levels import best_by
from matcher.engine.matching import Matching
from matcher.engine.objectives import coverage, engagement, score
from matcher.engine.problem import MatchingProblem


def plan(problem: MatchingProblem) -> Matching:
    """No plan covers more weight; none that covers as much engages more; then the best score."""
    levels = [coverage(problem), engagement(problem), score(problem)]
    return Matching.proven(problem, "coverage", best_by(problem, levels))
