"""A bound on very many pairs at once: one enterprise that is as good as the best of many alike.

Enterprises of one kind are of the same trade and offer the same in the same words, and about as
much of it; they differ in how much and how soon. Their paragon gives the most that any of them
gives, and as soon as the soonest. Every criterion only rises with that, so none of them scores more
than its paragon with a village it has nothing to do with yet. Where the two have to do with each
other, by an arrangement, the district that helps or a county preferred, the pair is `near` and
looked at itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.eligibility import Eligibility
from matcher.programme import Enterprise, Offer, Programme
from matcher.roster import Roster, Whole, coded
from matcher.rounds.candidates import NOBODY
from matcher.scoring import Profile, Scorer
from matcher.vocabulary import ArrangementKind

TIES = (ArrangementKind.PAIRED, ArrangementKind.GIFT, ArrangementKind.VISITED)

ALIKE = 100
"""So many enterprises have one paragon at most: the fewer, the nearer it is to each of them."""

MOST_BOUNDS = 500_000_000
"""So many bounds are kept at most, a gigabyte of them."""

ELSEWHERE = ("-",)
"""The preference of a paragon whose kind prefers some counties: none that there is."""


@dataclass(frozen=True, eq=False)
class Paragons:
    """The kind of each enterprise, the members of each kind, and `bound` [villages, kinds]: the
    most that a pair outside the near ones can score; NOBODY where none may pair.
    """

    kind: Whole
    members: tuple[Whole, ...]
    bound: NDArray[np.int16]

    @classmethod
    def of(cls, roster: Roster, profile: Profile) -> Paragons | None:
        """The paragons of a roster, scored with every village; None where so few enterprises are
        alike that this would be hardly less than to score them all."""
        offers = [
            tuple(roster.offers[one] for one in roster.offers_of(place))
            for place in range(len(roster.enterprises))
        ]
        members = list(_groups(roster.enterprises, offers))
        if len(members) * len(roster.villages) > MOST_BOUNDS:
            return None
        kind = np.empty(len(roster.enterprises), np.int64)
        for number, group in enumerate(members):
            kind[group] = number
        made = [
            _paragon([roster.enterprises[one] for one in group], [offers[one] for one in group])
            for group in members
        ]
        stand_in = Roster.of(_programme(roster, made))  # numbers the villages as the roster does
        place = np.array([stand_in.enterprise_at[one.uscc] for one, _ in made], np.int64)
        bound = np.full((len(roster.villages), len(members)), NOBODY, np.int16)
        eligibility, scorer = Eligibility(stand_in), Scorer(stand_in, profile)
        number_of = np.full(len(stand_in.enterprises), NOBODY)
        number_of[place] = np.arange(len(members))
        for block in eligibility.blocks():
            pairs = eligibility.pairs(block)
            of_kind = number_of[pairs.enterprise]
            asked = pairs.take(np.flatnonzero(of_kind != NOBODY))
            bound[asked.village, number_of[asked.enterprise]] = scorer.scores(asked)
        return cls(kind, tuple(members), bound)


def _groups(
    enterprises: Sequence[Enterprise], offers: Sequence[Sequence[Offer]]
) -> Iterator[Whole]:
    """Enterprises of one kind, very many of them parted by how much they give in all."""
    kinds, kind = coded(map(_kind, enterprises, offers))
    for number in range(len(kinds)):
        alike = np.flatnonzero(kind == number).tolist()
        alike.sort(key=lambda one: _given(offers[one]))
        for group in np.array_split(np.array(alike), -(-len(alike) // ALIKE)):
            yield np.sort(group)


def _given(offers: Sequence[Offer]) -> Decimal:
    """All figures multiplied, so that each counts by its proportion."""
    figures = (offer.amount_fen or offer.quantity for offer in offers)
    return prod((Decimal(figure) for figure in figures if figure), start=Decimal(1))


def _kind(one: Enterprise, offers: Sequence[Offer]) -> Hashable:
    """What those of one kind have in common, to all the criteria and rules."""
    return (
        one.industry_code,
        one.product_interests,
        one.excluded_categories,
        bool(one.preferred_counties),
        one.suspended_until,
        one.decision_days is None,
        tuple(
            (
                offer.kind,
                offer.categories,
                offer.title,
                offer.description,
                offer.unit,
                offer.receivers,
                *(getattr(offer, name) is None for name in (*_MOST, *_LEAST)),
            )
            for offer in offers
        ),
    )


_MOST = ("amount_fen", "quantity", "ends_on")
_LEAST = ("starts_on",)


def _paragon(
    members: Sequence[Enterprise], offers: Sequence[tuple[Offer, ...]]
) -> tuple[Enterprise, tuple[Offer, ...]]:
    first = members[0]
    enterprise = replace(
        first,
        registered_district=None,
        related_parties=None,
        preferred_counties=ELSEWHERE if first.preferred_counties else (),
        decision_days=_of(min, (one.decision_days for one in members)),
    )
    best = tuple(
        replace(
            alike[0],
            counties=(),
            **{name: _of(max, (getattr(one, name) for one in alike)) for name in _MOST},
            **{name: _of(min, (getattr(one, name) for one in alike)) for name in _LEAST},
        )
        for alike in zip(*offers, strict=True)
    )
    return enterprise, best


def _of(chosen: Callable[[list[Any]], Any], values: Iterable[Any]) -> Any:
    known = [value for value in values if value is not None]
    return chosen(known) if known else None


def _programme(roster: Roster, made: Sequence[tuple[Enterprise, tuple[Offer, ...]]]) -> Programme:
    """The paragons among the villages. Where ties are recorded at all, one stays, with somebody who
    is no paragon, so that having none still counts as it did."""
    enterprises, offers = [one for one, _ in made], [one for _, given in made for one in given]
    tie = next((tie for _, _, tie in roster.between(*TIES)), None)
    if tie is not None:
        stranger = replace(roster.enterprises[roster.enterprise_at[tie.uscc]], uscc="-")
        tie = replace(tie, uscc=stranger.uscc)
        enterprises.append(stranger)
    return Programme(
        roster.villages,
        roster.needs,
        tuple(enterprises),
        tuple(offers),
        () if tie is None else (tie,),
    )
