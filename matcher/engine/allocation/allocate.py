"""From an allocation problem to the plan: group by group, choices first, then exact amounts."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import numpy as np

from matcher.engine.allocation.levelling import Levelling
from matcher.engine.allocation.parts import Part, parts
from matcher.engine.allocation.plan import Allocation
from matcher.engine.allocation.problem import AllocationProblem
from matcher.engine.matching import Status


def allocate(problem: AllocationProblem) -> Allocation:
    """Propose who gives how much to which need.

    Tier after tier of urgency, the worst-served need is served as well as possible, then the
    second worst, and so on; then the total is as large as possible; then, way after way in the
    order of the draw, as much as possible goes that way. Served shares are compared as exact
    fractions, and `verify_allocation` proves the amounts. Groups of sources and needs that share
    nothing are planned each for itself, which changes nothing in this.

    Where gifts must be substantial or nothing (least tickets, least shares, indivisible needs) it
    may have to be chosen which are made. That choice compares shares to a ten-thousandth (exactly,
    up to a demand of 100) and totals to a billionth, as HiGHS can; then it takes the fewest gifts,
    then the first in the draw. The amounts of the gifts that are made are exact as above. `status`
    is feasible when HiGHS stopped early or its answers did not hold in whole numbers.

    Nothing is asked that could not be kept: money that no need can use stays unspent, a need that
    nobody can serve gets nothing.
    """
    amount = np.zeros(len(problem.source), np.int64)
    status = Status.OPTIMAL
    for part in parts(problem):
        amounts, proven = _planned(part)
        amount[part.rows] = amounts
        if not proven:
            status = Status.FEASIBLE
    return Allocation.of(problem, status, amount)


def _planned(part: Part) -> tuple[list[int], bool]:
    """What goes each way, and whether the choice of gifts is known to be the best."""
    amounts = _levelled(replace(part, gift_least=[1] * len(part.gift_least)), [])
    if _substantial(part, amounts):
        return amounts, True
    choosing = import_module("matcher.engine.allocation.choosing")
    made, proven = choosing.choose(part)
    return _levelled(part, made), proven


def _levelled(part: Part, made: list[int]) -> list[int]:
    levelling = Levelling(part, made)
    for tier in part.tiers:
        levelling.level(tier)
    return levelling.settle()


def _substantial(part: Part, amounts: list[int]) -> bool:
    """Whether every gift is nothing, or as much as it must be."""
    size = [0] * len(part.gift_least)
    for (_, gift, _), amount in zip(part.ways, amounts, strict=True):
        size[gift] += amount
    return all(not made or made >= least for made, least in zip(size, part.gift_least, strict=True))
