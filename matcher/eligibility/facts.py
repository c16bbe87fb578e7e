"""What the hard rules look at, as columns over needs, offers and pairs, prepared once."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import numpy as np

from matcher.region import is_county
from matcher.roster import Mask, Roster, Whole
from matcher.vocabulary import ArrangementKind, Category, Receiver

CATEGORIES = list(Category)
RECEIVERS = list(Receiver)


class Facts:
    """Closed lists become bits: bit b of a number says that term b is in the list."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
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
        self.offer_reaches = np.array(
            [
                [
                    not one.counties or any(is_county(word, *county) for word in one.counties)
                    for county in roster.counties
                ]
                for one in roster.offers
            ],
            dtype=np.bool_,
        ).reshape(len(roster.offers), len(roster.counties))
        self.said: dict[ArrangementKind, list[tuple[int, int]]] = {
            kind: [(enterprise, village) for enterprise, village, _ in roster.between(kind)]
            for kind in ArrangementKind
        }
        # a name inside a longer one counts too: the law weighs more than a pair, and who is
        # refused for it reads how to lift it
        self.related = [
            (enterprise, village)
            for enterprise, one in enumerate(roster.enterprises)
            if one.related_parties
            for village, other in enumerate(roster.villages)
            if other.name in one.related_parties or other.code in one.related_parties
        ]

    def marked(self, kind: ArrangementKind, villages: range) -> Mask:
        """The pairs between which an arrangement of this kind stands [villages × enterprises]."""
        return self.table(self.said[kind], villages)

    def table(self, pairs: list[tuple[int, int]], villages: range) -> Mask:
        """These pairs, each enterprise and village, as a table [villages × enterprises]."""
        marks = np.zeros((len(villages), len(self.roster.enterprises)), np.bool_)
        for enterprise, village in pairs:
            if village in villages:
                marks[village - villages.start, enterprise] = True
        return marks


def _bits(terms: list[Category] | list[Receiver], chosen: Iterable[StrEnum]) -> int:
    names = [str(term) for term in terms]
    return sum(1 << names.index(str(one)) for one in set(chosen))


def _column(numbers: Iterable[int]) -> Whole:
    return np.fromiter(numbers, dtype=np.int64)
