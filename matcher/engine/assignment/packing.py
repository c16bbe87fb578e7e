"""All levels of an objective in one whole number, with room between them that nothing can cross.

A plan that is best by the packed numbers is best by the first level, then the second, and so on;
and packed prices come apart into the prices of every level.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit

from matcher.engine.objectives import Objective
from matcher.engine.problem import Whole

ROOM = 2**60


@dataclass(frozen=True, eq=False)
class Packed:
    """`value` per pair, `bonus` per party, and what one point of each level weighs in them."""

    units: tuple[int, ...]
    value: Whole
    bonus: Whole

    def apart(self, packed: Whole) -> list[Whole] | None:
        """The numbers of every level; None if one is so large that it may belong to another."""
        levels, rest = [], packed.copy()
        for above, unit in zip((ROOM, *self.units), self.units, strict=False):
            level, fits = unpack(rest, unit, above)
            if not fits:
                return None
            levels.append(level)
        return levels


def packed(objectives: Sequence[Objective], sides: tuple[int, int]) -> Packed | None:
    """One number for all levels, or None where 60 bits are too few. `sides`: how many parties each.

    What a plan can gain at one level for a loss at another is what a way of exchanges gains: it
    visits each party once, so it sums at most `longest` values, and only its two ends change which
    parties have a first partner.
    """
    longest = 2 * min(sides) + 4
    tops = [(highest(objective.value), highest(objective.bonus)) for objective in objectives]
    units = [1]
    for value, bonus in tops[:0:-1]:
        units.append(units[-1] * (1 << (8 * (longest * value + 2 * bonus)).bit_length()))
    value, bonus = tops[0]
    if 8 * units[-1] * (longest * value + 2 * bonus) >= ROOM:
        return None
    units.reverse()
    values = np.zeros(len(objectives[0].value), np.int64)
    bonuses = np.zeros(len(objectives[0].bonus), np.int64)
    for unit, objective, (value, bonus) in zip(units, objectives, tops, strict=True):
        if value:
            add(values, unit, objective.value)
        if bonus:
            add(bonuses, unit, objective.bonus)
    return Packed(tuple(units), values, bonuses)


@njit(cache=True)
def highest(numbers):
    """The greatest of them, at least 0."""
    top = np.int64(0)
    for one in numbers:
        top = max(top, one)
    return top


@njit(cache=True)
def add(total, times, numbers):
    """Add them to the total, so many times."""
    for i in range(len(numbers)):
        total[i] += times * numbers[i]


@njit(cache=True)
def unpack(packed, unit, above):
    """Take the numbers of a level out of the packed ones; whether they are small enough for it."""
    level = np.empty(len(packed), np.int64)
    top = np.int64(0)
    for p in range(len(packed)):
        level[p] = (packed[p] + unit // 2) // unit
        packed[p] -= level[p] * unit
        top = max(top, abs(level[p]))
    return level, top < above // (4 * unit)
