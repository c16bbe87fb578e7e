"""What is still to decide after the levels settled so far: the open pairs and counts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.engine.assignment.assign import assign
from matcher.engine.assignment.bidding import Ends
from matcher.engine.assignment.counting import by_village, content, degrees, ends
from matcher.engine.problem import Mask, MatchingProblem, Whole


@dataclass(frozen=True)
class Face:
    """What is still to decide: `pairs`, and how many of them each party may take.

    `pairs` are rows of the problem by village, or the whole slice. Parties are enterprises, then
    villages; `left` and `right` are the ends of the open pairs. `decided` are pairs surely in the
    plan; `served` the parties that have one of those.
    """

    enterprises: int
    pairs: Whole | slice
    left: Ends
    right: Ends
    decided: Mask
    served: Mask
    least: Whole
    most: Whole

    def with_chosen(self, chosen: Mask) -> Mask:
        """The whole plan when these of the open pairs are chosen."""
        picked = self.decided.copy()
        picked[self._rows(chosen)] = True
        return picked

    def _rows(self, of: Mask) -> Whole:
        rows = np.flatnonzero(of)
        return rows if isinstance(self.pairs, slice) else self.pairs[rows]

    def without(self, fixed: Mask, taken: Mask, low: Whole, high: Whole) -> Face:
        """Fix open pairs, `taken` of them into the plan; parties may take `low` … `high` in all.

        The least that is left may fall below 0: a party that took more than it must is free to
        value a place at 0, and only then do its prices prove the earlier levels too.
        """
        if not fixed.any():
            return replace(self, least=low, most=high)
        decided = self.decided.copy()
        decided[self._rows(taken)] = True
        got = degrees(len(low), self.left[taken], self.right[taken])
        rest = ~fixed
        return Face(
            self.enterprises,
            self._rows(rest),
            self.left[rest],
            self.right[rest],
            decided,
            self.served | (got > 0),
            low - got,
            high - got,
        )


class Blocked(Exception):
    """These parties cannot all have what they must have: `missing` places are too few."""

    def __init__(self, parties: Whole, missing: int) -> None:
        self.parties = parties
        self.missing = missing


def opened(problem: MatchingProblem) -> Face:
    """All pairs that are neither pinned nor vetoed; raises Blocked when pins overfill a party."""
    split = len(problem.enterprise_capacity)
    left, right, in_order, some_closed = ends(
        problem.enterprise, problem.village, split, problem.pinned, problem.vetoed
    )
    most = np.concatenate([problem.enterprise_capacity, problem.village_capacity])
    least = np.concatenate([problem.enterprise_minimum, problem.village_minimum])
    decided = np.zeros(len(left), np.bool_)
    served = np.zeros(len(most), np.bool_)
    every = Face(split, slice(None), left, right, decided, served, least, most)
    order = slice(None)
    if not in_order:
        order = by_village(problem.village, len(problem.village_capacity))
        every = replace(every, pairs=order, left=left[order], right=right[order])
    if not some_closed:
        return every
    pinned, closed = problem.pinned[order], (problem.pinned | problem.vetoed)[order]
    pins = degrees(len(most), every.left[pinned], every.right[pinned])
    if (pins > most).any():
        raise Blocked(np.flatnonzero(pins > most), int((pins - most).clip(0).sum()))
    return every.without(closed, pinned, np.maximum(least, pins), most)


def settled(
    face: Face,
    value: Whole,
    bonus: Whole,
    start: Mask | None = None,
    bidding_bonus: Whole | None = None,
) -> tuple[Mask, Whole]:
    """The best open pairs for these values, and the prices that prove it."""
    chosen, price, stuck, missing = assign(
        face.enterprises,
        face.left,
        face.right,
        value,
        bonus,
        face.least,
        face.most,
        start,
        bidding_bonus,
    )
    if len(stuck):
        raise Blocked(stuck, missing)
    return chosen, price


def indifferent(face: Face, value: Whole, bonus: Whole, price: Whole) -> Face:
    """What the level leaves open: every choice among the rest is worth the same to it."""
    margin = value - price[face.left] - price[face.right]
    return face.without(margin != 0, margin > 0, *content(price, bonus, face.least, face.most))
