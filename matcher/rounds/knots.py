"""Parties whose minimums and pins their listed candidates cannot meet, and who could help them.

Somebody in a knot gets what is missing only from somebody outside it (Hall 1935). So where no
unlisted pair leads out of it, there is no plan among all pairs either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matcher.eligibility import Block
from matcher.roster import Whole
from matcher.rounds.candidates import Candidates, Rows, best_rows, heaped
from matcher.rounds.pricing import LeftOut
from matcher.rounds.survey import Survey

CELLS = 500_000
"""So many pairs are looked at at once."""


@dataclass(frozen=True, eq=False)
class Knot:
    """Enterprises and villages, by number, that must have more than their candidates can give."""

    enterprises: Whole
    villages: Whole


def untying(survey: Survey, known: Candidates, knot: Knot, most: int) -> Rows:
    """The `most` best pairs of every party that lead out of the knot and are not listed yet."""
    search = LeftOut(survey.eligibility, survey.scorer, known, (), 0)
    blocks = _leading_out(survey, knot)
    found = (search.among(block, np.ones(block.shape, np.bool_)) for block in blocks)
    return heaped(found, lambda rows: best_rows(rows, rows[2], most))


def _leading_out(survey: Survey, knot: Knot) -> Iterator[Block]:
    """Each of the knot with each of the other side who is not of it, as far as they may meet."""
    for block in [Block.whole(survey.roster)] if survey.near else survey.blocks:
        villages = np.isin(block.villages, knot.villages)
        enterprises = np.isin(block.enterprises, knot.enterprises)
        for taking, giving in ((~villages, enterprises), (villages, ~enterprises)):
            takers, givers = block.villages[taking], block.enterprises[giving]
            step = max(CELLS // max(len(givers), 1), 1)
            for first in range(0, len(takers) if len(givers) else 0, step):
                yield Block(takers[first : first + step], givers)
