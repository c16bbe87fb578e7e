"""Why a village has no partner: every candidate it had, and what that place is worth to others."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from matcher.engine.matching import Conflict, Matching
from matcher.engine.problem import MatchingProblem

if TYPE_CHECKING:
    from matcher.engine.competing import Competition
    from matcher.engine.relaxing import Contradiction, Relaxation


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
    objective (None where the method has no prices).
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
    matching: Matching = field(repr=False, compare=False)

    @cached_property
    def competition(self) -> Competition | None:
        """Who else wants the same too few places; counted, with networkx, when it is asked for."""
        if self.why is not Why.OUTBID:
            return None
        competing = import_module("matcher.engine.competing")
        found: Competition | None = competing.competition(
            self.matching.problem, self.matching, self.village
        )
        return found


@dataclass(frozen=True)
class Diagnosis:
    """Every uncovered village; and when no plan exists, what contradicts and what would help.

    `relaxations` are the fewest units by which pins, minimums and capacities must give way.
    """

    uncovered: tuple[Uncovered, ...]
    conflict: Conflict | None
    contradiction: Contradiction | None
    relaxations: tuple[Relaxation, ...]


def diagnose(problem: MatchingProblem, matching: Matching) -> Diagnosis:
    """Explain each uncovered village by its candidates and their prices."""
    reached = np.zeros(len(problem.village_capacity), np.bool_)
    reached[problem.village[matching.chosen]] = True
    missing = ~reached
    rows = np.flatnonzero(missing[problem.village])
    order = rows[np.lexsort((~problem.draw[rows], -problem.score[rows], problem.village[rows]))]
    villages = np.flatnonzero(missing)
    starts = np.searchsorted(problem.village[order], villages)
    ends = np.searchsorted(problem.village[order], villages, side="right")
    return Diagnosis(
        tuple(
            _explained(problem, matching, int(village), order[start:end].tolist())
            for village, start, end in zip(villages, starts, ends, strict=True)
        ),
        matching.conflict,
        *_what_contradicts(problem, matching),
    )


def _what_contradicts(
    problem: MatchingProblem, matching: Matching
) -> tuple[Contradiction | None, tuple[Relaxation, ...]]:
    """networkx and the kernels are loaded only for a plan that does not exist."""
    if matching.conflict is None:
        return None, ()
    relaxing = import_module("matcher.engine.relaxing")
    return relaxing.contradiction(problem), relaxing.cheapest_relaxation(problem)


def _explained(
    problem: MatchingProblem, matching: Matching, village: int, rows: list[int]
) -> Uncovered:
    candidates = tuple(_candidate(problem, matching, row) for row in rows)
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
    return Uncovered(village, why, candidates, matching)


def _candidate(problem: MatchingProblem, matching: Matching, row: int) -> Candidate:
    enterprise = int(problem.enterprise[row])
    price = None
    if matching.certificate is not None:
        price = tuple(
            int(level.enterprise_price[enterprise]) for level in matching.certificate.levels
        )
    return Candidate(row, enterprise, int(problem.score[row]), bool(problem.vetoed[row]), price)
