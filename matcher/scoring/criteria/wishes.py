"""Wishes: what both sides have said about each other.

1: both are keen. ½: one is keen, the other declines. 0: both decline. Each side is one half; one
that has said nothing is UNKNOWN, and where it spoke twice, its last word counts.
"""

from __future__ import annotations

from typing import ClassVar

from matcher.roster import Pairs, Real, Roster
from matcher.scoring.criterion import UNKNOWN, Reason
from matcher.scoring.recorded import Recorded
from matcher.vocabulary import ArrangementKind

KEEN, WILLING, DECLINES = 1.0, 0.8, 0.0

WORTH = {
    ArrangementKind.ENTERPRISE_KEEN: KEEN,
    ArrangementKind.ENTERPRISE_WILLING: WILLING,
    ArrangementKind.ENTERPRISE_DECLINES: DECLINES,
    ArrangementKind.VILLAGE_KEEN: KEEN,
    ArrangementKind.VILLAGE_WILLING: WILLING,
    ArrangementKind.VILLAGE_DECLINES: DECLINES,
}
SIDES = list(WORTH)[:3], list(WORTH)[3:]


class Wishes:
    """The wishes on record between the two."""

    name: ClassVar[str] = "wishes"

    def __init__(self, roster: Roster) -> None:
        self._said = [_last_words(roster, kinds) for kinds in SIDES]
        self._worth = [
            Recorded(
                {pair: WORTH[kind] for pair, kind in said.items()},
                len(roster.enterprises),
                len(roster.villages),
            )
            for said in self._said
        ]

    def values(self, pairs: Pairs) -> Real:
        ours, theirs = (
            side.at(pairs.enterprise, pairs.village, otherwise=UNKNOWN) for side in self._worth
        )
        values: Real = (ours + theirs) / 2
        return values

    def reason(self, pair: Pairs) -> Reason:
        ends = (int(pair.enterprise[0]), int(pair.village[0]))
        wishes = [
            {"code": f"scoring.wishes.{said[ends]}", "params": {}}
            for said in self._said
            if ends in said
        ]
        if not wishes:
            return Reason("scoring.wishes.none")
        return Reason("scoring.wishes.all", {"said": wishes})


def _last_words(
    roster: Roster, kinds: list[ArrangementKind]
) -> dict[tuple[int, int], ArrangementKind]:
    """What a side last said about each pair; undated words count as the first."""
    words = sorted(
        roster.between(*kinds), key=lambda word: (str(word[2].on or ""), -WORTH[word[2].kind])
    )
    return {(enterprise, village): tie.kind for enterprise, village, tie in words}
