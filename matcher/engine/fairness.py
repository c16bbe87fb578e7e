"""What no plan can exceed in fairness, at the prices that enterprises ask for their places.

At given prices every village chooses its partners as if it were alone, and every enterprise gives
as many places as suits it: what all of them make together, no plan exceeds (Lagrangian relaxation,
Geoffrion 1974), and at the right prices the fairest plan reaches it. Levels are packed into one
whole number as long as need be, so that comparing numbers compares level by level; nothing here
knows how a plan is found.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from matcher.engine.problem import MatchingProblem, Whole


@dataclass(frozen=True)
class Scale:
    """How much a point weighs at the level of coverage, at each score of `scores`, of the total.

    A village that stands between two of these scores weighs more than all that stand at the next.
    """

    scores: tuple[int, ...]
    villages: int
    bits: int
    last_bits: int

    @classmethod
    def of(cls, problem: MatchingProblem, scores: tuple[int, ...], prices: list[Whole]) -> Scale:
        """Wide enough for every sum that these prices can make."""
        villages, pairs = len(problem.village_capacity), len(problem.score)
        places = 4 * (pairs + int(problem.enterprise_minimum.sum()) + 1)
        dearest = [max((abs(price) for price in one.tolist()), default=0) for one in prices]
        counts = villages * (villages + 1) + places * max(dearest[1:-1], default=0)
        points = places * (int(problem.score.max(initial=0)) + dearest[-1])
        return cls(scores, villages, (4 * counts + 4).bit_length(), (4 * points + 4).bit_length())

    def unit(self, level: int) -> int:
        """What one point of a level weighs; level 0 is coverage, the last is the total."""
        above = len(self.scores) - level
        return 1 if above < 0 else 1 << (self.last_bits + self.bits * above)

    def standing(self, score: int) -> int:
        """What it costs that a village stands at this score."""
        place = bisect_left(self.scores, score)
        if place == len(self.scores):
            return 0
        fault = 1 if self.scores[place] == score else self.villages + 1
        return fault * self.unit(place + 1)

    def unpacked(self, number: int) -> tuple[int, ...]:
        """The number level by level."""
        digits = []
        for level in range(len(self.scores) + 2):
            unit = self.unit(level)
            digit = (number + unit // 2) // unit
            digits.append(digit)
            number -= digit * unit
        return tuple(digits)


def fair_bound(
    problem: MatchingProblem, scores: tuple[int, ...], prices: list[Whole]
) -> tuple[int, ...]:
    """Level by level the bound at these prices: one array [nE] for coverage, each score, the total.

    Levels count, to be compared lexicographically, the weight of covered villages; less the
    villages whose best pair has a score of `scores` (rising; one between two of them counts nV + 1
    at the next); and the total score.
    """
    scale = Scale.of(problem, scores, prices)
    asked = [0] * len(problem.enterprise_capacity)
    for level, price in enumerate(prices):
        unit = scale.unit(level)
        for party in np.flatnonzero(price).tolist():
            asked[party] += int(price[party]) * unit
    total = sum(_gives(problem, asked)) + sum(_choose(problem, scale, asked))
    return scale.unpacked(total)


def _gives(problem: MatchingProblem, asked: list[int]) -> Iterator[int]:
    """What every enterprise makes of its places."""
    parties = len(asked)
    usable = np.bincount(problem.enterprise[~problem.vetoed], minlength=parties)
    pins = np.bincount(problem.enterprise[problem.pinned], minlength=parties)
    least = np.maximum(problem.enterprise_minimum, pins)
    most = np.maximum(np.minimum(problem.enterprise_capacity, usable), least)
    for price, low, high in zip(asked, least.tolist(), most.tolist(), strict=True):
        yield price * (high if price > 0 else low)


def _choose(problem: MatchingProblem, scale: Scale, asked: list[int]) -> Iterator[int]:
    """What every village makes of its pairs at these prices."""
    order = np.argsort(problem.village, kind="stable")
    order = order[~problem.vetoed[order]]
    ends = np.searchsorted(problem.village[order], np.arange(len(problem.village_capacity) + 1))
    covered = scale.unit(0)
    for village, weight in enumerate(problem.village_weight.tolist()):
        rows = order[ends[village] : ends[village + 1]]
        scores = problem.score[rows].tolist()
        givers = problem.enterprise[rows].tolist()
        further = [score - asked[giver] for score, giver in zip(scores, givers, strict=True)]
        first = [weight * covered - scale.standing(score) if weight else 0 for score in scores]
        yield _best_choice(
            first,
            further,
            problem.pinned[rows].tolist(),
            int(problem.village_minimum[village]),
            int(problem.village_capacity[village]),
        )


def _best_choice(
    first: list[int], further: list[int], pinned: list[bool], least: int, most: int
) -> int:
    """The best set of pairs: one of them counts as the first, and all as further ones."""
    musts = [pair for pair, must in enumerate(pinned) if must]
    others = [pair for pair, must in enumerate(pinned) if not must]
    others.sort(key=lambda pair: further[pair], reverse=True)
    sums = list(accumulate((further[pair] for pair in others), initial=0))
    wanted = sum(further[pair] > 0 for pair in others)
    sure = sum(further[pair] for pair in musts)
    choices = [] if musts or least else [0]
    for pair in musts:
        taken = max(min(wanted, most - len(musts)), least - len(musts))
        choices.append(first[pair] + sure + sums[taken])
    for place, pair in enumerate(others if len(musts) < most else []):
        gains = further[pair] > 0
        taken = max(min(wanted - gains, most - len(musts) - 1), least - len(musts) - 1)
        rest = sums[taken + 1] - further[pair] if place < taken else sums[taken]
        choices.append(first[pair] + further[pair] + sure + rest)
    return max(choices)
