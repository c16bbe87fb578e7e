"""Ties: what the two have had to do with each other before: an agreement, a gift, a visit.

1: two of the three or all of them. ½: one of them. 0: none, while others do have such ties. Where
no earlier tie is recorded at all, nobody has written them down: UNKNOWN.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, ClassVar

from matcher.programme import Arrangement
from matcher.roster import Pairs, Real, Roster
from matcher.scoring.criterion import UNKNOWN, Reason
from matcher.scoring.recorded import Recorded
from matcher.vocabulary import ArrangementKind

EACH = 0.5
KINDS = (ArrangementKind.PAIRED, ArrangementKind.GIFT, ArrangementKind.VISITED)


class Ties:
    """The kinds of earlier ties between the two."""

    name: ClassVar[str] = "ties"

    def __init__(self, roster: Roster) -> None:
        self._ties: dict[tuple[int, int], dict[ArrangementKind, Arrangement]] = defaultdict(dict)
        for enterprise, village, tie in sorted(roster.between(*KINDS), key=_on):
            self._ties[enterprise, village][tie.kind] = tie
        self._without = 0.0 if self._ties else UNKNOWN
        self._worth = Recorded(
            {pair: min(1.0, EACH * len(ties)) for pair, ties in self._ties.items()},
            len(roster.enterprises),
            len(roster.villages),
        )

    def values(self, pairs: Pairs) -> Real:
        return self._worth.at(pairs.enterprise, pairs.village, otherwise=self._without)

    def reason(self, pair: Pairs) -> Reason:
        found = self._ties.get((int(pair.enterprise[0]), int(pair.village[0])))
        if found:
            told = [_told(found[kind]) for kind in KINDS if kind in found]
            return Reason("scoring.ties.known", {"said": told})
        return Reason("scoring.ties.none" if self._ties else "scoring.ties.unrecorded")


def _on(entry: tuple[int, int, Arrangement]) -> str:
    return str(entry[2].on or "")


def _told(tie: Arrangement) -> dict[str, Any]:
    if tie.on is None:
        return {"code": f"scoring.ties.{tie.kind}", "params": {}}
    return {"code": f"scoring.ties.{tie.kind}_on", "params": {"on": str(tie.on)}}
