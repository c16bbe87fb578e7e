"""Timing: can the help be there when it is needed, and is there a harvest when it is bought?

1: between the first day of the offer and the day of the need lies all the time the enterprise needs
to decide. ½: none of it: the offer begins on the very day. 0: the offer begins too late. For
produce this is one half; the other is 1 if it is harvested, or was within the last KEEPS months,
while it can be bought, and 0 if not. What was not said is UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

import numpy as np

from matcher.programme import Enterprise, Need, Offer, Village
from matcher.roster import Pairs, Real, Roster, Whole
from matcher.scoring.criterion import UNKNOWN, Reason
from matcher.vocabulary import Category, OfferKind

USUAL_DAYS = 60
"""How long an enterprise takes that has not said so: rather long, for silence must not win."""
KEEPS = 3
_YEAR = 12
_NEVER = 10_000 * _YEAR

_SPANS = np.array(
    [
        [sum(1 << (first + step) % _YEAR for step in range(months)) for months in range(_YEAR + 1)]
        for first in range(_YEAR)
    ]
)
"""The calendar months, bit 0 for January, of a span by its first month and its length."""


class Timing:
    """Days as numbers, harvests and months on sale as bits."""

    name: ClassVar[str] = "timing"

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._needed = _days(need.needed_by for need in roster.needs)
        self._starts = _days(offer.starts_on for offer in roster.offers)
        self._lead = np.array(
            [max(_lead(roster.enterprises[one]), 1) for one in roster.offer_enterprise], np.float64
        )
        self._is_produce = np.array(
            [need.category is Category.CONSUMPTION for need in roster.needs], np.bool_
        )
        self._is_purchase = np.array(
            [offer.kind is OfferKind.PURCHASE for offer in roster.offers], np.bool_
        )
        self._on_sale = np.array(
            [_on_sale(roster.villages[one].harvest_months) for one in roster.need_village], np.int64
        )
        self._first = _months((offer.starts_on for offer in roster.offers), -1)
        self._last = _months((offer.ends_on for offer in roster.offers), _NEVER)
        self._due = _months((need.needed_by for need in roster.needs), _NEVER)

    def meetings(self, pairs: Pairs) -> Real:
        need, offer = pairs.need, pairs.offer
        early = self._needed[need] - self._starts[offer]
        values = np.minimum(0.5 + 0.5 * early / self._lead[offer], 1.0)
        values[early < 0] = 0.0
        bought = np.flatnonzero(self._is_produce[need] & self._is_purchase[offer])
        in_time, season = values[bought], self._season(need[bought], offer[bought])
        both = np.nan_to_num(in_time, nan=UNKNOWN) + np.nan_to_num(season, nan=UNKNOWN)
        values[bought] = np.where(np.isnan(in_time) & np.isnan(season), np.nan, both / 2)
        return values

    def values(self, pairs: Pairs) -> Real:
        best = pairs.best(np.nan_to_num(self.meetings(pairs), nan=-1.0), without=-1.0)
        return np.where(best < 0, UNKNOWN, best)

    def reason(self, pair: Pairs) -> Reason:
        if np.isnan(self.meetings(pair)).all():
            return Reason("scoring.timing.unknown")
        number, given = int(pair.need[0]), int(pair.offer[0])
        need, offer = self._roster.needs[number], self._roster.offers[given]
        said = [_about_days(need, offer, int(self._lead[given]))]
        if self._is_produce[number] and self._is_purchase[given]:
            season = float(self._season(pair.need[:1], pair.offer[:1])[0])
            village = self._roster.villages[self._roster.need_village[number]]
            said.append(_about_season(village, season))
        return Reason("scoring.timing.all", {"said": said})

    def _season(self, need: Whole, offer: Whole) -> Real:
        """1 where there is something to buy between the offer's first day and its last, or the
        need's; 0 where not; NaN where it was not said."""
        first, last = self._first[offer], np.minimum(self._last[offer], self._due[need])
        months = (last - first + 1).clip(0, _YEAR)
        sold = self._on_sale[need] & _SPANS[first % _YEAR, months] != 0
        unsaid = (self._on_sale[need] == 0) | (first < 0) | (last == _NEVER)
        return np.where(unsaid, np.nan, sold)


def _lead(enterprise: Enterprise) -> int:
    return USUAL_DAYS if enterprise.decision_days is None else enterprise.decision_days


def _days(days: Iterable[date | None]) -> Real:
    return np.array([np.nan if day is None else day.toordinal() for day in days], np.float64)


def _months(days: Iterable[date | None], unsaid: int) -> Whole:
    """Months counted from the year 0."""
    return np.array(
        [unsaid if day is None else day.year * _YEAR + day.month - 1 for day in days], np.int64
    )


def _on_sale(harvest: tuple[int, ...]) -> int:
    """The months in which there is something to buy, as bits."""
    return sum({1 << (month - 1 + kept) % _YEAR for month in harvest for kept in range(KEEPS + 1)})


def _about_days(need: Need, offer: Offer, lead: int) -> dict[str, Any]:
    if need.needed_by is None or offer.starts_on is None:
        return {"code": "scoring.timing.undated", "params": {"need": need.title}}
    early = (need.needed_by - offer.starts_on).days
    params = {
        "need": need.title,
        "needed": str(need.needed_by),
        "starts": str(offer.starts_on),
        "days": lead,
    }
    word = "late" if early < 0 else "tight" if early < lead else "in_time"
    return {"code": f"scoring.timing.{word}", "params": params}


def _about_season(village: Village, season: float) -> dict[str, Any]:
    if np.isnan(season):
        return {"code": "scoring.timing.no_season", "params": {}}
    word = "in_season" if season else "off_season"
    months = [str(month) for month in village.harvest_months]
    return {"code": f"scoring.timing.{word}", "params": {"months": months}}
