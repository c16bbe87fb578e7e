"""What the hard rules look at, as columns over needs, offers and parties, prepared once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

import numpy as np

from matcher.eligibility.block import Block
from matcher.region import is_county
from matcher.roster import Mask, Roster, Whole, coded, owned
from matcher.vocabulary import ArrangementKind, Category, Receiver

CATEGORIES = list(Category)
RECEIVERS = list(Receiver)


class Marks:
    """Some few pairs among very many, found by their village."""

    def __init__(self, pairs: Iterable[tuple[int, int]]) -> None:
        """`pairs` are enterprises with villages."""
        marked = sorted({(village, enterprise) for enterprise, village in pairs})
        self._village, self._enterprise = np.array(marked, np.int64).reshape(-1, 2).T

    def table(self, block: Block) -> Mask:
        """Which pairs of the block are marked [villages × enterprises]."""
        marks = np.zeros(block.shape, np.bool_)
        found, row = owned(self._village, block.villages)
        marked = self._enterprise[found]
        column = np.searchsorted(block.enterprises, marked)
        here = column < len(block.enterprises)
        here[here] = block.enterprises[column[here]] == marked[here]
        marks[row[here], column[here]] = True
        return marks


class Facts:
    """Closed lists become bits: bit b of a number says that term b is in the list.

    `first_day` is the day on which the first offer begins: what ended before does not count any
    more. None, if no offer says when it begins; then whatever has a last day still counts.
    """

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.first_day = min(
            (one.starts_on for one in roster.offers if one.starts_on is not None), default=None
        )
        self.need_category = _column(CATEGORIES.index(need.category) for need in roster.needs)
        self.need_receiver = _column(
            RECEIVERS.index(need.receiver) if need.receiver else -1 for need in roster.needs
        )
        self.offer_categories = _column(_bits(CATEGORIES, one.categories) for one in roster.offers)
        self.offer_receivers = _column(_bits(RECEIVERS, one.receivers) for one in roster.offers)
        self.offer_excludes = _column(
            _bits(CATEGORIES, roster.enterprises[enterprise].excluded_categories)
            for enterprise in roster.offer_enterprise
        )
        self.need_county = roster.village_county[roster.need_village]
        lists, self.offer_counties = coded(one.counties for one in roster.offers)
        self.reaches = _mask(
            not listed or any(is_county(word, *county) for word in listed)
            for listed in lists
            for county in roster.counties
        ).reshape(len(lists), len(roster.counties))
        self.enterprise_suspended = _mask(
            self._still_counts(one.suspended_until) for one in roster.enterprises
        )
        self.village_suspended = _mask(
            self._still_counts(one.suspended_until) for one in roster.villages
        )
        self.has_need = np.bincount(roster.need_village, minlength=len(roster.villages)) > 0
        self.has_offer = np.bincount(roster.offer_enterprise, minlength=len(roster.enterprises)) > 0
        self.village_merged = _mask(one.successor_code is not None for one in roster.villages)
        self.said = {
            kind: Marks((left, right) for left, right, _ in roster.between(kind))
            for kind in ArrangementKind
        }
        self.in_force = Marks(
            (enterprise, village)
            for enterprise, village, tie in roster.between(ArrangementKind.PAIRED)
            if self._still_counts(tie.ends_on)
        )
        self.related = Marks(_related(roster))

    def _still_counts(self, last_day: date | None) -> bool:
        """Whether something that ends on this day, if it was said, lasts into the round."""
        if last_day is None:
            return False
        return self.first_day is None or last_day >= self.first_day


def _related(roster: Roster) -> Iterator[tuple[int, int]]:
    """Enterprises with the villages whose name or code their related parties mention.

    A name inside a longer one counts too: the law weighs more than a pair, and who is refused for
    it reads how to lift it. So every stretch of the text that is as long as some name is looked up.
    """
    called: dict[str, list[int]] = defaultdict(list)
    for village, one in enumerate(roster.villages):
        called[one.name].append(village)
        called[one.code].append(village)
    lengths = sorted({len(name) for name in called})
    for enterprise, other in enumerate(roster.enterprises):
        text = other.related_parties or ""
        for length in lengths:
            for first in range(len(text) - length + 1):
                for village in called.get(text[first : first + length], ()):
                    yield enterprise, village


def _bits(terms: list[Category] | list[Receiver], chosen: Iterable[StrEnum]) -> int:
    names = [str(term) for term in terms]
    return sum(1 << names.index(str(one)) for one in set(chosen))


def _column(numbers: Iterable[int]) -> Whole:
    return np.fromiter(numbers, dtype=np.int64)


def _mask(answers: Iterable[bool]) -> Mask:
    return np.fromiter(answers, dtype=np.bool_)
