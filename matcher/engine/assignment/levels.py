"""One level of the objective after another, each fixed exactly before the next is looked at.

A level gives whole-number values to pairs and to a party's first partner. Settling it yields
prices; what the prices leave open (pairs of margin 0, parties indifferent about their count) is all
that the next level may still decide. So levels are compared lexicographically at any size, without
weights that could overflow or blur. The public draw is the last level; where its sums outgrow 64
bits it is settled in slices of digits, each slice keeping open all that lower digits could turn.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.engine.assignment.counting import content, worth_of
from matcher.engine.assignment.face import Blocked, Face, indifferent, opened, settled
from matcher.engine.assignment.packing import packed
from matcher.engine.certificate import Certificate, Level
from matcher.engine.matching import Best, Conflict
from matcher.engine.objectives import Keep, Objective
from matcher.engine.problem import Mask, MatchingProblem, Whole

SPARE_BITS = 58


def best_by(
    problem: MatchingProblem,
    objectives: list[Objective],
    keep: Keep | None = None,
    spare_bits: int = SPARE_BITS,
) -> Best | Conflict:
    """The plan that is best by the first objective, then the second, …, then the draw."""
    drawing = bool(problem.draw.any())
    try:
        found = _at_once(problem, objectives, drawing) or _one_by_one(problem, objectives, drawing)
    except Blocked as blocked:
        return conflict(problem, blocked.parties, blocked.missing)
    face, picked, prices = found
    if drawing:
        picked = drawn(face, problem.draw, spare_bits)
    chosen = np.flatnonzero(picked)
    levels = tuple(
        _level(problem, chosen, objective, price)
        for objective, price in zip(objectives, prices, strict=True)
    )
    return Best(picked, chosen, Certificate.of(levels, keep, chosen))


Settled = tuple[Face, Mask, list[Whole]]
"""What is still open for the draw, the plan so far, and the prices of every level."""


def _one_by_one(problem: MatchingProblem, objectives: list[Objective], drawing: bool) -> Settled:
    face = opened(problem)
    picked = face.decided
    prices: list[Whole] = []
    for objective in objectives:
        bonus = np.where(face.served, 0, objective.bonus)
        value = objective.value[face.pairs]
        chosen, price = settled(face, value, bonus)
        picked = face.with_chosen(chosen)
        prices.append(price)
        if drawing or objective is not objectives[-1]:
            face = indifferent(face, value, bonus, price)
    return face, picked, prices


def _at_once(
    problem: MatchingProblem, objectives: list[Objective], drawing: bool
) -> Settled | None:
    """All levels packed into one number, where that fits."""
    if len(objectives) == 1:
        return None
    one = packed(objectives, (len(problem.enterprise_capacity), len(problem.village_capacity)))
    if one is None:
        return None
    face = opened(problem)
    value, bonus = one.value[face.pairs], np.where(face.served, 0, one.bonus)
    chosen, price = settled(face, value, bonus, bidding_bonus=np.zeros_like(bonus))
    prices = one.apart(price)
    if prices is None:
        return None
    picked = face.with_chosen(chosen)
    return indifferent(face, value, bonus, price) if drawing else face, picked, prices


def drawn(face: Face, draw: NDArray[np.uint64], spare_bits: int = SPARE_BITS) -> Mask:
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
        chosen, price = settled(face, value, nothing)
        if lower == 0:
            return face.with_chosen(chosen)
        margin = value - price[face.left] - price[face.right]
        dear = np.abs(price) > longest
        low, high = content(price, nothing, face.least, face.most)
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


def _level(problem: MatchingProblem, chosen: Whole, objective: Objective, price: Whole) -> Level:
    split = len(problem.enterprise_capacity)
    worth = worth_of(
        problem.enterprise, problem.village, split, objective.value, objective.bonus, chosen
    )
    price.setflags(write=False)
    return Level(objective.name, worth, price[:split], price[split:])


def conflict(problem: MatchingProblem, parties: Whole, missing: int) -> Conflict:
    """The parties that block each other, with the pins that tie them."""
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
