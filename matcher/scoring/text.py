"""How likely an offer is to help with a need, from their words alone.

Both are read (`reading`): what help, and of what. The value is how well the help given meets the
help wanted, lessened where it is for other things. What the dictionary does not know is compared by
characters: TF-IDF over runs of two and three, the corpus being the texts at hand.

All features are whole numbers, so that the sums are exact: a block has the very values of the whole
table, on any machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from scipy import sparse

from matcher.roster import Real, Whole
from matcher.scoring import nearness
from matcher.scoring.nearness import UNIT, Narrow
from matcher.scoring.reading import Reading, understood
from matcher.scoring.words import HELP, dictionary

UNSAID = 0.6
"""How near the things count as where one side names none."""
UNREAD, UNREAD_BOTH = 0.4, 0.5
"""How well the help meets where it is understood on one side only, or on none."""
UNREAD_MATTERS = 0.7
"""How much the things matter where the help was not understood."""
BY_CHARACTERS = 0.9
"""How near the things count as at most, where only characters tell."""

STRIP = 64
"""So many rows of a table are filled at a time, so that they stay in the processor's cache."""
WORTH_A_TABLE = 20
"""A column is taken from a whole table if that has at most so many times its cells."""


def likeness(needs: Sequence[str], offers: Sequence[str]) -> Real:
    """How likely each offer is to help with each need: an array [needs, offers] of 0 … 1.

    1: the help that is wanted, for the same thing. ½: a roundabout form of help for the same thing,
    the right form for a related one, or too little said to tell. 0: other help, or none.
    """
    return Likeness(needs, offers).table(np.arange(len(needs)), np.arange(len(offers)))


class Likeness:
    """Needs and offers prepared once, each distinct text once, to be compared in blocks."""

    def __init__(self, needs: Sequence[str], offers: Sequence[str]) -> None:
        readings = {text: understood(text) for text in sorted({*needs, *offers})}
        rest = _tf_idf({text: reading.rest for text, reading in readings.items()})
        self._needs = _side(needs, readings, rest, wants=True)
        self._offers = _side(offers, readings, rest, wants=False)
        levels = [*(dictionary().matters[name] for name in HELP), UNREAD_MATTERS]
        self._by_matter = [
            (np.float32(level), [at for at, one in enumerate(levels) if one == level])
            for level in sorted(set(levels))
        ]

    def table(self, needs: Whole, offers: Whole) -> Real:
        """The likeness of these needs and these offers, each with each: [needs, offers]."""
        need, offer = self._needs.row[needs], self._offers.row[offers]
        things, rest = self._offers.things[offer].T.tocsr(), self._offers.rest[offer].T.tocsr()
        own, given = self._offers.own[:, offer], self._offers.help[:, None, offer]
        table = np.empty((len(need), len(offer)))
        for start in range(0, len(need), STRIP):
            rows = need[start : start + STRIP]
            table[start : start + STRIP] = self._judged(
                (self._needs.things[rows] @ things).toarray(),
                (self._needs.rest[rows] @ rest).toarray(),
                np.maximum(
                    np.minimum.outer(self._needs.own[0, rows], own[0]),
                    np.minimum.outer(self._needs.own[1, rows], own[1]),
                ),
                self._needs.help[:, rows, None],
                given,
            )
        return table

    def column(self, needs: Whole, offers: Whole) -> Real:
        """The likeness of the first of these needs and the first of these offers, and so on."""
        each_need, at_need = np.unique(needs, return_inverse=True)
        each_offer, at_offer = np.unique(offers, return_inverse=True)
        if len(each_need) * len(each_offer) <= WORTH_A_TABLE * len(needs):
            return self.table(each_need, each_offer)[at_need, at_offer]
        need, offer = self._needs.row[needs], self._offers.row[offers]
        return self._judged(
            _row_by_row(self._needs.things[need], self._offers.things[offer]),
            _row_by_row(self._needs.rest[need], self._offers.rest[offer]),
            np.minimum(self._needs.own[:, need], self._offers.own[:, offer]).max(axis=0),
            self._needs.help[:, need],
            self._offers.help[:, offer],
        ).astype(np.float64)

    def _judged(
        self, common: Narrow, alike: Narrow, own: Narrow, wanted: Narrow, given: Narrow
    ) -> Narrow:
        """How well the help meets, times how near the things are, at its best over all help."""
        near: Narrow = np.divide(common, np.clip(own, 1, UNIT**2), dtype=np.float32)
        np.maximum(near, UNSAID, out=near, where=own == 0)
        np.maximum(near, alike * np.float32(BY_CHARACTERS / UNIT**2), out=near)
        np.minimum(near, 1, out=near)
        best, meets, one = np.zeros_like(near), np.empty_like(near), np.empty_like(near)
        for matters, kinds in self._by_matter:
            meets.fill(0)
            for at in kinds:
                np.maximum(meets, np.multiply(wanted[at], given[at], out=one), out=meets)
            np.multiply(near, matters, out=one)
            one += 1 - matters
            np.maximum(best, np.multiply(meets, one, out=meets), out=best)
        return best


