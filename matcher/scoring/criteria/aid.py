"""Aid relationship: does the enterprise's district help this county, and does it head for it?

1: the county is one that the enterprise's district helps, and one that the enterprise prefers.
½: one of the two. 0: neither: another district's county, and it prefers others. Each is one half;
what was not said is UNKNOWN. (A pair outside the aid relationship is here only if it was pinned.)
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from matcher.region import is_county
from matcher.roster import NOT_SAID, Pairs, Real, Roster, coded
from matcher.scoring.criterion import UNKNOWN, Reason


class AidRelationship:
    """Districts and counties, compared once for each two different words."""

    name: ClassVar[str] = "aid"

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._helps = np.where(roster.helps == NOT_SAID, UNKNOWN, roster.helps)
        aims, self._aim = coded(one.preferred_counties for one in roster.enterprises)
        self._heads = np.array(
            [[_heads(aim, *county) for county in roster.counties] for aim in aims], np.float64
        ).reshape(len(aims), len(roster.counties))

    def values(self, pairs: Pairs) -> Real:
        helps, heads = self._halves(pairs)
        values: Real = (helps + heads) / 2
        return values

    def reason(self, pair: Pairs) -> Reason:
        helps, heads = (float(half[0]) for half in self._halves(pair))
        enterprise = self._roster.enterprises[pair.enterprise[0]]
        params = {
            "county": self._roster.villages[pair.village[0]].county,
            "district": enterprise.registered_district,
            "counties": list(enterprise.preferred_counties),
        }
        said: list[dict[str, Any]] = []
        if helps != UNKNOWN:
            code = "scoring.aid.related" if helps else "scoring.aid.unrelated"
            said.append({"code": code, "params": params})
        if heads != UNKNOWN:
            word = "elsewhere" if not heads else "preferred" if said else "only_preferred"
            said.append({"code": f"scoring.aid.{word}", "params": params})
        return Reason("scoring.aid.all", {"said": said}) if said else Reason("scoring.aid.unknown")

    def _halves(self, pairs: Pairs) -> tuple[Real, Real]:
        roster, enterprise, village = self._roster, pairs.enterprise, pairs.village
        return (
            self._helps[roster.enterprise_home[enterprise], roster.village_aid[village]],
            self._heads[self._aim[enterprise], roster.village_county[village]],
        )


def _heads(preferred: tuple[str, ...], name: str, code: str) -> float:
    """Whether one of these counties is the one of that name and six digits."""
    return float(any(is_county(word, name, code) for word in preferred)) if preferred else UNKNOWN
