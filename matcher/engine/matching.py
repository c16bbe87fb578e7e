"""The answer to a matching problem: the chosen pairs, what they amount to, and the proof."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matcher.engine.certificate import Certificate
from matcher.engine.objectives import Keep
from matcher.engine.problem import Mask, MatchingProblem, Whole


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

    def __str__(self) -> str:
        named = (
            ("enterprises", self.enterprises),
            ("villages", self.villages),
            ("pins", self.pins),
        )
        who = [f"{word} {_first_few(numbers)}" for word, numbers in named if numbers]
        return f"{self.places_missing:,} places missing between {', '.join(who) or 'nobody named'}"


def _first_few(numbers: tuple[int, ...], few: int = 5) -> str:
    """The first numbers, and how many more there are."""
    more = f" and {len(numbers) - few:,} more" if len(numbers) > few else ""
    return " ".join(str(number) for number in numbers[:few]) + more


@dataclass(frozen=True)
class Change:
    """One change: what it is, to which pair or party, and the number before and after."""

    array: str
    row: int
    before: int
    after: int

    @property
    def undone(self) -> Change:
        return Change(self.array, self.row, self.after, self.before)


@dataclass(frozen=True, eq=False)
class Best:
    """The best plan by every level, as a mask and as rows, and the prices that prove it."""

    picked: Mask
    chosen: Whole
    certificate: Certificate


class _Fingerprint:
    """What a plan read from a file states; else the problem's own, counted when asked."""

    def __get__(self, matching: Matching | None, owner: type[Matching]) -> str:
        if matching is None:
            return ""
        return matching.__dict__.get("stated", "") or matching.problem.fingerprint

    def __set__(self, matching: Matching, stated: str) -> None:
        matching.__dict__["stated"] = stated


def _counting() -> Any:
    """Loaded with the compiled kernels, by which plans are made."""
    return import_module("matcher.engine.assignment.counting")


def _replanning() -> Any:
    """Loaded with its compiled kernels only when a plan is first changed."""
    return import_module("matcher.engine.replanning.changes")


@dataclass(frozen=True, eq=False, repr=False)
class Matching:
    """`chosen` holds the rows of the problem's pairs that are in the plan, in rising order.

    `covered` counts villages with at least one partner, `engaged` enterprises with at least one
    village. `certificate` is None for methods that prove nothing and when no plan exists;
    `conflict` names what contradicts when no plan exists. `keep` is what staying was worth.
    """

    problem: MatchingProblem
    method: str
    status: Status
    chosen: NDArray[np.int64]
    covered: int
    covered_weight: int
    engaged: int
    total_score: int
    fingerprint: _Fingerprint = _Fingerprint()
    certificate: Certificate | None = None
    conflict: Conflict | None = None
    keep: Keep | None = None
    before: Matching | None = None
    steps: tuple[Change, ...] = ()
    bench: object = None

    def without(self, pair: int) -> Matching:
        """The best plan when this pair is vetoed: the very plan a fresh solve would draw."""
        return _replanning().without(self, pair)  # type: ignore[no-any-return]

    def with_pin(self, pair: int) -> Matching:
        """The best plan when this pair must be in it."""
        return _replanning().with_pin(self, pair)  # type: ignore[no-any-return]

    def with_capacity(
        self, *, enterprise: int | None = None, village: int | None = None, to: int
    ) -> Matching:
        """The best plan when this party may take `to` (its minimum or more); 0 withdraws it."""
        return _replanning().with_capacity(self, enterprise, village, to)  # type: ignore[no-any-return]

    def under(self, problem: MatchingProblem) -> Matching:
        """The best plan of a problem with the same pairs, but other pins, vetoes or capacities."""
        return _replanning().under(self, problem)  # type: ignore[no-any-return]

    def undo(self) -> Matching:
        """The plan before the last change; a plan that was never changed is its own."""
        return self if self.before is None else self.before

    def price_of_veto(self) -> NDArray[np.int64]:
        """Per chosen pair (rows) and level of the objective (columns) what its veto would cost.

        −1 at every level: without this pair no plan would exist.
        """
        return _replanning().price_of_veto(self)  # type: ignore[no-any-return]

    def having(self, **changed: Any) -> Self:
        """The same plan with other trappings."""
        other = copy(self)
        for name, value in changed.items():
            object.__setattr__(other, name, value)
        return other

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
        return cls.of_rows(problem, method, status, np.flatnonzero(picked), certificate)

    @classmethod
    def of_rows(
        cls,
        problem: MatchingProblem,
        method: str,
        status: Status,
        chosen: NDArray[np.int64],
        certificate: Certificate | None = None,
    ) -> Self:
        """Count what these rows, in rising order, amount to."""
        chosen.setflags(write=False)
        covered, weight, engaged, total = _counting().amounts(
            problem.enterprise, problem.village, problem.score,
            len(problem.enterprise_capacity), problem.village_weight, chosen,
        )  # fmt: skip
        return cls(
            problem=problem,
            method=method,
            status=status,
            chosen=chosen,
            covered=covered,
            covered_weight=weight,
            engaged=engaged,
            total_score=total,
            certificate=certificate,
        )

    @classmethod
    def proven(
        cls,
        problem: MatchingProblem,
        method: str,
        found: Best | Conflict,
        keep: Keep | None = None,
    ) -> Self:
        """The optimal plan that was found, or the empty one and what stands against it."""
        if isinstance(found, Conflict):
            return cls.impossible(problem, method, found, keep)
        optimal = cls.of_rows(problem, method, Status.OPTIMAL, found.chosen, found.certificate)
        return optimal if keep is None else optimal.having(keep=keep)

    @classmethod
    def impossible(
        cls, problem: MatchingProblem, method: str, conflict: Conflict, keep: Keep | None = None
    ) -> Self:
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
            conflict=conflict,
            keep=keep,
        )

    def __repr__(self) -> str:
        if self.status is Status.INFEASIBLE:
            return f"<Matching: {self.method}, infeasible, {self.conflict or 'no conflict named'}>"
        villages, weight = len(self.problem.village_capacity), self.problem.village_weight
        covered = f"{self.covered:,} of {villages:,} villages covered"
        if (weight != 1).any():
            covered += f" (weight {self.covered_weight:,} of {sum(weight.tolist()):,})"
        changes = f", after {len(self.steps):,} changes" if self.steps else ""
        return (
            f"<Matching: {self.method}, {self.status}, {len(self.chosen):,} pairs, {covered}, "
            f"{self.engaged:,} of {len(self.problem.enterprise_capacity):,} enterprises engaged, "
            f"total score {self.total_score:,}, {self.certificate or 'no proof'}{changes}>"
        )
