"""The largest total score."""

from __future__ import annotations

from numpy.typing import ArrayLike

from matcher.engine import objectives
from matcher.engine.assignment.levels import best_by
from matcher.engine.keeping import kept
from matcher.engine.matching import Matching
from matcher.engine.problem import MatchingProblem


def plan(
    problem: MatchingProblem, *, keep: ArrayLike | None = None, keep_bonus: int = 0
) -> Matching:
    """No plan that keeps pins, vetoes, capacities and minimums has a larger total score."""
    keeping = kept(problem, keep, keep_bonus)
    found = best_by(problem, [objectives.score(problem, keeping)], keeping)
    return Matching.proven(problem, "score", found, keeping)
