"""One pair or a few, asked about by a single criterion, with the records that matter to a test."""

from __future__ import annotations

import numpy as np

from matcher.messages import say
from matcher.programme import Programme
from matcher.roster import Pairs, Real, Roster
from matcher.scoring import CRITERIA, Profile, Scorer
from tests.builders import a_need, a_village, an_enterprise, an_offer


def every_meeting(roster: Roster) -> Pairs:
    """Every enterprise with every village, every need with every offer: nothing is refused."""
    ends, start, needs, offers = [], [0], [], []
    for village in range(len(roster.villages)):
        for enterprise in range(len(roster.enterprises)):
            ends.append((enterprise, village))
            for need in roster.needs_of(village):
                for offer in roster.offers_of(enterprise):
                    needs.append(need)
                    offers.append(offer)
            start.append(len(needs))
    enterprises, villages = np.array(ends, np.int64).reshape(-1, 2).T
    return Pairs(
        enterprises,
        villages,
        np.array(start),
        np.array(needs, np.int64),
        np.array(offers, np.int64),
    )


def a_pair(needs=None, offers=None, arrangements=(), village=None, enterprise=None) -> Programme:
    """One enterprise and one village, that suit each other unless the test says otherwise."""
    needs = [a_need()] if needs is None else needs
    offers = [an_offer()] if offers is None else offers
    return Programme(
        (village or a_village(),),
        tuple(needs),
        (enterprise or an_enterprise(),),
        tuple(offers),
        tuple(arrangements),
    )


def value(name: str, programme: Programme) -> float:
    """What the criterion says of the first pair."""
    return float(values(name, programme)[0])


def values(name: str, programme: Programme) -> Real:
    """What the criterion says of every pair, by village, then enterprise."""
    roster = Roster.of(programme)
    return CRITERIA[name](roster).values(every_meeting(roster))


def reason(name: str, programme: Programme, language: str = "zh") -> str:
    """The sentence the criterion gives for the first pair."""
    roster = Roster.of(programme)
    first = every_meeting(roster).take(np.array([0]))
    (part,) = Scorer(roster, Profile("one", 1, {name: 100})).parts(first)[0]
    return say(part.reason, language, **part.params)
