"""What is still to decide after the levels settled so far: the open pairs and counts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.engine.assign import Ends, assign, by_village, content, degrees
from matcher.engine.problem import Mask, MatchingProblem, Whole


@dataclass(frozen=True)
class Face:
    """What is still to decide: `pairs`, and how many of them each party may take.

    Parties are enterprises, then villages; `left` and `right` are the ends of the open pairs.
    `decided` are pairs surely in the plan; `served` the parties that have one of those.
    """

    enterprises: int
    pairs: Whole
    left: Ends
    right: Ends
    decided: Mask
    served: Mask
    least: Whole
    most: Whole

    def with_chosen(self, chosen: Mask) -> Mask:
        """The whole plan when these of the open pairs are chosen."""
        picked = self.decided.copy()
        picked[self.pairs[chosen]] = True
        return picked

    def without(self, fixed: Mask, taken: Mask, low: Whole, high: Whole) -> Face:
        """Fix open pairs, `taken` of them into the plan; parties may take `low` … `high` in all.

        The least that is left may fall below 0: a party that took more than it must is free to
        value a place at 0, and only then do its prices prove the earlier levels too.
        """
        if not fixed.any():
            return replace(self, least=low, most=high)
        decided = self.decided.copy()
        decided[self.pairs[taken]] = True
        got = degrees(len(low), self.left[taken], self.right[taken])
        rest = ~fixed
        return Face(
            self.enterprises,
            self.pairs[rest],
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
    left = problem.enterprise.astype(np.int32)
    right = (problem.village + split).astype(np.int32)
    pinned = problem.pinned
    closed = pinned | problem.vetoed
    order = np.arange(len(left))
    if (right[1:] < right[:-1]).any():
        order = by_village(problem.village, len(problem.village_capacity))
        left, right, pinned, closed = left[order], right[order], pinned[order], closed[order]
    most = np.concatenate([problem.enterprise_capacity, problem.village_capacity])
    pins = degrees(len(most), left[pinned], right[pinned])
    if (pins > most).any():
        raise Blocked(np.flatnonzero(pins > most), int((pins - most).clip(0).sum()))
    minimum = np.concatenate([problem.enterprise_minimum, problem.village_minimum])
    least = np.maximum(minimum, pins)
    every = Face(
        split,
        order,
        left,
        right,
        np.zeros(len(left), np.bool_),
        np.zeros(len(most), np.bool_),
        least,
        most,
    )
    return every.without(closed, pinned, least, most)


def settled(
    face: Face, value: Whole, bonus: Whole, start: Mask | None = None
) -> tuple[Mask, Whole]:
    """The best open pairs for these values, and the prices that prove it."""
    chosen, price, stuck, missing = assign(
        face.enterprises, face.left, face.right, value, bonus, face.least, face.most, start
    )
    if len(stuck):
        raise Blocked(stuck, missing)
    return chosen, price


def indifferent(face: Face, value: Whole, bonus: Whole, price: Whole) -> Face:
    """What the level leaves open: every choice among the rest is worth the same to it."""
    margin = value - price[face.left] - price[face.right]
    return face.without(margin != 0, margin > 0, *content(price, bonus, face.least, face.most))
