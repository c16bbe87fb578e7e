"""The answer to an allocation problem: how much goes which way, and what that amounts to."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Self

import numpy as np

from matcher.engine.allocation.problem import AllocationProblem, Whole
from matcher.engine.matching import Status


@dataclass(frozen=True, eq=False, repr=False)
class Allocation:
    """`amount[i]` goes from the problem's source to its need along way i; whole, in the way's unit.

    `given` counts what each need gets, `spent` what each source gives, `total` everything (where a
    problem holds money and goods, fen and units are added up: read `given` then). `status` is
    optimal, or feasible where the search for the best choice of gifts had to stop early.
    """

    problem: AllocationProblem
    status: Status
    amount: Whole
    given: Whole
    spent: Whole
    total: int
    fingerprint: str

    @classmethod
    def of(cls, problem: AllocationProblem, status: Status, amount: Whole) -> Self:
        """Count what these amounts come to."""
        given = np.zeros(len(problem.demand), np.int64)
        np.add.at(given, problem.need, amount)
        spent = np.zeros(len(problem.stock), np.int64)
        np.add.at(spent, problem.source, amount)
        for array in (amount, given, spent):
            array.setflags(write=False)
        return cls(problem, status, amount, given, spent, sum(amount.tolist()), problem.fingerprint)

    @property
    def missing(self) -> Whole:
        """What each need still lacks."""
        return self.problem.demand - self.given

    @property
    def unspent(self) -> Whole:
        """What each source keeps: also an earmark that no need can use."""
        return self.problem.stock - self.spent

    def share(self, need: int) -> Fraction:
        """How far a need is served, 0 … 1, exactly; a need that asks for nothing is served."""
        demand = int(self.problem.demand[need])
        return Fraction(int(self.given[need]), demand) if demand else Fraction(1)

    def __repr__(self) -> str:
        asking = self.problem.demand > 0
        return (
            f"<Allocation: {self.status}, {int((self.amount > 0).sum()):,} lines, "
            f"{self.total:,} given, {int((asking & (self.missing == 0)).sum()):,} of "
            f"{int(asking.sum()):,} needs filled, "
            f"{int((asking & (self.given == 0)).sum()):,} with nothing>"
        )
