"""Urgency and designation: how pressing is what this enterprise could help with, and where?

1: an urgent need in a village the state lists for help. ½: a normal need in a village lifted out of
poverty. 0: nothing that this enterprise could help with, in a village without any designation.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from matcher.roster import Pairs, Real, Roster
from matcher.scoring.criterion import UNKNOWN, Reason
from matcher.vocabulary import Designation, Urgency

NEED, VILLAGE = 0.7, 0.3

URGENCY = {Urgency.URGENT: 1.0, Urgency.NORMAL: 0.5, Urgency.RESERVE: 0.2}
DESIGNATION = {
    Designation.DEEP_POVERTY: 1.0,
    Designation.SUPERVISED: 1.0,
    Designation.KEY: 1.0,
    Designation.LIFTED: 0.5,
    Designation.ORDINARY: 0.0,
}


class UrgencyAndDesignation:
    """The most urgent need among the meetings, and the designation of the village."""

    name: ClassVar[str] = "urgency"

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._urgency = np.array([URGENCY[need.urgency] for need in roster.needs], np.float64)
        self._designation = np.array(
            [
                DESIGNATION[one.designation] if one.designation else UNKNOWN
                for one in roster.villages
            ],
            np.float64,
        )

    def meetings(self, pairs: Pairs) -> Real:
        pressing: Real = NEED * self._urgency[pairs.need]
        return pressing

    def values(self, pairs: Pairs) -> Real:
        pressing = pairs.best(self.meetings(pairs), without=0.0)
        values: Real = pressing + VILLAGE * self._designation[pairs.village]
        return values

    def reason(self, pair: Pairs) -> Reason:
        village = self._roster.villages[pair.village[0]]
        designation = str(village.designation) if village.designation else None
        if not len(pair.need):
            return Reason("scoring.urgency.none")
        need = self._roster.needs[pair.need[0]]
        params = {"need": need.title, "urgency": str(need.urgency)}
        if designation is None:
            return Reason("scoring.urgency.undesignated", params)
        return Reason("scoring.urgency.designated", {**params, "designation": designation})
