"""A programme with its parties numbered, so that pairs of them can be worked on as columns.

Villages and enterprises are numbered in the order of their ids; open needs stand in the order of
their villages, offers in that of their enterprises. A *meeting* is one open need with one offer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.errors import JieduiError
from matcher.programme import Arrangement, Enterprise, Need, Offer, Programme, Village
from matcher.region import county_code
from matcher.vocabulary import ArrangementKind, NeedStatus

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Mask = NDArray[np.bool_]

OPEN = (NeedStatus.OPEN, NeedStatus.PARTLY_MET)
"""Only needs that the county released, and that are not yet met in full, look for partners."""


@dataclass(frozen=True, eq=False)
class Roster:
    """All parties of a round by number. Make one with `Roster.of(programme)`.

    `counties` are the villages' counties, each its name and six digits.
    """

    villages: tuple[Village, ...]
    enterprises: tuple[Enterprise, ...]
    needs: tuple[Need, ...]
    offers: tuple[Offer, ...]
    arrangements: tuple[Arrangement, ...]
    village_at: dict[str, int]
    enterprise_at: dict[str, int]
    counties: tuple[tuple[str, str], ...]
    village_county: Whole
    need_village: Whole
    offer_enterprise: Whole

    @classmethod
    def of(cls, programme: Programme) -> Roster:
        """Number the parties. Raises JieduiError when a row speaks of a party that is not there."""
        ordered = programme.ordered()
        village_at = _numbered("plan.village_twice", [one.code for one in ordered.villages])
        enterprise_at = _numbered(
            "plan.enterprise_twice", [one.uscc for one in ordered.enterprises]
        )
        for need in ordered.needs:
            _known(village_at, need.village_code, "plan.need_of_no_village", number=need.number)
        for offer in ordered.offers:
            _known(enterprise_at, offer.uscc, "plan.offer_of_no_enterprise", number=offer.number)
        for tie in ordered.arrangements:
            _known(enterprise_at, tie.uscc, "plan.tie_of_no_enterprise", kind=tie.kind)
            if tie.village_code is not None:
                _known(village_at, tie.village_code, "plan.tie_of_no_village", kind=tie.kind)
        needs = sorted(
            (need for need in ordered.needs if need.status in OPEN),
            key=lambda need: village_at[need.village_code],
        )
        offers = sorted(ordered.offers, key=lambda offer: enterprise_at[offer.uscc])
        county_of = [(one.county, county_code(one.code)) for one in ordered.villages]
        counties = sorted(set(county_of))
        return cls(
            villages=ordered.villages,
            enterprises=ordered.enterprises,
            needs=tuple(needs),
            offers=tuple(offers),
            arrangements=ordered.arrangements,
            village_at=village_at,
            enterprise_at=enterprise_at,
            counties=tuple(counties),
            village_county=_column([counties.index(county) for county in county_of]),
            need_village=_column([village_at[need.village_code] for need in needs]),
            offer_enterprise=_column([enterprise_at[offer.uscc] for offer in offers]),
        )

    def between(self, *kinds: ArrangementKind) -> Iterator[tuple[int, int, Arrangement]]:
        """Enterprise, village and arrangement, for each arrangement of these kinds with a pair."""
        for tie in self.arrangements:
            if tie.kind in kinds and tie.village_code is not None:
                yield self.enterprise_at[tie.uscc], self.village_at[tie.village_code], tie

    def needs_of(self, village: int) -> range:
        """The numbers of a village's open needs."""
        first, last = np.searchsorted(self.need_village, [village, village + 1])
        return range(int(first), int(last))

    def offers_of(self, enterprise: int) -> range:
        """The numbers of an enterprise's offers."""
        first, last = np.searchsorted(self.offer_enterprise, [enterprise, enterprise + 1])
        return range(int(first), int(last))


@dataclass(frozen=True, eq=False)
class Pairs:
    """Candidate pairs as columns; the meetings of pair i are rows `start[i]:start[i + 1]`."""

    enterprise: Whole
    village: Whole
    start: Whole
    need: Whole
    offer: Whole

    def __len__(self) -> int:
        return len(self.enterprise)

    def best(self, values: Real, without: float) -> Real:
        """The greatest of each pair's meeting values; `without` where a pair has no meeting."""
        answer = np.full(len(self), without)
        met = self.start[:-1] < self.start[1:]
        if met.any():
            answer[met] = np.maximum.reduceat(values, self.start[:-1][met])
        return answer

    def take(self, rows: Whole) -> Pairs:
        """These pairs alone, with their meetings."""
        counts = self.start[rows + 1] - self.start[rows]
        start = np.append(0, np.cumsum(counts))
        meetings = np.arange(start[-1]) + np.repeat(self.start[rows] - start[:-1], counts)
        return Pairs(
            self.enterprise[rows],
            self.village[rows],
            start,
            self.need[meetings],
            self.offer[meetings],
        )


def _numbered(twice: str, ids: Sequence[str]) -> dict[str, int]:
    at: dict[str, int] = {}
    for identity in ids:
        if identity in at:
            raise JieduiError(twice, id=identity)
        at[identity] = len(at)
    return at


def _known(at: dict[str, int], identity: str, code: str, **params: str) -> None:
    if identity not in at:
        raise JieduiError(code, id=identity, **params)


def _column(numbers: list[int]) -> Whole:
    return np.array(numbers, dtype=np.int64)
