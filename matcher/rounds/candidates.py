"""Which pairs the engine is asked about, with their scores: all that are eligible, or the best.

Where there are too many to keep them all, the best of every village and of every enterprise stay,
so that nobody is crowded out by the popular. What was left out is bounded: it scores no more than
the last that stayed of either side (`cut`), which is where the proof over all pairs begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.eligibility import Block, Eligibility
from matcher.roster import Mask, Whole
from matcher.rounds.survey import Survey
from matcher.scoring import Scorer

MOST_PAIRS = 4_000_000
BEST_OF_EACH = 32
AT_ONCE = 8_000_000
"""So many pairs are gathered before the best of them are chosen again."""

NOBODY = -1
"""The cut of a party of which nothing was left out."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """Candidate pairs as columns, by village, then enterprise.

    `enterprise_cut` and `village_cut`: a pair that is not here scores at most the cut of each of
    its parties, and a party whose cut is NOBODY has all its pairs here. `eligible` is how many
    pairs there were to choose from.
    """

    enterprise: Whole
    village: Whole
    score: Whole
    enterprise_cut: Whole
    village_cut: Whole
    eligible: int

    def __len__(self) -> int:
        return len(self.score)

    @property
    def complete(self) -> bool:
        return self.eligible == len(self.score)

    @property
    def keys(self) -> Whole:
        """Every pair as one number, rising."""
        return keys(self.enterprise, self.village)

    def among(self, rows: Mask) -> Candidates:
        """These rows alone."""
        return replace(
            self,
            enterprise=self.enterprise[rows],
            village=self.village[rows],
            score=self.score[rows],
        )

    def with_pairs(self, more: Rows) -> Candidates:
        """With other pairs beside these, none of them here yet."""
        enterprise, village, score = gathered([(self.enterprise, self.village, self.score), more])
        order = np.lexsort((enterprise, village))
        return replace(
            self, enterprise=enterprise[order], village=village[order], score=score[order]
        )


Rows = tuple[Whole, Whole, Whole]
"""Enterprise, village and score of some pairs."""


def keys(enterprise: Whole, village: Whole) -> Whole:
    """Every pair as one number, in the order of the villages, then of the enterprises."""
    return village << 32 | enterprise


@dataclass(frozen=True, eq=False)
class Search:
    """The best of one block: what every worker does. `most` None keeps all pairs."""

    eligibility: Eligibility
    scorer: Scorer
    most: int | None
    settled: Whole

    def __call__(self, block: Block) -> tuple[Whole, Whole, Whole, Whole, Whole]:
        """The pairs of the block that stay, and how many eligible ones its parties have: those of
        each enterprise, and those of each village."""
        pairs = self.eligibility.pairs(block)
        found = (pairs.enterprise, pairs.village, self.scorer.scores(pairs))
        counts = (
            np.bincount(np.searchsorted(block.enterprises, found[0]), minlength=block.shape[1]),
            np.bincount(np.searchsorted(block.villages, found[1]), minlength=block.shape[0]),
        )
        if self.most is not None:
            found = _best(found, self.most, self.settled)
        return *found, *counts


def find_candidates(survey: Survey, settled: set[tuple[int, int]], most: int | None) -> Candidates:
    """Every eligible pair, or the `most` best of every party (by default only at great size).

    Pairs with a settled answer stay whatever their score. Of equal scores, the partner with the
    lower number stays.
    """
    if most is None and survey.pairs > MOST_PAIRS:
        most = BEST_OF_EACH
    ends = np.array(sorted(settled), np.int64).reshape(-1, 2)
    marked = keys(ends[:, 0], ends[:, 1])
    of_enterprise = np.zeros(len(survey.roster.enterprises), np.int64)
    of_village = np.zeros(len(survey.roster.villages), np.int64)
    search = Search(survey.eligibility, survey.scorer, most, marked)

    def found() -> Iterator[Rows]:
        for block, (enterprise, village, score, *counts) in survey.scored(search, f"best-{most}"):
            of_enterprise[block.enterprises] += counts[0]
            of_village[block.villages] += counts[1]
            yield enterprise, village, score

    def shorten(rows: Rows) -> Rows:
        return rows if most is None else _best(rows, most, marked)

    enterprise, village, score = heaped(found(), shorten)
    order = np.lexsort((enterprise, village))
    return Candidates(
        enterprise[order],
        village[order],
        score[order],
        _cut(enterprise, score, of_enterprise, most),
        _cut(village, score, of_village, most),
        int(of_village.sum()),
    )


def _best(rows: Rows, most: int, settled: Whole) -> Rows:
    """The `most` best of every party, and the settled pairs."""
    enterprise, village, score = rows
    kept = best_of_each(enterprise, village, score, most)
    kept |= np.isin(keys(enterprise, village), settled)
    return enterprise[kept], village[kept], score[kept]


def best_rows(rows: Rows, worth: Whole, most: int) -> Rows:
    """Those that are among the `most` best of either party by this worth."""
    enterprise, village, score = rows
    kept = best_of_each(enterprise, village, worth, most)
    return enterprise[kept], village[kept], score[kept]


def best_of_each(enterprise: Whole, village: Whole, score: Whole, most: int) -> Mask:
    """Which pairs are among the `most` best of either party, the lower number first."""
    kept = np.zeros(len(score), np.bool_)
    for party, other in ((enterprise, village), (village, enterprise)):
        order = np.lexsort((other, -score, party))
        first = np.searchsorted(party[order], party[order])
        kept[order[np.arange(len(order)) - first < most]] = True
    return kept


def _cut(party: Whole, score: Whole, eligible: Whole, most: int | None) -> Whole:
    """The score of the last of the `most` best, of every party that had more."""
    cut = np.full(len(eligible), NOBODY, np.int64)
    if most is None:
        return cut
    order = np.lexsort((-score, party))
    first = np.searchsorted(party[order], np.arange(len(eligible)))
    more = eligible > most
    cut[more] = score[order[first[more] + most - 1]]
    return cut


def heaped(parts: Iterable[Rows], shorten: Callable[[Rows], Rows]) -> Rows:
    """All parts together, shortened, and on the way too, so that they are never too many."""
    heap: list[Rows] = []
    size, most = 0, AT_ONCE
    for part in parts:
        heap.append(part)
        size += len(part[0])
        if size > most:
            heap = [shorten(gathered(heap))]
            size = len(heap[0][0])
            most = size + AT_ONCE
    return shorten(gathered(heap))


def gathered(parts: Sequence[Rows]) -> Rows:
    """The pairs of all parts, one part after the other."""
    nothing = np.empty(0, np.int64)
    enterprise, village, score = (
        np.concatenate([nothing, *(part[column] for part in parts)]) for column in range(3)
    )
    return enterprise, village, score
