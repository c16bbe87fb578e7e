"""Scores and their parts: whole points that add up exactly, 1,000 for a pair that fits in all.

A value is taken to three decimals, and a part's points are weight × value × 10, halves up. So
anyone can count a score again from the weights and values shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from matcher.roster import Pairs, Roster, Whole
from matcher.scoring.criteria import CRITERIA
from matcher.scoring.criterion import UNKNOWN, Criterion, OfMeetings, Reason
from matcher.scoring.profile import ALL, DEFAULT_PROFILE, Profile

FULL_SCORE = 1000

Numbers = TypeVar("Numbers", int, Whole)


@dataclass(frozen=True)
class Part:
    """What one criterion adds to the score of a pair, and why."""

    criterion: str
    value: float
    weight: int
    points: int
    reason: str
    params: dict[str, Any]


UNTOLD = "scoring.untold"
"""The reason of a part whose reason nobody has asked for yet."""


class Scorer:
    """The criteria of one profile, prepared for one roster."""

    def __init__(self, roster: Roster, profile: Profile = DEFAULT_PROFILE) -> None:
        self._weighed: list[tuple[Criterion, int]] = [
            (criterion(roster), profile.weights[name])
            for name, criterion in CRITERIA.items()
            if profile.weights.get(name)
        ]

    def scores(self, pairs: Pairs) -> Whole:
        """The score of each pair, 0 … FULL_SCORE."""
        total = np.zeros(len(pairs), np.int64)
        for criterion, weight in self._weighed:
            total += _points(weight, _thousandths(criterion, pairs))
        return total

    def parts(self, pairs: Pairs) -> list[tuple[Part, ...]]:
        """The parts of each pair's score with their reasons, in the order of the criteria.

        Each criterion speaks of its own best meeting; where several are equally good to it, of the
        one that is the best to all of them together.
        """
        columns = [
            (criterion, weight, _thousandths(criterion, pairs))
            for criterion, weight in self._weighed
        ]
        told = self._best_first(pairs)
        return [
            tuple(
                _part(criterion, weight, int(values[row]), criterion.reason(asked.take(rows)))
                for (criterion, weight, values), asked in zip(columns, told, strict=True)
            )
            for row, rows in enumerate(np.arange(len(pairs))[:, None])
        ]

    def parts_untold(self, pairs: Pairs) -> list[tuple[Part, ...]]:
        """The parts without their reasons: so many pairs that nobody reads them all."""
        columns = []
        for criterion, weight in self._weighed:
            values = _thousandths(criterion, pairs)
            rows = zip(values.tolist(), _points(weight, values).tolist(), strict=True)
            columns.append(
                [
                    Part(criterion.name, value / FULL_SCORE, weight, points, UNTOLD, {})
                    for value, points in rows
                ]
            )
        return list(zip(*columns, strict=True))

    def _best_first(self, pairs: Pairs) -> list[Pairs]:
        """The same pairs for each criterion, in each pair the meeting first that is best to it, and
        of several the one that is best to all criteria together."""
        seen = [
            (criterion.meetings(pairs), weight) if isinstance(criterion, OfMeetings) else None
            for criterion, weight in self._weighed
        ]
        worth = np.zeros(len(pairs.need))
        for values, weight in filter(None, seen):
            worth += weight * np.nan_to_num(values, nan=UNKNOWN)
        row = np.repeat(np.arange(len(pairs)), np.diff(pairs.start))
        ordered = []
        for one in seen:
            if one is None:
                ordered.append(pairs)
            else:
                own = np.nan_to_num(one[0], nan=-1.0)
                order = np.lexsort((-worth.round(6), -own, row))
                ordered.append(replace(pairs, need=pairs.need[order], offer=pairs.offer[order]))
        return ordered


def _part(criterion: Criterion, weight: int, thousandths: int, reason: Reason) -> Part:
    points = _points(weight, thousandths)
    value = thousandths / FULL_SCORE
    return Part(criterion.name, value, weight, points, reason.code, reason.params)


def points_of(weight: int, value: float) -> int:
    """The points of a part as anyone can count them from its weight and value."""
    return _points(weight, round(value * FULL_SCORE))


def _thousandths(criterion: Criterion, pairs: Pairs) -> Whole:
    return np.floor(criterion.values(pairs) * FULL_SCORE + 0.5).astype(np.int64)


def _points(weight: int, thousandths: Numbers) -> Numbers:
    return (weight * thousandths + ALL // 2) // ALL
