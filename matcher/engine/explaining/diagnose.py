"""Why a village has no partner: every candidate it had, and what that place is worth to others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from matcher.engine.explaining.competing import Competition, Neighbours
from matcher.engine.matching import Conflict, Matching
from matcher.engine.problem import MatchingProblem, Whole

if TYPE_CHECKING:
    from matcher.engine.explaining.relaxing import Contradiction, Relaxation


class Why(StrEnum):
    """The reason that stands above all single candidates."""

    NO_CANDIDATE = "engine.why.no_candidate"
    ALL_VETOED = "engine.why.all_vetoed"
    NO_CAPACITY = "engine.why.no_capacity"
    TAKES_NONE = "engine.why.takes_none"
    OUTBID = "engine.why.outbid"
    NO_PLAN = "engine.why.no_plan"


@dataclass(frozen=True)
class Candidate:
    """One enterprise the village could have had: `pair` scored `score` with it.

    `price` is what a place of the enterprise is worth to others, level by level of the method's
    objective (of `fair` its coverage and its total; None where the method has no prices).
    """

    pair: int
    enterprise: int
    score: int
    vetoed: bool
    price: tuple[int, ...] | None


@dataclass(frozen=True)
class Uncovered:
    """A village without a partner, why, and its candidates, best score first."""

    village: int
    why: Why
    candidates: tuple[Candidate, ...]
    diagnosis: Diagnosis = field(repr=False, compare=False)

    @cached_property
    def competition(self) -> Competition | None:
        """Who else wants the same too few places; looked for when it is asked for."""
        if self.why is not Why.OUTBID:
            return None
        return self.diagnosis.neighbours.competition(self.village)


class Diagnosis:
    """Every uncovered village; and when no plan exists, what contradicts and what would help.

    Each answer is worked out when it is asked for.
    """

    def __init__(self, problem: MatchingProblem, matching: Matching) -> None:
        self.problem = problem
        self.matching = matching
        self.conflict: Conflict | None = matching.conflict

    @cached_property
    def uncovered(self) -> Sequence[Uncovered]:
        """The villages without a partner, by their number, each explained when it is looked at."""
        return _UncoveredVillages(self)

    @cached_property
    def contradiction(self) -> Contradiction | None:
        """Demands that cannot all hold, none of them needless; None when a plan exists."""
        if self.conflict is None:
            return None
        found: Contradiction | None = _relaxing().contradiction(self.problem)
        return found

    @cached_property
    def relaxations(self) -> tuple[Relaxation, ...]:
        """The fewest units by which pins, minimums and capacities must give way."""
        if self.conflict is None:
            return ()
        found: tuple[Relaxation, ...] = _relaxing().cheapest_relaxation(self.problem)
        return found

    @cached_property
    def competitions(self) -> tuple[Competition, ...]:
        """Every circle of villages that compete for too few places, each named once."""
        found: dict[tuple[int, ...], Competition] = {}
        told: set[int] = set()
        for one in self.uncovered:
            if one.village not in told and one.competition is not None:
                found[one.competition.villages] = one.competition
                told.update(one.competition.villages)
        return tuple(found.values())

    def prices_of(self, enterprises: Whole) -> list[tuple[int, ...] | None]:
        """What a place of each is worth to others, level by level; None without prices."""
        if self.prices is None:
            return [None] * len(enterprises)
        return list(zip(*(price[enterprises].tolist() for price in self.prices), strict=True))

    @cached_property
    def prices(self) -> list[Whole] | None:
        """Of the many levels of `fair` only coverage and the total, which are all levels' ends."""
        if self.matching.certificate is None:
            return None
        levels = self.matching.certificate.levels
        told = (levels[0], levels[-1]) if self.matching.method == "fair" else levels
        return [level.enterprise_price for level in told]

    @cached_property
    def neighbours(self) -> Neighbours:
        return Neighbours(self.problem, self.matching)


def diagnose(problem: MatchingProblem, matching: Matching) -> Diagnosis:
    """Explain each uncovered village by its candidates and their prices."""
    return Diagnosis(problem, matching)


def _relaxing() -> Any:
    """Its kernels are loaded only for a plan that does not exist."""
    return import_module("matcher.engine.explaining.relaxing")


class _UncoveredVillages(Sequence[Uncovered]):
    def __init__(self, diagnosis: Diagnosis) -> None:
        problem, matching = diagnosis.problem, diagnosis.matching
        self.diagnosis = diagnosis
        missing = np.ones(len(problem.village_capacity), np.bool_)
        missing[problem.village[matching.chosen]] = False
        self.villages = np.flatnonzero(missing)
        rows = np.flatnonzero(missing[problem.village])
        keys = (~problem.draw[rows], -problem.score[rows], problem.village[rows])
        self.rows: Whole = rows[np.lexsort(keys)]
        self.ends = problem.village[self.rows]

    def __len__(self) -> int:
        return len(self.villages)

    @overload
    def __getitem__(self, at: int) -> Uncovered: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Uncovered]: ...

    def __getitem__(self, at: int | slice) -> Uncovered | Sequence[Uncovered]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        village = int(self.villages[at])
        first, last = np.searchsorted(self.ends, [village, village + 1])
        return _explained(self.diagnosis, village, self.rows[first:last])


def _explained(diagnosis: Diagnosis, village: int, rows: Whole) -> Uncovered:
    problem, matching = diagnosis.problem, diagnosis.matching
    enterprises = problem.enterprise[rows]
    candidates = tuple(
        map(
            Candidate,
            rows.tolist(),
            enterprises.tolist(),
            problem.score[rows].tolist(),
            problem.vetoed[rows].tolist(),
            diagnosis.prices_of(enterprises),
        )
    )
    open_to_it = [candidate.enterprise for candidate in candidates if not candidate.vetoed]
    if matching.conflict is not None:
        why = Why.NO_PLAN
    elif not candidates:
        why = Why.NO_CANDIDATE
    elif not open_to_it:
        why = Why.ALL_VETOED
    elif problem.village_capacity[village] == 0:
        why = Why.TAKES_NONE
    elif not problem.enterprise_capacity[open_to_it].any():
        why = Why.NO_CAPACITY
    else:
        why = Why.OUTBID
    return Uncovered(village, why, candidates, diagnosis)
