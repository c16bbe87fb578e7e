"""A block: some villages and some enterprises, so few that each with each can be looked at at once.

Blocks follow the aid relationships: outside of them nobody may pair but by a pin, so at the size of
a nation hardly a four-hundredth of all pairs is ever looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matcher.roster import Roster, Whole
from matcher.vocabulary import ArrangementKind


@dataclass(frozen=True, eq=False)
class Block:
    """Each of these villages with each of these enterprises, both by number in rising order."""

    villages: Whole
    enterprises: Whole

    @classmethod
    def whole(cls, roster: Roster) -> Block:
        """Everybody with everybody."""
        return cls(np.arange(len(roster.villages)), np.arange(len(roster.enterprises)))

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.villages), len(self.enterprises)


def blocks(roster: Roster, most: int) -> Iterator[Block]:
    """All pairs that an aid relationship or a pin allows, each in one block.

    Villages whose counties are helped from the same places are together, with all the enterprises
    of those places. A block has at most `most` meetings, or a single village.
    """
    near, group_of = np.unique(roster.helps != 0, axis=1, return_inverse=True)
    group = group_of.reshape(-1)[roster.village_aid]
    needs = np.bincount(roster.need_village, minlength=len(roster.villages))
    offers = np.bincount(roster.offer_enterprise, minlength=len(roster.enterprises))
    pinned = np.array([ends[:2] for ends in roster.between(ArrangementKind.PIN)], np.int64).reshape(
        -1, 2
    )
    for number in range(near.shape[1]):
        villages = np.flatnonzero(group == number)
        enterprises = np.flatnonzero(near[roster.enterprise_home, number])
        bound = pinned[np.isin(pinned[:, 1], villages), 0]
        enterprises = np.union1d(enterprises, bound)
        meetings = np.cumsum(needs[villages].clip(1)) * max(int(offers[enterprises].sum()), 1)
        first = 0
        while first < len(villages):
            before = meetings[first - 1] if first else 0
            last = max(int(np.searchsorted(meetings, before + most, side="right")), first + 1)
            yield Block(villages[first:last], enterprises)
            first = last
