"""What can count at a level of the objective, under the name the certificate uses for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.engine.checking import constant
from matcher.engine.problem import MatchingProblem, Whole


@dataclass(frozen=True)
class Objective:
    """A value per pair, and a bonus per party (enterprises, then villages) for its first one."""

    name: str
    value: Whole
    bonus: Whole


def coverage(problem: MatchingProblem) -> Objective:
    """The weight of every village that has at least one partner."""
    idle = constant(len(problem.enterprise_capacity), 0)
    value = constant(len(problem.score), 0)
    return Objective("coverage", value, np.concatenate([idle, problem.village_weight]))


def engagement(problem: MatchingProblem) -> Objective:
    """One for every enterprise that has at least one village."""
    one = constant(len(problem.enterprise_capacity), 1)
    nothing = constant(len(problem.village_capacity), 0)
    value = constant(len(problem.score), 0)
    return Objective("engagement", value, np.concatenate([one, nothing]))


@dataclass(frozen=True, eq=False)
class Keep:
    """Pairs of an earlier plan (rows) and how many points more each is worth if it stays."""

    rows: Whole
    bonus: int

    def worth(self, chosen: Whole) -> int:
        """What stays, in points."""
        return self.bonus * len(np.intersect1d(self.rows, chosen, assume_unique=True))


def score(problem: MatchingProblem, keep: Keep | None = None) -> Objective:
    """The score of every chosen pair, with what staying is worth."""
    if keep is not None:
        value = problem.score.copy()
        value[keep.rows] += keep.bonus
        return replace(score(problem), value=value)
    parties = len(problem.enterprise_capacity) + len(problem.village_capacity)
    return Objective("score", problem.score, constant(parties, 0))


def objective(name: str, problem: MatchingProblem, keep: Keep | None = None) -> Objective:
    """The objective a certificate's level is named after."""
    if name == "score":
        return score(problem, keep)
    return {"coverage": coverage, "engagement": engagement}[name](problem)
