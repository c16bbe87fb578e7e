"""All levels of an objective in one whole number, with room between them that nothing can cross.

A plan that is best by the packed numbers is best by the first level, then the second, and so on;
and packed prices come apart into the prices of every level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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
        levels = []
        for above, unit in zip((ROOM, *self.units), self.units, strict=False):
            level = (packed + unit // 2) // unit
            if 4 * int(np.abs(level).max(initial=0)) * unit >= above:
                return None
            levels.append(level)
            packed = packed - level * unit
        return levels


def packed(objectives: Sequence[Objective], sides: tuple[int, int]) -> Packed | None:
    """One number for all levels, or None where 60 bits are too few. `sides`: how many parties each.

    What a plan can gain at one level for a loss at another is what a way of exchanges gains: it
    visits each party once, so it sums at most `longest` values, and only its two ends change which
    parties have a first partner.
    """
    longest = 2 * min(sides) + 4
    units = [1]
    for objective in objectives[:0:-1]:
        value, bonus = (int(one.max(initial=0)) for one in (objective.value, objective.bonus))
        units.append(units[-1] * (1 << (8 * (longest * value + 2 * bonus)).bit_length()))
    first = objectives[0]
    value, bonus = (int(one.max(initial=0)) for one in (first.value, first.bonus))
    if 8 * units[-1] * (longest * value + 2 * bonus) >= ROOM:
        return None
    units.reverse()
    values, bonuses = np.zeros_like(first.value), np.zeros_like(first.bonus)
    for unit, objective in zip(units, objectives, strict=True):
        values += unit * objective.value
        bonuses += unit * objective.bonus
    return Packed(tuple(units), values, bonuses)
