"""A plan laid out for changing: one change at a time, repaired along shortest paths, exactly.

All levels of the objective are packed into one whole number per pair and per bonus, with room
enough between levels that no closed way of exchanges could carry over; so one repair serves every
level. A veto makes a pair worth less than anything, a pin more than anything (Mills-Tettey et al.
2007: after a change only the parties it touches are out of balance).
"""

from __future__ import annotations

import numpy as np

from matcher.engine.counting import by_village, content, degrees
from matcher.engine.certificate import Certificate, Level
from matcher.engine.losses import losses
from matcher.engine.matching import Change, Matching
from matcher.engine.objectives import Keep, objective
from matcher.engine.problem import MatchingProblem, Whole
from matcher.engine.repair import adjacency, repair, turn
from matcher.errors import ProblemRefused

DECISIVE = 2**56


class Bench:
    """The working state: mutable, and only ever touched by the functions of `replanning`."""

    def __init__(self, matching: Matching) -> None:
        problem = matching.problem
        if matching.certificate is None:
            raise ProblemRefused("engine.no_replanning", method=matching.method)
        self.enterprises = split = len(problem.enterprise_capacity)
        self.order = by_village(problem.village, len(problem.village_capacity))
        self.place_of = np.empty_like(self.order)
        self.place_of[self.order] = np.arange(len(self.order))
        self.left = problem.enterprise[self.order].astype(np.int32)
        self.right = (problem.village[self.order] + split).astype(np.int32)
        self.keep = matching.certificate.keep
        self.names = tuple(level.name for level in matching.certificate.levels)
        self.units = _units(problem, self.names, self.keep)
        objectives = [objective(name, problem, self.keep) for name in self.names]
        self.worth = _weighed(self.units, [one.value[self.order] for one in objectives])
        self.bonus = _weighed(self.units, [one.bonus for one in objectives])
        self.value = self.worth.copy()
        self.value[problem.vetoed[self.order]] = -DECISIVE
        self.value[problem.pinned[self.order]] = DECISIVE
        self.least = np.append(problem.enterprise_minimum, problem.village_minimum)
        self.most = np.append(problem.enterprise_capacity, problem.village_capacity)
        levels = matching.certificate.levels
        prices = [np.append(one.enterprise_price, one.village_price) for one in levels]
        self.price = _weighed(self.units, prices)
        self.chosen = np.zeros(len(self.order), np.bool_)
        self.chosen[self.place_of[matching.chosen]] = True
        margin = self.value - self.price[self.left] - self.price[self.right]
        self.chosen &= margin >= 0
        self.chosen |= margin > 0
        count = degrees(len(self.most), self.left[self.chosen], self.right[self.chosen])
        low, high = content(self.price, self.bonus, self.least, self.most)
        self.taken = np.clip(count, low, high)
        self.first, self.pair_of, self.place, self.count = adjacency(
            len(self.most), self.left, self.right, self.chosen
        )
        self.nevers = np.flatnonzero(self.value <= -DECISIVE)
        self.musts = np.flatnonzero(self.value >= DECISIVE)
        self.steps: tuple[Change, ...] = ()
        self.sound = self._settle()

    def revalue(self, pair: int, value: int) -> bool:
        """Give a pair another value; whether a plan still exists."""
        i = int(self.place_of[pair])
        self.value[i] = value
        self.nevers = _marked(self.nevers, i, value <= -DECISIVE)
        self.musts = _marked(self.musts, i, value >= DECISIVE)
        margin = value - self.price[self.left[i]] - self.price[self.right[i]]
        if (margin < 0) if self.chosen[i] else (margin > 0):
            turn(
                i, self.left, self.right, self.first, self.pair_of, self.place,
                self.chosen, self.count,
            )  # fmt: skip
        return self._settle()

    def resize(self, party: int, most: int) -> bool:
        """Let a party take more or fewer pairs; whether a plan still exists."""
        self.most[party] = most
        one = slice(party, party + 1)
        low, high = content(self.price[one], self.bonus[one], self.least[one], self.most[one])
        self.taken[party] = np.clip(self.count[party], low[0], high[0])
        return self._settle()

    def _settle(self) -> bool:
        if (self.least > self.most).any():
            return False
        stuck = repair(
            self.enterprises, self.left, self.right, self.value,
            self.first, self.pair_of, self.place, self.chosen, self.price, self.bonus,
            self.least, self.most, self.count, self.taken, False,
        )  # fmt: skip
        dropped = not self.chosen[self.musts].all()
        return not (len(stuck) or dropped or self.chosen[self.nevers].any())

    def losses(self) -> Whole:
        """What the plan would lose, packed, without each chosen pair (of rising row number)."""
        lost = losses(
            self.enterprises, self.left, self.right, self.value,
            self.first, self.pair_of, self.price, self.bonus,
            self.least, self.most, self.count, self.taken,
        )  # fmt: skip
        found: Whole = lost[self.place_of[self.rows()]]
        return found

    def rows(self) -> Whole:
        """The chosen pairs, as the problem numbers them, in rising order."""
        found: Whole = np.sort(self.order[np.flatnonzero(self.chosen)])
        return found

    def unpacked(self, packed: Whole) -> list[Whole]:
        """The digits of packed numbers, level by level."""
        digits = []
        for unit in self.units:
            digit = (packed + unit // 2) // unit
            digits.append(digit)
            packed = packed - digit * unit
        return digits

    def certificate(self, worth: dict[str, int], chosen: Whole) -> Certificate:
        """The prices as they stand, level by level."""
        split = self.enterprises
        levels = []
        for name, price in zip(self.names, self.unpacked(self.price), strict=True):
            price.setflags(write=False)
            levels.append(Level(name, worth[name], price[:split], price[split:]))
        return Certificate.of(tuple(levels), self.keep, chosen)


def _units(problem: MatchingProblem, names: tuple[str, ...], keep: Keep | None) -> tuple[int, ...]:
    """How much one point of each level weighs: more than all lower levels can carry together."""
    sides = min(len(problem.enterprise_capacity), len(problem.village_capacity))
    longest = 2 * sides + 4
    top = int(problem.score.max(initial=1)) + (keep.bonus if keep else 0) or 1
    above_score = 1 << (4 * longest * top).bit_length()
    weights = {"score": 1, "engagement": above_score, "coverage": 8 * above_score}
    heaviest = int(problem.village_weight.max(initial=1))
    if len(names) > 1 and 8 * weights["coverage"] * heaviest >= DECISIVE:
        raise ProblemRefused("engine.too_heavy_to_replan", weight=heaviest)
    return tuple(weights[name] for name in names)


def _weighed(units: tuple[int, ...], arrays: list[Whole]) -> Whole:
    total = np.zeros_like(arrays[0])
    for unit, array in zip(units, arrays, strict=True):
        total += unit * array
    return total


def _marked(places: Whole, place: int, marked: bool) -> Whole:
    others = places[places != place]
    return np.append(others, place) if marked else others
