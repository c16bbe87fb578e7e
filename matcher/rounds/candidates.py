"""Which pairs the engine is asked about, with their scores: all that are eligible, or the best.

Blocks of villages keep memory bounded. Where there are too many pairs to keep them all, the best of
every village and of every enterprise stay, so that nobody is crowded out by the popular.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.eligibility import Eligibility
from matcher.roster import Whole
from matcher.scoring import Scorer

MOST_PAIRS = 4_000_000
BEST_OF_EACH = 64

Progress = Callable[[str, int, int], None]
"""Told the code of a stage, how much of it is done, and how much there is."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """Candidate pairs as columns, by village, then enterprise."""

    enterprise: Whole
    village: Whole
    score: Whole

    @classmethod
    def joined(cls, lists: Sequence[Candidates]) -> Candidates:
        """Lists of different villages, in the villages' order, as one."""
        return cls(
            np.concatenate([np.empty(0, np.int64), *(one.enterprise for one in lists)]),
            np.concatenate([np.empty(0, np.int64), *(one.village for one in lists)]),
            np.concatenate([np.empty(0, np.int64), *(one.score for one in lists)]),
        )

    def best(self, most: int, settled: set[tuple[int, int]]) -> Candidates:
        """The `most` best of every party, and the settled pairs whatever their score."""
        kept = np.isin(
            self.enterprise << 32 | self.village,
            [enterprise << 32 | village for enterprise, village in sorted(settled)],
        )
        for party in (self.enterprise, self.village):
            order = np.lexsort((self.enterprise, self.village, -self.score, party))
            first = np.searchsorted(party[order], party[order])
            kept[order[np.arange(len(order)) - first < most]] = True
        return Candidates(self.enterprise[kept], self.village[kept], self.score[kept])


def find_candidates(
    eligibility: Eligibility,
    scorer: Scorer,
    settled: set[tuple[int, int]],
    most: int | None,
    progress: Progress,
) -> Candidates:
    """Every eligible pair, or the `most` best of every party (by default only at great size)."""
    roster = eligibility.roster
    if most is None and len(roster.enterprises) * len(roster.villages) > MOST_PAIRS:
        most = BEST_OF_EACH
    found: list[Candidates] = []
    for villages in eligibility.blocks():
        pairs = eligibility.pairs(villages)
        found.append(Candidates(pairs.enterprise, pairs.village, scorer.scores(pairs)))
        if most is not None:
            found = [Candidates.joined(found).best(most, settled)]
        progress("plan.stage.scoring", villages.stop, len(roster.villages))
    return Candidates.joined(found)
