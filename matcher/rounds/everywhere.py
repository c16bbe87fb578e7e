"""The pairs that prices leave open among more pairs than anybody could score: billions.

Every village is asked about every kind of enterprise, by the bound of its paragon. Only where that
passes the prices of the village and of the cheapest of the kind, members are scored. As long as
very many pass, each village looks at a few members of its most promising kinds alone, and villages
take turns among the members, so that they do not all list the same few: prices fall into place long
before all that they leave open is worth knowing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.eligibility import Block
from matcher.engine import Level
from matcher.roster import Mask, Whole
from matcher.rounds.candidates import Candidates, Rows
from matcher.rounds.paragons import Paragons
from matcher.rounds.pricing import LeftOut, margin_sign, promising
from matcher.rounds.survey import Survey

KINDS, MEMBERS = 8, 8
"""So many kinds, and of each so many members, are promising to a village."""
FEW = 2
"""Where less than every second village finds a promising one, all are looked at."""
CELLS = 500_000
"""So many pairs are looked at at once."""
ASKED = 64
"""So many villages tell how dear a member may be to be worth looking at."""


@dataclass(frozen=True, eq=False)
class Everywhere:
    """All pairs of all villages and enterprises, near or not."""

    survey: Survey
    paragons: Paragons

    @property
    def pairs(self) -> int:
        """How many pairs that is."""
        return len(self.paragons.bound) * len(self.paragons.kind)

    def left_out(self, known: Candidates, levels: Sequence[Level]) -> Rows:
        """The most promising of the pairs outside the candidates that could better the plan; none
        are there only if none could."""
        found = promising(self._found(known, levels, KINDS), levels)
        if len(found[0]) * FEW < len(self.paragons.bound):
            found = promising(self._found(known, levels, None), levels)
        return found

    def _found(
        self, known: Candidates, levels: Sequence[Level], kinds: int | None
    ) -> Iterator[Rows]:
        """Block by block; with `kinds`, those alone that villages take turns to look at."""
        search = LeftOut(self.survey.eligibility, self.survey.scorer, known, levels, 1)
        cheapest = [_by_price(levels, one) for one in self.paragons.members]
        asking = self._asking(levels, np.array([one[0] for one in cheapest], np.int64), kinds)
        for kind, (members, villages) in enumerate(zip(cheapest, asking, strict=True)):
            turns = [members]
            if kinds is not None and len(villages):
                turns = self._turns(levels, kind, members, villages)
            for place, some in enumerate(turns):
                for block in _blocks(villages[place :: len(turns)], np.sort(some)):
                    yield search.among(block, self._maybe(levels, kind, block))
            self.survey.progress("plan.stage.pricing", kind + 1, len(cheapest))

    def _turns(
        self, levels: Sequence[Level], kind: int, members: Whole, villages: Whole
    ) -> list[Whole]:
        """The members, the cheapest first, that are open to half of the villages, few by few."""
        some = villages[:: -(-len(villages) // ASKED)]
        often = self._maybe(levels, kind, Block(some, members)).mean(axis=0) >= 1 / 2
        most = max(int(often.sum()), 1)
        return [members[first : first + MEMBERS] for first in range(0, most, MEMBERS)]

    def _maybe(self, levels: Sequence[Level], kind: int, block: Block) -> Mask:
        """Which pairs of a block of one kind the bound leaves open [villages × enterprises]."""
        bound = self.paragons.bound[block.villages, kind].astype(np.int64)[:, None]
        open_: Mask = (
            margin_sign(levels, block.enterprises[None, :], block.villages[:, None], bound) > 0
        )
        return open_

    def _asking(self, levels: Sequence[Level], cheapest: Whole, kinds: int | None) -> list[Whole]:
        """The villages that ask each kind: where its bound passes the prices; with `kinds`, where
        that is among so many of the village that pass them by most."""
        step = max(CELLS // max(len(cheapest), 1), 1)
        villages, asked = [], []
        for first in range(0, len(self.paragons.bound), step):
            bound = self.paragons.bound[first : first + step].astype(np.int64)
            village = np.arange(first, first + len(bound))[:, None]
            open_ = margin_sign(levels, cheapest[None, :], village, bound) > 0
            open_ &= bound >= 0
            if kinds is not None and kinds < len(cheapest):
                margin = np.where(open_, bound - levels[-1].enterprise_price[cheapest], -(1 << 40))
                last = np.partition(margin, -kinds, axis=1)[:, -kinds, None]
                open_ &= margin >= last
            row, kind = np.nonzero(open_)
            villages.append(first + row)
            asked.append(kind.astype(np.int32))
        of_kind = np.concatenate([np.empty(0, np.int32), *asked])
        order = np.argsort(of_kind, kind="stable")
        village = np.concatenate([np.empty(0, np.int64), *villages])[order]
        parts = np.searchsorted(of_kind[order], np.arange(1, len(cheapest)))
        return np.split(village, parts)


def _blocks(villages: Whole, enterprises: Whole) -> Iterator[Block]:
    step = max(CELLS // len(enterprises), 1)
    for first in range(0, len(villages), step):
        yield Block(villages[first : first + step], enterprises)


def _by_price(levels: Sequence[Level], members: Whole) -> Whole:
    """The cheapest first, level by level."""
    return members[np.lexsort([level.enterprise_price[members] for level in reversed(levels)])]
