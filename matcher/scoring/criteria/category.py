"""Category fit: does the enterprise give the right form of help, and for how many of the needs?

1: the right form of help for every open need. ½: about, a roundabout form for half of the needs.
0: no open need that any of its offers is about.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from matcher.roster import Pairs, Real, Roster
from matcher.scoring.criterion import Reason
from matcher.vocabulary import Category, OfferKind

FORM, BREADTH = 0.75, 0.25
"""Three quarters for the form of the best meeting, one for the share of needs that are met."""

RIGHT, HELPFUL, ROUNDABOUT = 1.0, 0.7, 0.4

CASH, GOODS, JOBS, TRAINING, PURCHASE, EXPERTS, OPERATION = OfferKind

RIGHT_FORMS: dict[Category, frozenset[OfferKind]] = {
    Category.INDUSTRY: frozenset({CASH, OPERATION, EXPERTS}),
    Category.JOBS: frozenset({JOBS}),
    Category.DONATION: frozenset({CASH, GOODS}),
    Category.SKILLS: frozenset({TRAINING, EXPERTS}),
    Category.CONSUMPTION: frozenset({PURCHASE, OPERATION}),
    Category.EDUCATION: frozenset({CASH, GOODS, EXPERTS, TRAINING}),
    Category.MEDICAL: frozenset({CASH, GOODS, EXPERTS}),
    Category.INFRASTRUCTURE: frozenset({CASH}),
    Category.ENVIRONMENT: frozenset({CASH, GOODS}),
    Category.PARTY_BUILDING: frozenset({CASH, GOODS, EXPERTS, TRAINING}),
    Category.HARDSHIP: frozenset({CASH, GOODS}),
    Category.OTHER: frozenset(OfferKind),
}
HELPFUL_FORMS: dict[Category, frozenset[OfferKind]] = {
    Category.INDUSTRY: frozenset({GOODS, PURCHASE, TRAINING}),
    Category.JOBS: frozenset({TRAINING, OPERATION}),
    Category.DONATION: frozenset({EXPERTS}),
    Category.SKILLS: frozenset({CASH, JOBS}),
    Category.CONSUMPTION: frozenset({EXPERTS}),
    Category.MEDICAL: frozenset({TRAINING}),
    Category.INFRASTRUCTURE: frozenset({GOODS, EXPERTS, OPERATION}),
    Category.ENVIRONMENT: frozenset({EXPERTS, OPERATION}),
    Category.HARDSHIP: frozenset({JOBS}),
}


class CategoryFit:
    """The offers' kinds against the needs' categories."""

    name: ClassVar[str] = "category"

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        categories, kinds = list(Category), list(OfferKind)
        self._fit = np.array([[form_fit(need, kind) for kind in kinds] for need in categories])
        self._need = np.array([categories.index(one.category) for one in roster.needs], np.int64)
        self._offer = np.array([kinds.index(one.kind) for one in roster.offers], np.int64)
        self._open = np.bincount(roster.need_village, minlength=len(roster.villages))

    def values(self, pairs: Pairs) -> Real:
        best = pairs.best(self._forms(pairs), without=0.0)
        share = self._met(pairs) / self._open[pairs.village].clip(1)
        values: Real = FORM * best + BREADTH * share
        return values

    def reason(self, pair: Pairs) -> Reason:
        if not len(pair.need):
            return Reason("scoring.category.none")
        best = int(np.argmax(self._forms(pair)))
        need, offer = self._roster.needs[pair.need[best]], self._roster.offers[pair.offer[best]]
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

    def _forms(self, pairs: Pairs) -> Real:
        forms: Real = self._fit[self._need[pairs.need], self._offer[pairs.offer]]
        return forms

    def _met(self, pairs: Pairs) -> Real:
        """How many different needs each pair's meetings are about."""
        row = np.repeat(np.arange(len(pairs)), np.diff(pairs.start))
        met = np.unique(np.stack([row, pairs.need]), axis=1)[0]
        return np.bincount(met, minlength=len(pairs)).astype(np.float64)


def form_fit(need: Category, kind: OfferKind) -> float:
    """How directly help of this kind serves a need of this category."""
    if kind in RIGHT_FORMS[need]:
        return RIGHT
    return HELPFUL if kind in HELPFUL_FORMS.get(need, ()) else ROUNDABOUT
