"""Wishes: what both sides have said about each other, and the counties an enterprise prefers.

1: both are keen. ½: the enterprise prefers the county, and neither has said anything. 0: both
decline. A side that has said nothing is UNKNOWN; an enterprise that prefers other counties is taken
at less than that.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from matcher.region import is_county
from matcher.roster import Pairs, Real, Roster
from matcher.scoring.criterion import UNKNOWN, Reason
from matcher.vocabulary import ArrangementKind

KEEN, WILLING, PREFERRED, ELSEWHERE, DECLINES = 1.0, 0.8, 0.6, 0.2, 0.0

WORTH = {
    ArrangementKind.ENTERPRISE_KEEN: KEEN,
    ArrangementKind.ENTERPRISE_WILLING: WILLING,
    ArrangementKind.ENTERPRISE_DECLINES: DECLINES,
    ArrangementKind.VILLAGE_KEEN: KEEN,
    ArrangementKind.VILLAGE_WILLING: WILLING,
    ArrangementKind.VILLAGE_DECLINES: DECLINES,
}
ENTERPRISE, VILLAGE = list(WORTH)[:3], list(WORTH)[3:]

Words = dict[tuple[int, int], ArrangementKind]


class Wishes:
    """The wishes on record between the two; where one side spoke twice, its last word counts."""

    name: ClassVar[str] = "wishes"

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._enterprise = _last_words(roster, ENTERPRISE)
        self._village = _last_words(roster, VILLAGE)
        self._leaning = np.array(
            [
                [_leaning(one.preferred_counties, *county) for county in roster.counties]
                for one in roster.enterprises
            ],
            np.float64,
        ).reshape(len(roster.enterprises), len(roster.counties))

    def values(self, pairs: Pairs) -> Real:
        county = self._roster.village_county[pairs.village]
        enterprise = self._spoken(pairs, self._enterprise, self._leaning[pairs.enterprise, county])
        village = self._spoken(pairs, self._village, np.full(len(pairs), UNKNOWN))
        values: Real = (enterprise + village) / 2
        return values

    def reason(self, pair: Pairs) -> Reason:
        key = (int(pair.enterprise[0]), int(pair.village[0]))
        said = [str(words[key]) for words in (self._enterprise, self._village) if key in words]
        village = self._roster.villages[key[1]]
        preferred = self._roster.enterprises[key[0]].preferred_counties
        wishes: list[dict[str, Any]] = [
            {"code": "scoring.wishes.said", "params": {"wish": wish}} for wish in said
        ]
        if preferred and key not in self._enterprise:
            here = self._leaning[key[0], self._roster.village_county[key[1]]] == PREFERRED
            code = "scoring.wishes.preferred" if here else "scoring.wishes.elsewhere"
            params = {"county": village.county, "counties": list(preferred)}
            wishes.append({"code": code, "params": params})
        if not wishes:
            return Reason("scoring.wishes.none")
        return Reason("scoring.wishes.all", {"wishes": wishes})

    def _spoken(self, pairs: Pairs, words: Words, silent: Real) -> Real:
        """What one side said of each pair; `silent` where it said nothing."""
        if not words:
            return silent
        width = len(self._roster.villages)
        said = sorted(
            (enterprise * width + village, WORTH[kind])
            for (enterprise, village), kind in words.items()
        )
        place, worth = np.array([one for one, _ in said]), np.array([one for _, one in said])
        asked = pairs.enterprise * width + pairs.village
        found = np.searchsorted(place, asked).clip(max=len(place) - 1)
        return np.where(place[found] == asked, worth[found], silent)


def _last_words(roster: Roster, kinds: list[ArrangementKind]) -> Words:
    """What a side last said about each pair; undated words count as the first."""
    words = sorted(
        roster.between(*kinds), key=lambda word: (str(word[2].on or ""), -WORTH[word[2].kind])
    )
    return {(enterprise, village): tie.kind for enterprise, village, tie in words}


def _leaning(preferred: tuple[str, ...], name: str, code: str) -> float:
    if not preferred:
        return UNKNOWN
    here = any(is_county(word, name, code) for word in preferred)
    return PREFERRED if here else ELSEWHERE
