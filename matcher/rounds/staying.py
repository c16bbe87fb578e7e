"""Least disturbance on the board: how many points it costs to keep how much of an earlier plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from matcher.engine import disturbance_curve
from matcher.rounds.consequences import Effect, of_pins
from matcher.rounds.drafting import Draft, Pair

WITH_CURVE = ("coverage", "score")
"""The methods whose plans can be moved towards an earlier one."""


@dataclass(frozen=True)
class Point:
    """One exchange: so many earlier pairs stay, so many go, and what the plan then scores."""

    kept: tuple[Pair, ...]
    changed: int
    total: int


def curve(draft: Draft, earlier: Collection[Pair]) -> tuple[Point, ...]:
    """Every exchange that some price of a change makes best, from most changes to fewest.

    Exact: no other plan keeps as many for as few points between these. What is vetoed now, or no
    candidate of this run, cannot stay and counts in none of them.
    """
    basis, problem = draft.basis, draft.matching.problem
    rows = [row for pair in sorted(earlier) if (row := basis.row(pair)) is not None]
    can_stay = np.array([row for row in rows if not problem.vetoed[row]], np.int64)
    if draft.matching.method not in WITH_CURVE or not len(can_stay):
        return ()
    return tuple(
        Point(tuple(basis.pair(row) for row in one.kept.tolist()), one.changed, one.total_score)
        for one in disturbance_curve(problem, can_stay, draft.matching.method)
    )


def pins_for(draft: Draft, point: Point) -> tuple[tuple[Pair, ...], Effect]:
    """Which pairs to pin for that point, and how the plan then differs from the draft.

    Those that are not in the draft anyway, then those that would go because of them, and so on:
    mostly few, and once none is lost the plan scores what the point says.
    """
    pins: set[Pair] = set()
    effect = Effect(possible=True)
    lost = {pair for pair in point.kept if pair not in draft.pairs}
    while lost:
        pins |= lost
        effect = of_pins(draft, sorted(pins))
        lost = set(effect.gone) & set(point.kept)
    return tuple(sorted(pins, key=lambda pair: pair[::-1])), effect
