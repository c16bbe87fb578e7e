"""The proof of a plan: prices for places, from which anyone can count that no plan is better.

At any prices, no plan is worth more than what every pair gains above the prices of its two places,
plus what every party makes of its places at their price (linear-programming duality). The prices of
an optimal plan bring this bound down to what the plan is worth: the gap is 0. With several levels
prices are vectors compared lexicographically, and so is the bound.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.engine.fairness import fair_bound
from matcher.engine.objectives import Keep, objective
from matcher.engine.problem import MatchingProblem, Whole

AT = "at_"
LEVELS_TOLD = 6


@dataclass(frozen=True, eq=False)
class Level:
    """What the plan is worth at one level of the objective, and the prices at that level."""

    name: str
    worth: int
    enterprise_price: Whole
    village_price: Whole


@dataclass(frozen=True, eq=False, repr=False)
class Certificate:
    """Levels from the most to the least important; the last one is always the score.

    For `fair` there is one for every score at which a village may have to stand, named `at_` and
    the score and worth less the villages that stand there; only places of enterprises have prices,
    at which every village chooses for itself alone.

    With `keep`, the score counts what staying is worth too. `seal` is the SHA-256 of the prices
    and of the plan they were made for: prices that were moved may prove the plan still, and a plan
    as good may have slipped in, but they are not what was computed. Prices read from elsewhere
    have no seal; the gap alone speaks for them.
    """

    levels: tuple[Level, ...]
    keep: Keep | None = None
    seal: str = ""

    @classmethod
    def of(
        cls, levels: tuple[Level, ...], keep: Keep | None, chosen: NDArray[np.int64]
    ) -> Certificate:
        """The sealed proof for these rows."""
        digest = hashlib.sha256(chosen.astype("<i8", copy=False).data)
        for level in levels:
            for price in (level.enterprise_price, level.village_price):
                digest.update(price.astype("<i8", copy=False).data)
        return cls(levels, keep, digest.hexdigest())

    @property
    def enterprise_price(self) -> Whole:
        """What one more place of each enterprise is worth, in points of score."""
        return self.levels[-1].enterprise_price

    @property
    def village_price(self) -> Whole:
        """What one more place of each village is worth, in points of score."""
        return self.levels[-1].village_price

    def gap(self, problem: MatchingProblem) -> int:
        """What the bound exceeds the plan by, at the first level where they differ; 0: proven."""
        differences = (
            bound - level.worth
            for bound, level in zip(self.bounds(problem), self.levels, strict=True)
        )
        return next((difference for difference in differences if difference), 0)

    def bounds(self, problem: MatchingProblem) -> tuple[int, ...]:
        """No plan is worth more than this, level by level, compared lexicographically."""
        if len(self.levels) > 1 and self.levels[1].name != "engagement":  # what only `fair` proves
            scores = tuple(int(level.name.removeprefix(AT)) for level in self.levels[1:-1])
            return fair_bound(problem, scores, [level.enterprise_price for level in self.levels])
        margins, below, first, rest = [], [], [], []
        least, most, served = _ranges(problem)
        for level in self.levels:
            counted = objective(level.name, problem, self.keep)
            price = np.concatenate([level.enterprise_price, level.village_price])
            margins.append(
                counted.value
                - level.enterprise_price[problem.enterprise]
                - level.village_price[problem.village]
            )
            below.append(counted.bonus * served + price * least)
            first.append(counted.bonus * ~served + price)
            rest.append(price)
        takes = problem.pinned | (_positive(margins) & ~problem.vetoed)
        first_unit = (most > least) & _positive(first)
        further = np.where(_positive(rest), most - least - ~served * (most > least), 0)
        return tuple(
            int(margin[takes].sum())
            + int(base.sum() + one[first_unit & ~served].sum() + (price * further).sum())
            for margin, base, one, price in zip(margins, below, first, rest, strict=True)
        )

    def __str__(self) -> str:
        many = "1 level" if len(self.levels) == 1 else f"{len(self.levels):,} levels"
        return f"proof by prices at {many}"

    def __repr__(self) -> str:
        told = [f"{level.name} {level.worth:,}" for level in self.levels]
        if len(told) > LEVELS_TOLD:
            told[2:-2] = [f"… {len(told) - 4:,} more …"]
        return f"<Certificate: {', '.join(told)}>"


def _ranges(problem: MatchingProblem) -> tuple[Whole, Whole, NDArray[np.bool_]]:
    """The least and the most every party takes, never more than its pairs but for a minimum that
    cannot be met, and whether it surely takes one."""
    split = len(problem.enterprise_capacity)
    parties = split + len(problem.village_capacity)
    ends = np.concatenate([problem.enterprise, problem.village + split])
    pins = np.bincount(ends[np.tile(problem.pinned, 2)], minlength=parties)
    minimum = np.concatenate([problem.enterprise_minimum, problem.village_minimum])
    least = np.maximum(minimum, pins)
    most = np.concatenate([problem.enterprise_capacity, problem.village_capacity])
    most = np.maximum(np.minimum(most, np.bincount(ends, minlength=parties)), least)
    return least, most, least > 0


def _positive(levels: list[NDArray[np.int64]]) -> NDArray[np.bool_]:
    """Where the first level that is not 0 is above 0."""
    verdict = np.zeros_like(levels[0])
    for level in levels:
        verdict = np.where(verdict == 0, level, verdict)
    return verdict > 0
