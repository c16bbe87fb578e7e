"""Township cluster: would the enterprise's people travel to one place, or to several?

1: it has an agreement with another village of the same township, or has given or been there.
½: only with another village of the same county. 0: all its villages lie in other counties. One that
has no village yet goes anywhere: UNKNOWN.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import ClassVar

import numpy as np

from matcher.region import town_code
from matcher.roster import Pairs, Real, Roster, Whole, coded
from matcher.scoring.criterion import UNKNOWN, Reason
from matcher.scoring.recorded import Recorded
from matcher.vocabulary import ArrangementKind

SAME_TOWN, SAME_COUNTY, ELSEWHERE = 1.0, 0.5, 0.0
MOST_NAMES = 3
KINDS = (ArrangementKind.PAIRED, ArrangementKind.GIFT, ArrangementKind.VISITED)
"""What was, not what is being decided: a pin must not change what other pairs are worth."""


class TownshipCluster:
    """How many villages each enterprise has in each township and county, the asked one aside."""

    name: ClassVar[str] = "cluster"

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        towns, self._town = coded(town_code(one.code) for one in roster.villages)
        self._partners: dict[int, set[int]] = defaultdict(set)
        for enterprise, village, _ in roster.between(*KINDS):
            self._partners[enterprise].add(village)
        self._itself = self._counted(np.arange(len(roster.villages)), len(roster.villages))
        self._in_town = self._counted(self._town, len(towns))
        self._in_county = self._counted(roster.village_county, len(roster.counties))
        self._anywhere = np.array(
            [len(self._partners.get(one, ())) for one in range(len(roster.enterprises))], np.int64
        )

    def values(self, pairs: Pairs) -> Real:
        enterprise, village = pairs.enterprise, pairs.village
        itself = self._itself.at(enterprise, village, otherwise=0)
        county = self._roster.village_county[village]
        return np.select(
            [
                self._in_town.at(enterprise, self._town[village], otherwise=0) > itself,
                self._in_county.at(enterprise, county, otherwise=0) > itself,
                self._anywhere[enterprise] > itself,
            ],
            [SAME_TOWN, SAME_COUNTY, ELSEWHERE],
            UNKNOWN,
        )

    def reason(self, pair: Pairs) -> Reason:
        enterprise, village = int(pair.enterprise[0]), int(pair.village[0])
        here = self._roster.villages[village]
        known = sorted(self._partners.get(enterprise, set()) - {village})
        params = {"town": here.town, "county": here.county}
        for code, place in (
            ("same_town", self._town),
            ("same_county", self._roster.village_county),
        ):
            near = [one for one in known if place[one] == place[village]][:MOST_NAMES]
            if near:
                names = [self._roster.villages[one].name for one in near]
                return Reason(f"scoring.cluster.{code}", {**params, "villages": names})
        return Reason(f"scoring.cluster.{'elsewhere' if known else 'unknown'}", params)

    def _counted(self, place: Whole, places: int) -> Recorded:
        """How many villages each enterprise has in each place."""
        counts = Counter(
            (enterprise, int(place[village]))
            for enterprise, villages in self._partners.items()
            for village in villages
        )
        return Recorded(counts, len(self._roster.enterprises), places)
