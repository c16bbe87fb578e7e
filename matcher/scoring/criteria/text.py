"""Text likeness: do the village and the enterprise speak of the same things?

1: the same words. ½: a quarter of the weight of their words is common. 0: nothing in common, or no
open need that meets an offer. The most alike meeting counts.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from matcher.programme import Need, Offer
from matcher.roster import Pairs, Real, Roster
from matcher.scoring.criterion import Reason
from matcher.scoring.text import Likeness, shared_words


class TextLikeness:
    """Titles and descriptions of needs against those of offers."""

    name: ClassVar[str] = "text"

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._likeness = Likeness(
            [_written(need) for need in roster.needs], [_written(offer) for offer in roster.offers]
        )

    def values(self, pairs: Pairs) -> Real:
        return pairs.best(self._alike(pairs), without=0.0)

    def reason(self, pair: Pairs) -> Reason:
        if not len(pair.need):
            return Reason("scoring.text.none")
        best = int(np.argmax(self._alike(pair)))
        need, offer = self._roster.needs[pair.need[best]], self._roster.offers[pair.offer[best]]
        words = shared_words(_written(need), _written(offer))
        params = {"need": need.title, "offer": offer.title, "words": words}
        return Reason("scoring.text.shares" if words else "scoring.text.differs", params)

    def _alike(self, pairs: Pairs) -> Real:
        needs, need = np.unique(pairs.need, return_inverse=True)
        offers, offer = np.unique(pairs.offer, return_inverse=True)
        alike: Real = self._likeness.table(needs, offers)[need, offer]
        return alike


def _written(one: Need | Offer) -> str:
    return f"{one.title} {one.description or ''}"
