"""Amount fit: how much of a need's gap one offer can fill, in money or in units of the same name.

1: the offer fills the whole gap. ½: half of it. 0: nothing, or less than the least share the need
accepts. The best of the meetings whose figures are known counts; none known is UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

import numpy as np

from matcher.programme import Need, Offer
from matcher.roster import Pairs, Real, Roster
from matcher.scoring.criterion import UNKNOWN, Reason


class Amount:
    """The gaps of needs against the amounts of offers."""

    name: ClassVar[str] = "amount"

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        units = {"": 0}
        for unit in [_unit(need) for need in roster.needs] + [_unit(one) for one in roster.offers]:
            units.setdefault(unit, len(units))
        self._gap = _figures([_gap(need) for need in roster.needs])
        self._least = _figures([need.min_share_fen or 0 for need in roster.needs])
        self._wanted = _figures([need.quantity or None for need in roster.needs])
        self._need_unit = np.array([units[_unit(one)] for one in roster.needs], np.int64)
        self._money = _figures([offer.amount_fen for offer in roster.offers])
        self._goods = _figures([offer.quantity for offer in roster.offers])
        self._offer_unit = np.array([units[_unit(one)] for one in roster.offers], np.int64)

    def values(self, pairs: Pairs) -> Real:
        best = pairs.best(np.nan_to_num(self._shares(pairs), nan=-1.0), without=-1.0)
        return np.where(best < 0, UNKNOWN, best)

    def reason(self, pair: Pairs) -> Reason:
        shares = self._shares(pair)
        if np.isnan(shares).all():
            return Reason("scoring.amount.unknown")
        best = int(np.nanargmax(shares))
        need, offer = self._roster.needs[pair.need[best]], self._roster.offers[pair.offer[best]]
        gap, amount, least = _gap(need), offer.amount_fen, need.min_share_fen or 0
        if gap is None or amount is None:
            given = {"wanted": _plain(need.quantity), "given": _plain(offer.quantity)}
            return Reason(
                "scoring.amount.units", {"need": need.title, "unit": need.unit or "", **given}
            )
        params = {"need": need.title, "gap": gap, "amount": amount}
        if amount < least:
            return Reason("scoring.amount.too_little", {**params, "least": least})
        return Reason("scoring.amount.fills" if amount >= gap else "scoring.amount.part", params)

    def _shares(self, pairs: Pairs) -> Real:
        """The share of the gap each meeting would fill; NaN where a figure is missing."""
        need, offer = pairs.need, pairs.offer
        money = self._money[offer] / self._gap[need]
        money = np.where(self._money[offer] < self._least[need], money * 0, money)
        same_unit = (self._need_unit[need] == self._offer_unit[offer]) & (self._need_unit[need] > 0)
        goods = np.where(same_unit, self._goods[offer] / self._wanted[need], np.nan)
        shares: Real = np.minimum(np.where(np.isnan(money), goods, money), 1.0)
        return shares


def _gap(need: Need) -> int | None:
    """What is still missing, or the whole budget; a gap of nothing says nothing about money."""
    return (need.budget_fen if need.gap_fen is None else need.gap_fen) or None


def _unit(one: Need | Offer) -> str:
    return (one.unit or "").strip()


def _figures(figures: Iterable[Decimal | int | None]) -> Real:
    return np.array([np.nan if one is None else float(one) for one in figures], np.float64)


def _plain(quantity: Decimal | None) -> str:
    """A quantity as people write it: 30, not 30.000."""
    return f"{(quantity or Decimal(0)).normalize():f}"
