"""The answer to a matching problem: the chosen pairs, what they amount to, and the proof."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matcher.engine.certificate import Certificate
from matcher.engine.problem import Mask, MatchingProblem


class Status(StrEnum):
    """How far a plan can be trusted."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True)
class Conflict:
    """Why no plan exists: what these parties must have and can take, pins counted, never fits.

    `pins` are the pinned pairs of these parties; `places_missing` is how much is asked too much.
    """

    enterprises: tuple[int, ...]
    villages: tuple[int, ...]
    pins: tuple[int, ...]
    places_missing: int


@dataclass(frozen=True, eq=False)
class Best:
    """The best plan by every level of an objective, and the prices that prove it."""

    picked: Mask
    certificate: Certificate


@dataclass(frozen=True, eq=False, repr=False)
class Matching:
    """`chosen` holds the rows of the problem's pairs that are in the plan, in rising order.

    `covered` counts villages with at least one partner, `engaged` enterprises with at least one
    village. `certificate` is None for methods that prove nothing and when no plan exists;
    `conflict` names what contradicts when no plan exists.
    """

    problem: MatchingProblem
    method: str
    status: Status
    chosen: NDArray[np.int64]
    covered: int
    covered_weight: int
    engaged: int
    total_score: int
    fingerprint: str
    certificate: Certificate | None = None
    conflict: Conflict | None = None

    @classmethod
    def of(
        cls,
        problem: MatchingProblem,
        method: str,
        status: Status,
        picked: Mask,
        certificate: Certificate | None = None,
    ) -> Self:
        """Count what the picked pairs amount to."""
        chosen = np.flatnonzero(picked)
        chosen.setflags(write=False)
        reached = np.zeros(len(problem.village_capacity), np.bool_)
        reached[problem.village[chosen]] = True
        busy = np.zeros(len(problem.enterprise_capacity), np.bool_)
        busy[problem.enterprise[chosen]] = True
        return cls(
            problem=problem,
            method=method,
            status=status,
            chosen=chosen,
            covered=int(reached.sum()),
            covered_weight=int(problem.village_weight[reached].sum()),
            engaged=int(busy.sum()),
            total_score=int(problem.score[chosen].sum()),
            fingerprint=problem.fingerprint,
            certificate=certificate,
        )

    @classmethod
    def proven(cls, problem: MatchingProblem, method: str, found: Best | Conflict) -> Self:
        """The optimal plan that was found, or the empty one and what stands against it."""
        if isinstance(found, Conflict):
            return cls.impossible(problem, method, found)
        return cls.of(problem, method, Status.OPTIMAL, found.picked, found.certificate)

    @classmethod
    def impossible(cls, problem: MatchingProblem, method: str, conflict: Conflict) -> Self:
        """The empty plan of a problem whose pins and minimums cannot all hold."""
        return cls(
            problem=problem,
            method=method,
            status=Status.INFEASIBLE,
            chosen=np.empty(0, np.int64),
            covered=0,
            covered_weight=0,
            engaged=0,
            total_score=0,
            fingerprint=problem.fingerprint,
            conflict=conflict,
        )

    def __repr__(self) -> str:
        if self.status is Status.INFEASIBLE:
            return f"<Matching: {self.method}, infeasible, {self.conflict}>"
        proof = "proven, gap 0" if self.certificate is not None else "no proof"
        return (
            f"<Matching: {self.method}, {self.status}, {len(self.chosen):,} pairs, "
            f"{self.covered:,} of {len(self.problem.village_capacity):,} villages covered, "
            f"{self.engaged:,} of {len(self.problem.enterprise_capacity):,} enterprises engaged, "
            f"total score {self.total_score:,}, {proof}>"
        )