@dataclass(frozen=True, eq=False)
class _Side:
    """The features of the distinct texts of one side; text i has those of `row[i]`.

    `help` [kinds of help + 1, rows]: how far each would do, or is given; the last is help that was
    not understood. `things` and `own`: see `nearness`. `rest`: TF-IDF of the unknown words.
    """

    row: Whole
    help: Narrow
    things: sparse.csr_array
    own: Narrow
    rest: sparse.csr_array


def _side(
    texts: Sequence[str],
    readings: dict[str, Reading],
    rest: sparse.csr_array,
    wants: bool,
) -> _Side:
    number = {text: place for place, text in enumerate(readings)}
    distinct, row = np.unique([number[text] for text in texts], return_inverse=True)
    everything = list(readings.values())
    ours = [everything[place] for place in distinct]
    helps = [(_wanted if wants else _given)(reading) for reading in ours]
    table = np.array(helps, np.float32).reshape(len(ours), len(HELP) + 1)
    things, own = nearness.rows([reading.things for reading in ours], wants)
    return _Side(row, np.ascontiguousarray(table.T), things, own, rest[distinct.astype(np.int64)])


def _wanted(reading: Reading) -> list[float]:
    """How far each kind of help would do, and help that was not understood."""
    if not reading.help:
        return [UNREAD] * len(HELP) + [UNREAD_BOTH]
    meets = [(weight, dictionary().meets[name]) for name, weight in reading.help]
    return [*(max(w * row.get(given, 0.0) for w, row in meets) for given in HELP), UNREAD]


def _given(reading: Reading) -> list[float]:
    """How surely each kind of help is given, and 1 where none was understood."""
    said = dict(reading.help)
    return [*(said.get(name, 0.0) for name in HELP), 0.0 if said else 1.0]


def best_meeting(need: Reading, offer: Reading) -> tuple[str | None, str | None]:
    """The help wanted and the help given that meet best; the surest of a side alone."""
    meets = dictionary().meets
    if not need.help or not offer.help:
        return (need.help[0][0] if need.help else None, offer.help[0][0] if offer.help else None)
    return max(
        ((wanted, given) for wanted, _ in need.help for given, _ in offer.help),
        key=lambda two: (
            dict(need.help)[two[0]] * meets[two[0]].get(two[1], 0.0) * dict(offer.help)[two[1]]
        ),
    )


def _tf_idf(texts: dict[str, Iterable[str]]) -> sparse.csr_array:
    """Runs of characters, rare ones weighing more; each row has the length UNIT, or 0."""
    counts = [Counter(grams(runs)) for runs in texts.values()]
    number = {gram: place for place, gram in enumerate(sorted({*chain(*counts)}))}
    row = np.repeat(np.arange(len(counts)), [len(count) for count in counts])
    column = np.array([number[gram] for count in counts for gram in count], np.int64)
    often = np.array([times for count in counts for times in count.values()], np.float64)
    rarity = np.log((1 + len(counts)) / (1 + np.bincount(column, minlength=len(number)))) + 1
    weight = (1 + np.log(often)) * rarity[column]
    norm = np.sqrt(np.bincount(row, weight**2, minlength=len(counts)))
    whole = np.rint(UNIT * weight / norm[row]).astype(np.float32)
    return sparse.csr_array((whole, (row, column)), shape=(len(counts), len(number)))


def grams(runs: Iterable[str]) -> list[str]:
    """Every two and every three characters that follow one another in a run."""
    return [
        run[at : at + length]
        for run in runs
        for length in (2, 3)
        for at in range(len(run) - length + 1)
    ]


def _row_by_row(one: sparse.csr_array, other: sparse.csr_array) -> Narrow:
    return np.asarray(one.multiply(other).sum(axis=1), np.float32)
