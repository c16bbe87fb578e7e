"""What the prices of a plan leave open: the pairs that could still better it, or equal it.

A pair matters only if it is worth more than the prices of its two places together, level by level
of the objective (reduced costs in linear programming). Every pair of every block is asked, most of
them by no more than a bound: a pair that is in no list scores at most the cut of both its parties.
Only where the bound passes the prices is it scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.eligibility import Block, Eligibility
from matcher.engine import Level
from matcher.roster import Mask, Whole
from matcher.rounds.candidates import (
    NOBODY,
    Candidates,
    Rows,
    best_rows,
    gathered,
    heaped,
    keys,
)
from matcher.rounds.survey import Survey
from matcher.scoring import Scorer

ADDED = 8
"""So many of the best are added for each village and each enterprise at a time."""


def margin_sign(
    levels: Sequence[Level], enterprise: Whole, village: Whole, score: Whole
) -> NDArray[np.int8]:
    """Of pairs (or, by broadcasting, a table of them): 1 where they could better the plan, 0 where
    they could equal it, -1 where the prices exclude them."""
    sign: NDArray[np.int8] = np.zeros(np.broadcast_shapes(enterprise.shape, village.shape), np.int8)
    for level in levels:
        worth = score if level.name == "score" else 0
        margin = worth - level.enterprise_price[enterprise] - level.village_price[village]
        np.copyto(sign, np.sign(margin).astype(np.int8), where=sign == 0)
    return sign


def margin(levels: Sequence[Level], enterprise: Whole, village: Whole, score: Whole) -> Whole:
    """How far the score of pairs lies above the prices of the last level alone."""
    above: Whole = (
        score - levels[-1].enterprise_price[enterprise] - levels[-1].village_price[village]
    )
    return above


@dataclass(frozen=True, eq=False)
class LeftOut:
    """The pairs of a block outside the candidates whose margin is `least` (0 or 1) or above."""

    eligibility: Eligibility
    scorer: Scorer
    found: Candidates
    levels: Sequence[Level]
    least: int

    def __call__(self, block: Block) -> Rows:
        return self.among(block, self._maybe(block))

    def among(self, block: Block, maybe: Mask) -> Rows:
        """Those of the block that may be open [villages × enterprises], and are."""
        villages, enterprises = maybe.any(axis=1), maybe.any(axis=0)
        if not villages.any():
            nothing = np.empty(0, np.int64)
            return nothing, nothing, nothing
        few = Block(block.villages[villages], block.enterprises[enterprises])
        pairs = self.eligibility.pairs(few)
        asked = maybe[villages][:, enterprises][
            np.searchsorted(few.villages, pairs.village),
            np.searchsorted(few.enterprises, pairs.enterprise),
        ]
        asked[asked] = ~listed(self.found, pairs.enterprise[asked], pairs.village[asked])
        pairs = pairs.take(np.flatnonzero(asked))
        score = self.scorer.scores(pairs)
        open_ = margin_sign(self.levels, pairs.enterprise, pairs.village, score) >= self.least
        return pairs.enterprise[open_], pairs.village[open_], score[open_]

    def _maybe(self, block: Block) -> Mask:
        """Which pairs could be open, as far as their bounds tell [villages × enterprises]."""
        village, enterprise = block.villages[:, None], block.enterprises[None, :]
        of_village, of_enterprise = (
            self.found.village_cut[village],
            self.found.enterprise_cut[enterprise],
        )
        bound = np.minimum(of_village, of_enterprise)
        maybe: Mask = bound != NOBODY
        maybe &= margin_sign(self.levels, enterprise, village, bound) >= self.least
        return maybe


def left_out(survey: Survey, found: Candidates, levels: tuple[Level, ...], least: int) -> Rows:
    """The pairs outside the candidates that the prices leave open: of those that could better the
    plan (`least` 1) the most promising, of those that could equal it (0) all."""
    search = LeftOut(survey.eligibility, survey.scorer, found, levels, least)
    rows = ((rows[0], rows[1], rows[2]) for _, rows in survey.priced(search))
    return promising(rows, levels) if least else gathered(list(rows))


def promising(parts: Iterable[Rows], levels: Sequence[Level]) -> Rows:
    """The few pairs of each party whose score is most above the prices."""

    def shorten(rows: Rows) -> Rows:
        return best_rows(rows, margin(levels, *rows), ADDED)

    return heaped(parts, shorten)


def listed(found: Candidates, enterprise: Whole, village: Whole) -> Mask:
    """Which of these pairs are candidates already."""
    wanted, known = keys(enterprise, village), found.keys
    place = np.searchsorted(known, wanted).clip(max=max(len(known) - 1, 0))
    here: Mask = known[place] == wanted if len(known) else np.zeros(len(wanted), np.bool_)
    return here
