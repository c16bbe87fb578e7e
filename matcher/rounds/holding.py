"""Places that are taken before a round begins: open pairs of this programme, from wherever.

The two of an open pair are not proposed again, each has one place less, and who has none left does
not take part. What is confirmed in the round itself is pinned and takes its place there.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from matcher.programme import Arrangement, Enterprise, Programme, Village
from matcher.rounds.rows import Pair
from matcher.vocabulary import ArrangementKind


@dataclass(frozen=True)
class Held:
    """An enterprise and a village whose places are taken by each other, since and until when."""

    uscc: str
    village_code: str
    since: date | None
    until: date

    @property
    def pair(self) -> Pair:
        return self.uscc, self.village_code


PlacesHeld = Callable[[Session], Sequence[Held]]


def nothing_held(_session: Session) -> Sequence[Held]:
    """Before anybody was ever paired."""
    return ()


def without_held_places(
    programme: Programme, held: Sequence[Held], confirmed: Collection[Pair]
) -> Programme:
    """The programme of those who have places left, and what stands between them.

    Whoever is confirmed here stays even without a place, so that the contradiction is told.
    """
    held = [one for one in held if one.pair not in confirmed]
    taken = Counter(one.uscc for one in held)
    partners = Counter(one.village_code for one in held)
    bound = {code for pair in confirmed for code in pair}
    firms = {
        one.uscc: _less_enterprise(one, taken[one.uscc])
        for one in programme.enterprises
        if not taken[one.uscc] or taken[one.uscc] < one.max_villages or one.uscc in bound
    }
    places = {
        one.code: _less_village(one, partners[one.code])
        for one in programme.villages
        if not partners[one.code]
        or partners[one.code] < (one.max_partners or 1)
        or one.code in bound
    }
    ties = (*programme.arrangements, *_as_agreements(programme, held))
    return Programme(
        villages=tuple(places.values()),
        needs=tuple(one for one in programme.needs if one.village_code in places),
        enterprises=tuple(firms.values()),
        offers=tuple(one for one in programme.offers if one.uscc in firms),
        arrangements=tuple(
            one
            for one in ties
            if one.uscc in firms and (one.village_code is None or one.village_code in places)
        ),
    ).ordered()


def _less_enterprise(enterprise: Enterprise, taken: int) -> Enterprise:
    if not taken:
        return enterprise
    least = enterprise.min_villages
    return dataclasses.replace(
        enterprise,
        max_villages=max(enterprise.max_villages - taken, 0),
        min_villages=None if least is None else max(least - taken, 0),
    )


def _less_village(village: Village, taken: int) -> Village:
    if not taken:
        return village
    return dataclasses.replace(village, max_partners=max((village.max_partners or 1) - taken, 0))


def _as_agreements(programme: Programme, held: Sequence[Held]) -> list[Arrangement]:
    """As agreements that still run: a pair holds until it is closed, whatever its last day."""
    begins = min((one.starts_on for one in programme.offers if one.starts_on), default=date.min)
    return [
        Arrangement(
            kind=ArrangementKind.PAIRED,
            uscc=one.uscc,
            village_code=one.village_code,
            on=one.since,
            ends_on=max(one.until, begins),
        )
        for one in held
    ]
