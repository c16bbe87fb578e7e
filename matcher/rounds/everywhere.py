"""The pairs that prices leave open among more pairs than anybody could score: billions.

Every village is asked about every kind of enterprise, by the bound of its paragon. Only where that
passes the prices of the village and of the cheapest of the kind, the members are scored, the
cheapest first. At first only the most promising few of every village are: prices fall into place
long before all that they leave open is worth knowing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.eligibility import Block
from matcher.engine import Level
from matcher.roster import Mask, Whole
from matcher.rounds.candidates import Candidates, Rows, best_of_each
from matcher.rounds.paragons import Paragons
from matcher.rounds.pricing import LeftOut, margin_sign
from matcher.rounds.survey import Survey

KINDS, MEMBERS = 8, 8
"""So many kinds, and of each so many members, are promising to a village."""
ADDED = 8
"""So many of the best are added for each village and each enterprise at a time."""
FEW = 10
"""Where less than every tenth village finds a promising one, all are looked at."""
CELLS = 500_000
"""So many pairs are looked at at once."""


@dataclass(frozen=True, eq=False)
class Everywhere:
    """All pairs of all villages and enterprises, near or not."""

    survey: Survey
    paragons: Paragons

    @property
    def pairs(self) -> int:
        """How many pairs that is."""
        return len(self.paragons.bound) * len(self.paragons.kind)

    def left_out(self, known: Candidates, levels: Sequence[Level]) -> list[Rows]:
        """The best of the pairs outside the candidates that could better the plan; none are there
        only if none could."""
        found = self._found(known, levels, KINDS, MEMBERS)
        if sum(len(rows[0]) for rows in found) * FEW < len(self.paragons.bound):
            found = self._found(known, levels, None, None)
        return found

    def _found(
        self, known: Candidates, levels: Sequence[Level], kinds: int | None, members: int | None
    ) -> list[Rows]:
        search = LeftOut(self.survey.eligibility, self.survey.scorer, known, levels, 1)
        cheapest = [_by_price(levels, one) for one in self.paragons.members]
        asked = self._asked(levels, np.array([one[0] for one in cheapest], np.int64), kinds)
        found: list[Rows] = []
        for kind, ordered in enumerate(cheapest):
            some = np.sort(ordered[:members])
            villages = np.flatnonzero(asked[:, kind])
            step = max(CELLS // len(some), 1)
            for first in range(0, len(villages), step):
                block = Block(villages[first : first + step], some)
                bound = self.paragons.bound[block.villages, kind].astype(np.int64)[:, None]
                maybe = margin_sign(levels, some[None, :], block.villages[:, None], bound) > 0
                found.append(search.among(block, maybe))
            self.survey.progress("plan.stage.pricing", kind + 1, len(cheapest))
        return _best(found, levels)

    def _asked(self, levels: Sequence[Level], cheapest: Whole, kinds: int | None) -> Mask:
        """Which kinds each village asks [villages × kinds]: all whose bound passes the prices, or
        the `kinds` of them whose bound passes them by most."""
        asked = np.zeros(self.paragons.bound.shape, np.bool_)
        step = max(CELLS // max(len(cheapest), 1), 1)
        for first in range(0, len(asked), step):
            village = np.arange(first, min(first + step, len(asked)))[:, None]
            bound = self.paragons.bound[village[:, 0]].astype(np.int64)
            open_ = margin_sign(levels, cheapest[None, :], village, bound) > 0
            open_ &= bound >= 0
            if kinds is not None and kinds < len(cheapest):
                margin = np.where(open_, bound - levels[-1].enterprise_price[cheapest], -(1 << 40))
                last = np.partition(margin, -kinds, axis=1)[:, -kinds, None]
                open_ &= margin >= last
            asked[village[:, 0]] = open_
        return asked


def _by_price(levels: Sequence[Level], members: Whole) -> Whole:
    """The cheapest first, level by level."""
    return members[np.lexsort([level.enterprise_price[members] for level in reversed(levels)])]


def _best(found: Sequence[Rows], levels: Sequence[Level]) -> list[Rows]:
    enterprise, village, score = (
        np.concatenate([np.empty(0, np.int64), *(rows[column] for rows in found)])
        for column in range(3)
    )
    if not len(score):
        return []
    margin = score - levels[-1].enterprise_price[enterprise] - levels[-1].village_price[village]
    kept = best_of_each(enterprise, village, margin, ADDED)
    return [(enterprise[kept], village[kept], score[kept])]
