"""What can count at a level of the objective, under the name the certificate uses for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matcher.engine.problem import MatchingProblem, Whole


@dataclass(frozen=True)
class Objective:
    """A value per pair, and a bonus per party (enterprises, then villages) for its first one."""

    name: str
    value: Whole
    bonus: Whole


def coverage(problem: MatchingProblem) -> Objective:
    """The weight of every village that has at least one partner."""
    idle = np.zeros(len(problem.enterprise_capacity), np.int64)
    value = np.zeros(len(problem.score), np.int64)
    return Objective("coverage", value, np.concatenate([idle, problem.village_weight]))


def engagement(problem: MatchingProblem) -> Objective:
    """One for every enterprise that has at least one village."""
    one = np.ones(len(problem.enterprise_capacity), np.int64)
    nothing = np.zeros(len(problem.village_capacity), np.int64)
    return Objective("engagement", np.zeros_like(problem.score), np.concatenate([one, nothing]))


def score(problem: MatchingProblem) -> Objective:
    """The score of every chosen pair."""
    parties = len(problem.enterprise_capacity) + len(problem.village_capacity)
    return Objective("score", problem.score, np.zeros(parties, np.int64))


OBJECTIVES: dict[str, Callable[[MatchingProblem], Objective]] = {
    "coverage": coverage,
    "engagement": engagement,
    "score": score,
}
