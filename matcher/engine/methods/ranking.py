"""Pairs from best to worst, and how many of a selection each party has."""

from __future__ import annotations

import numpy as np

from matcher.engine.problem import Mask, MatchingProblem, Whole


def from_best_to_worst(problem: MatchingProblem) -> Whole:
    """Rows by score, equal scores by draw, equal draws by row."""
    return np.lexsort((~problem.draw, -problem.score))


def taken(problem: MatchingProblem, picked: Mask, side: str) -> Whole:
    """How many picked pairs each party of `side` has."""
    parties = len(getattr(problem, f"{side}_capacity"))
    return np.bincount(getattr(problem, side)[picked], minlength=parties)
