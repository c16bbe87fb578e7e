"""One level of the objective after another, each fixed exactly before the next is looked at.

A level gives whole-number values to pairs and to a party's first partner. Settling it yields
prices; what the prices leave open (pairs of margin 0, parties indifferent about their count) is all
that the next level may still decide. So levels are compared lexicographically at any size, without
weights that could overflow or blur. The public draw is the last level; where its sums outgrow 64
bits it is settled in slices of digits, each slice keeping open all that lower digits could turn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.engine.certificate import Certificate, Level
from matcher.engine.matching import Best, Conflict
from matcher.engine.objectives import Objective
from matcher.engine.problem import Mask, MatchingProblem, Whole
from matcher.engine.repair import adjacency, fill, repair

SPARE_BITS = 58


@dataclass(frozen=True)
class _Open:
    """What is still to decide: `pairs`, and how many of them each party may take.

    Parties are enterprises, then villages; `left` and `right` are the ends of the open pairs.
    `decided` are pairs surely in the plan; `served` the parties that have one of those.
    """

    enterprises: int
    pairs: Whole
    left: Whole
    right: Whole
    decided: Mask
    served: Mask
    least: Whole
    most: Whole

    def with_chosen(self, chosen: Mask) -> Mask:
        """The whole plan when these of the open pairs are chosen."""
        picked = self.decided.copy()
        picked[self.pairs[chosen]] = True
        return picked

    def without(self, fixed: Mask, taken: Mask, low: Whole, high: Whole) -> _Open:
        """Fix open pairs, `taken` of them into the plan; parties may take `low` … `high` in all.

        The least that is left may fall below 0: a party that took more than it must is free to
        value a place at 0, and only then do its prices prove the earlier levels too.
        """
        decided = self.decided.copy()
        decided[self.pairs[taken]] = True
        got = _counts(self.left[taken], self.right[taken], len(low))
        rest = ~fixed
        return _Open(
            self.enterprises,
            self.pairs[rest],
            self.left[rest],
            self.right[rest],
            decided,
            self.served | (got > 0),
            low - got,
            high - got,
        )


def best_by(
    problem: MatchingProblem, objectives: list[Objective], spare_bits: int = SPARE_BITS
) -> Best | Conflict:
    """The plan that is best by the first objective, then the second, …, then the draw."""
    proofs: list[tuple[Objective, Whole]] = []
    try:
        face = _opened(problem)
        picked = face.decided
        for objective in objectives:
            bonus = np.where(face.served, 0, objective.bonus)
            chosen, price = _settled(face, objective.value[face.pairs], bonus)
            picked = face.with_chosen(chosen)
            proofs.append((objective, price))
            face = _indifferent(face, objective.value[face.pairs], bonus, price)
    except _Blocked as blocked:
        return _conflict(problem, blocked.parties, blocked.missing)
    if problem.draw.any():
        picked = _drawn(face, problem.draw, spare_bits)
    levels = tuple(_level(problem, picked, *proof) for proof in proofs)
    return Best(picked, Certificate(levels))


class _Blocked(Exception):
    """These parties cannot all have what they must have: `missing` places are too few."""

    def __init__(self, parties: Whole, missing: int) -> None:
        self.parties = parties
        self.missing = missing


def _opened(problem: MatchingProblem) -> _Open:
    split = len(problem.enterprise_capacity)
    left, right = problem.enterprise, problem.village + split
    most = np.concatenate([problem.enterprise_capacity, problem.village_capacity])
    pins = _counts(left[problem.pinned], right[problem.pinned], len(most))
    if (pins > most).any():
        raise _Blocked(np.flatnonzero(pins > most), int((pins - most).clip(0).sum()))
    minimum = np.concatenate([problem.enterprise_minimum, problem.village_minimum])
    least = np.maximum(minimum, pins)
    every = _Open(
        split,
        np.arange(len(left)),
        left,
        right,
        np.zeros(len(left), np.bool_),
        np.zeros(len(most), np.bool_),
        least,
        most,
    )
    return every.without(problem.pinned | problem.vetoed, problem.pinned, least, most)


def _settled(face: _Open, value: Whole, bonus: Whole) -> tuple[Mask, Whole]:
    """The best open pairs for these values, and the prices that prove it."""
    price = _opening_prices(face, value)
    margin = value - price[face.left] - price[face.right]
    chosen = margin > 0
    count = _counts(face.left[chosen], face.right[chosen], len(price))
    low, high = _content(face, bonus, price)
    taken = np.clip(count, low, high)
    fill(face.left, face.right, margin, chosen, count, taken, high)
    first, pair_of = adjacency(len(price), face.left, face.right)
    stuck = repair(
        face.enterprises, face.left, face.right, value, first, pair_of,
        chosen, price, bonus, face.least, face.most, count, taken,
    )  # fmt: skip
    if len(stuck):
        raise _Blocked(stuck, int(np.abs(count - taken)[stuck].sum()))
    return chosen, price


def _opening_prices(face: _Open, value: Whole) -> Whole:
    """The side with fewer places asks what these would fetch if the other had no limit."""
    parties = len(face.most)
    price = np.zeros(parties, np.int64)
    degree = _counts(face.left, face.right, parties)
    places = np.minimum(face.most, degree)
    asks_left = places[: face.enterprises].sum() <= places[face.enterprises :].sum()
    asking = face.left if asks_left else face.right
    order = np.lexsort((-value, asking))
    start = np.cumsum(np.bincount(asking, minlength=parties)) - degree
    full = np.flatnonzero((degree > face.most) & (np.bincount(asking, minlength=parties) > 0))
    price[full] = value[order[start[full] + np.maximum(face.most[full], 1) - 1]]
    return price


def _content(face: _Open, bonus: Whole, price: Whole) -> tuple[Whole, Whole]:
    """The least and the most pairs a party can be content with at its price."""
    choice = face.most - face.least
    first = ((face.least == 0) & (choice > 0)).astype(np.int64)
    low = face.least + first * (price + bonus > 0) + (choice - first) * (price > 0)
    high = face.least + first * (price + bonus >= 0) + (choice - first) * (price >= 0)
    return low, high


def _indifferent(face: _Open, value: Whole, bonus: Whole, price: Whole) -> _Open:
    """What the level leaves open: every choice among the rest is worth the same to it."""
    margin = value - price[face.left] - price[face.right]
    return face.without(margin != 0, margin > 0, *_content(face, bonus, price))


def _drawn(face: _Open, draw: NDArray[np.uint64], spare_bits: int) -> Mask:
    """The open choices by the greatest sum of `draw`, in as many slices of digits as are needed.

    After a slice, exchanging along a closed way of at most `longest` pairs can win back less than
    `longest` units of it through all lower digits: what costs more than that is fixed for good.
    """
    longest = 2 * min(len(np.unique(face.left)), len(np.unique(face.right))) + 2
    digits = spare_bits - longest.bit_length()
    slices = max(1, -(-int(draw.max()).bit_length() // digits))
    lower = digits * (slices - 1)
    value = (draw[face.pairs] >> np.uint64(lower)).astype(np.int64)
    nothing = np.zeros(len(face.most), np.int64)
    while True:
        chosen, price = _settled(face, value, nothing)
        if lower == 0:
            return face.with_chosen(chosen)
        margin = value - price[face.left] - price[face.right]
        dear = np.abs(price) > longest
        low, high = _content(face, nothing, price)
        fixed = np.abs(margin) > longest
        price = np.where(dear, 0, price)
        face = face.without(
            fixed,
            fixed & (margin > 0),
            np.where(dear, low, face.least),
            np.where(dear, high, face.most),
        )
        lower -= digits
        slice_of = (draw[face.pairs] >> np.uint64(lower)) & np.uint64((1 << digits) - 1)
        kept = margin[~fixed] + price[face.left] + price[face.right]
        value = (kept << digits) + slice_of.astype(np.int64)


def _level(problem: MatchingProblem, picked: Mask, objective: Objective, price: Whole) -> Level:
    split = len(problem.enterprise_capacity)
    left, right = problem.enterprise[picked], problem.village[picked] + split
    reached = _counts(left, right, len(price)) > 0
    worth = int(objective.value[picked].sum()) + int(objective.bonus[reached].sum())
    price.setflags(write=False)
    return Level(objective.name, worth, price[:split], price[split:])


def _conflict(problem: MatchingProblem, parties: Whole, missing: int) -> Conflict:
    split = len(problem.enterprise_capacity)
    knot = np.zeros(split + len(problem.village_capacity), np.bool_)
    knot[parties] = True
    tied = problem.pinned & (knot[problem.enterprise] | knot[problem.village + split])
    return Conflict(
        enterprises=tuple(np.flatnonzero(knot[:split]).tolist()),
        villages=tuple(np.flatnonzero(knot[split:]).tolist()),
        pins=tuple(np.flatnonzero(tied).tolist()),
        places_missing=missing,
    )


def _counts(left: Whole, right: Whole, parties: int) -> Whole:
    return np.bincount(left, minlength=parties) + np.bincount(right, minlength=parties)
