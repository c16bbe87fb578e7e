"""Category fit: does the enterprise give the right form of help, and for how many of the needs?

1: the right form of help for every open need. ½: about, a roundabout form for half of the needs.
0: no open need that any of its offers is about.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from matcher.roster import Pairs, Real, Roster
from matcher.scoring.criterion import Reason
from matcher.scoring.forms import CATEGORY_AT, FORM_FIT, KIND_AT

FORM, BREADTH = 0.75, 0.25
"""Three quarters for the form of the best meeting, one for the share of needs that are met."""


class CategoryFit:
    """The offers' kinds against the needs' categories."""

    name: ClassVar[str] = "category"

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._need = np.array([CATEGORY_AT[one.category] for one in roster.needs], np.int64)
        self._offer = np.array([KIND_AT[one.kind] for one in roster.offers], np.int64)
        self._open = np.bincount(roster.need_village, minlength=len(roster.villages))

    def meetings(self, pairs: Pairs) -> Real:
        forms: Real = FORM_FIT[self._need[pairs.need], self._offer[pairs.offer]]
        return forms

    def values(self, pairs: Pairs) -> Real:
        best = pairs.best(self.meetings(pairs), without=0.0)
        share = self._met(pairs) / self._open[pairs.village].clip(1)
        values: Real = FORM * best + BREADTH * share
        return values

    def reason(self, pair: Pairs) -> Reason:
        if not len(pair.need):
            return Reason("scoring.category.none")
        need, offer = self._roster.needs[pair.need[0]], self._roster.offers[pair.offer[0]]
        wanted = int(self._open[pair.village[0]])
        return Reason(
            "scoring.category.meets" if wanted == 1 else "scoring.category.meets_some",
            {
                "need": need.title,
                "category": str(need.category),
                "kind": str(offer.kind),
                "offer": offer.title,
                "met": len(np.unique(pair.need)),
                "open": wanted,
            },
        )

    def _met(self, pairs: Pairs) -> Real:
        """How many different needs each pair's meetings are about."""
        is_first = np.ones(len(pairs.need) + 1, np.bool_)
        is_first[1:-1] = pairs.need[1:] != pairs.need[:-1]
        is_first[pairs.start] = True
        needs = np.append(0, np.cumsum(is_first[:-1]))
        return np.diff(needs[pairs.start]).astype(np.float64)
