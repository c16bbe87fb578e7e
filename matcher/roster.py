"""A programme with its parties numbered, so that pairs of them can be worked on as columns.

Villages and enterprises are numbered in the order of their ids; open needs stand in the order of
their villages, offers in that of their enterprises. A *meeting* is one open need with one offer.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.errors import JieduiError
from matcher.programme import Arrangement, Enterprise, Need, Offer, Programme, Village
from matcher.region import BETWEEN, county_code, is_district
from matcher.vocabulary import ArrangementKind, NeedStatus

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Mask = NDArray[np.bool_]
Word = TypeVar("Word", bound=Hashable)

OPEN = (NeedStatus.OPEN, NeedStatus.PARTLY_MET)
"""Only needs that the county released, and that are not yet met in full, look for partners."""


NOT_SAID = -1


@dataclass(frozen=True, eq=False)
class Roster:
    """All parties of a round by number. Make one with `Roster.of(programme)`.

    `counties` are the villages' counties, each its name and six digits. `enterprise_home` numbers
    the places enterprises are registered in, `village_aid` the counties with the districts that
    help them; `helps[home, aid]` is 1 where the two are in an aid relationship or the same county,
    0 where not, NOT_SAID where one was not said.
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
    village_aid: Whole
    enterprise_home: Whole
    helps: Whole
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
        aids, village_aid = coded((one.aid_district or "", one.county) for one in ordered.villages)
        homes, enterprise_home = coded(one.registered_district or "" for one in ordered.enterprises)
        needs = sorted(
            (need for need in ordered.needs if need.status in OPEN),
            key=lambda need: village_at[need.village_code],
        )
        offers = sorted(ordered.offers, key=lambda offer: enterprise_at[offer.uscc])
        counties, village_county = coded(
            (one.county, county_code(one.code)) for one in ordered.villages
        )
        return cls(
            villages=ordered.villages,
            enterprises=ordered.enterprises,
            needs=tuple(needs),
            offers=tuple(offers),
            arrangements=ordered.arrangements,
            village_at=village_at,
            enterprise_at=enterprise_at,
            counties=counties,
            village_county=village_county,
            village_aid=village_aid,
            enterprise_home=enterprise_home,
            helps=_column([_helps(home, *aid) for home in homes for aid in aids]).reshape(
                len(homes), len(aids)
            ),
            need_village=_column([village_at[need.village_code] for need in needs]),
            offer_enterprise=_column([enterprise_at[offer.uscc] for offer in offers]),
        )

    def between(self, *kinds: ArrangementKind) -> Iterator[tuple[int, int, Arrangement]]:
        """Enterprise, village and arrangement, for each arrangement of these kinds with a pair."""
        for tie in self.arrangements:
            if tie.kind in kinds and tie.village_code is not None:
                yield self.enterprise_at[tie.uscc], self.village_at[tie.village_code], tie

    def needs_among(self, villages: Whole) -> tuple[Whole, Whole]:
        """The open needs of these villages, and for each the place of its village among them."""
        return owned(self.need_village, villages)

    def offers_among(self, enterprises: Whole) -> tuple[Whole, Whole]:
        """The offers of these enterprises, and for each the place of its enterprise among them."""
        return owned(self.offer_enterprise, enterprises)

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
    """Candidate pairs as columns; the meetings of pair i are rows `start[i]:start[i + 1]`.

    Meetings stand in the order of their needs, those of one need in the order of the offers.
    """

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


def coded(words: Iterable[Word]) -> tuple[tuple[Word, ...], Whole]:
    """The different words in the order in which they first come, and the number of each word.

    Columns of words become columns of small numbers, so that a question is asked once for each
    different word and answered for millions of pairs by looking it up.
    """
    known: dict[Word, int] = {}
    numbers = [known.setdefault(word, len(known)) for word in words]
    return tuple(known), _column(numbers)


def owned(owner: Whole, asked: Whole) -> tuple[Whole, Whole]:
    """What belongs to each of those asked, in their order, where owners stand in rising order."""
    first = np.searchsorted(owner, asked)
    counts = np.searchsorted(owner, asked, side="right") - first
    place = np.repeat(np.arange(len(asked)), counts)
    within = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
    return first[place] + within, place


def _helps(home: str, aid: str, county: str) -> int:
    """Whether `home` is one of the districts that `aid` lists, or the county itself."""
    if not home or not aid:
        return NOT_SAID
    return any(is_district(district, home) for district in [*BETWEEN.split(aid), county])


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
