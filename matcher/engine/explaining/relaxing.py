"""When no plan exists: which demands contradict each other, and the least that must give way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.engine.explaining.elastic import Elastic, elastic, meet
from matcher.engine.problem import MatchingProblem, Whole


@dataclass(frozen=True)
class Relaxation:
    """Drop a pin (`array` "pinned", row of the pair), lower a minimum or raise a capacity."""

    array: str
    row: int
    given: int
    to: int


@dataclass(frozen=True)
class Contradiction:
    """Pins (rows of pairs) and minimums (numbers of parties) that cannot all hold together.

    Without any one of them the others can.
    """

    pins: tuple[int, ...]
    enterprise_minimums: tuple[int, ...]
    village_minimums: tuple[int, ...]


def contradiction(problem: MatchingProblem) -> Contradiction | None:
    """A contradiction of which nothing can be left out; None where a plan exists.

    Too many pins at one party, or else the first demand that cannot be met beside those before it:
    whoever was searched for it is at his minimum or held by a pin, and were one of them not, there
    would be a way. That is so for one unit; where the demand lacks more of them, what they do not
    need is left out step by step.
    """
    demands = elastic(problem)
    overfull = np.flatnonzero(demands.taken > demands.most)
    if len(overfull):
        at = (demands.left == overfull[0]) | (demands.right == overfull[0])
        pins = demands.rows[demands.pinned & at]
        return Contradiction(_numbers(pins[: int(demands.most[overfull[0]]) + 1]), (), ())
    party, found = meet(demands, True)
    if party < 0:
        return None
    knot = _around(demands, party, demands.queue[:found])
    return knot if demands.taken[party] + 1 == demands.least[party] else _thinned(problem, knot)


def _around(demands: Elastic, party: int, searched: Whole) -> Contradiction:
    """The minimums of those on the asking side, and the pins that hold the other side."""
    among = np.zeros(len(demands.taken), np.bool_)
    among[searched] = True
    split = demands.enterprises
    if party < split:
        pins = demands.pinned & among[demands.right] & ~among[demands.left]
        asking = _numbers(np.flatnonzero(among[:split]))
        return Contradiction(_numbers(demands.rows[pins]), asking, ())
    pins = demands.pinned & among[demands.left] & ~among[demands.right]
    asking = _numbers(np.flatnonzero(among[split:]))
    return Contradiction(_numbers(demands.rows[pins]), (), asking)


def _thinned(problem: MatchingProblem, knot: Contradiction) -> Contradiction:
    """The same without what the rest does not need to contradict itself."""
    named = {
        "pinned": knot.pins,
        "enterprise_minimum": knot.enterprise_minimums,
        "village_minimum": knot.village_minimums,
    }
    only: dict[str, NDArray[Any]] = {}
    for array, rows in named.items():
        numbers = getattr(problem, array)
        only[array] = np.zeros_like(numbers)
        only[array][list(rows)] = numbers[list(rows)]
    asked = (only["enterprise_minimum"] > 0)[problem.enterprise]
    asked |= (only["village_minimum"] > 0)[problem.village]
    only["vetoed"] = problem.vetoed | ~(asked | only["pinned"])
    thin = problem.having(**only)
    for array, rows in named.items():
        thin = _without(thin, array, np.array(rows, np.int64))
    return Contradiction(*(_numbers(np.flatnonzero(getattr(thin, array))) for array in named))


def _without(problem: MatchingProblem, array: str, rows: Whole) -> MatchingProblem:
    """All of these demands left out if the rest still contradicts itself, else half by half."""
    if not len(rows):
        return problem
    numbers = getattr(problem, array).copy()
    numbers[rows] = 0
    fewer = problem.having(**{array: numbers})
    if _contradicts(fewer):
        return fewer
    half = len(rows) // 2
    if not half:
        return problem
    return _without(_without(problem, array, rows[:half]), array, rows[half:])


def _contradicts(problem: MatchingProblem) -> bool:
    demands = elastic(problem)
    return bool((demands.taken > demands.most).any()) or meet(demands, True)[0] >= 0


def cheapest_relaxation(problem: MatchingProblem) -> tuple[Relaxation, ...]:
    """The fewest units by which pins, minimums and capacities must give way, vetoes untouched."""
    demands = elastic(problem)
    meet(demands, False)
    return tuple(_given_way(demands))


def _given_way(demands: Elastic) -> Iterator[Relaxation]:
    for row in demands.rows[demands.pinned & ~demands.chosen].tolist():
        yield Relaxation("pinned", row, 1, 0)
    for side, parties in (
        ("enterprise", slice(None, demands.enterprises)),
        ("village", slice(demands.enterprises, None)),
    ):
        taken, least = demands.taken[parties], demands.least[parties]
        for party in np.flatnonzero(taken < least).tolist():
            yield Relaxation(f"{side}_minimum", party, int(least[party]), int(taken[party]))
        most = demands.most[parties]
        for party in np.flatnonzero(taken > most).tolist():
            yield Relaxation(f"{side}_capacity", party, int(most[party]), int(taken[party]))


def _numbers(found: Whole) -> tuple[int, ...]:
    return tuple(found.tolist())
