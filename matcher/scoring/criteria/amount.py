"""Amount fit: how much of a need's gap one offer can fill, in money or in units of the same name.

1: the offer fills the whole gap. ½: half of it. 0: nothing, or less than the least share the need
accepts. The best of the meetings whose figures are known counts; none known is UNKNOWN.

Figures are compared only where they count the same thing: 30 posts are no answer to 30 places in
a course, and money to buy rice with pays for no rice mill.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

import numpy as np

from matcher.programme import Need, Offer
from matcher.roster import Pairs, Real, Roster, coded
from matcher.scoring.criterion import UNKNOWN, Reason
from matcher.scoring.forms import CASH, CATEGORY_AT, FORM_FIT, GOODS, HELPFUL, KIND_AT, RIGHT

_COUNTS = FORM_FIT == RIGHT
"""Units count the same thing under the right form of help [category × kind]."""
_PAYS = _COUNTS.copy()
"""Money pays for the need; cash and goods also where they merely help."""
for _kind in (CASH, GOODS):
    _PAYS[:, KIND_AT[_kind]] = FORM_FIT[:, KIND_AT[_kind]] >= HELPFUL


class Amount:
    """The gaps of needs against the amounts of offers."""

    name: ClassVar[str] = "amount"

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        _, unit = coded(["", *map(_unit, roster.needs), *map(_unit, roster.offers)])
        self._need_unit, self._offer_unit = np.split(unit[1:], [len(roster.needs)])
        self._gap = _figures([_gap(need) for need in roster.needs])
        self._least = _figures([need.min_share_fen or 0 for need in roster.needs])
        self._wanted = _figures([need.quantity or None for need in roster.needs])
        self._money = _figures([offer.amount_fen for offer in roster.offers])
        self._goods = _figures([offer.quantity for offer in roster.offers])
        self._category = np.array([CATEGORY_AT[one.category] for one in roster.needs], np.int64)
        self._kind = np.array([KIND_AT[one.kind] for one in roster.offers], np.int64)

    def meetings(self, pairs: Pairs) -> Real:
        need, offer = pairs.need, pairs.offer
        category, kind = self._category[need], self._kind[offer]
        amount, unit = self._money[offer], self._need_unit[need]
        money = np.where(amount < self._least[need], 0.0, amount) / self._gap[need]
        money[~_PAYS[category, kind]] = np.nan
        goods = self._goods[offer] / self._wanted[need]
        goods[(unit != self._offer_unit[offer]) | (unit == 0) | ~_COUNTS[category, kind]] = np.nan
        shares: Real = np.minimum(np.where(np.isnan(money), goods, money), 1.0)
        return shares

    def values(self, pairs: Pairs) -> Real:
        best = pairs.best(np.nan_to_num(self.meetings(pairs), nan=-1.0), without=-1.0)
        return np.where(best < 0, UNKNOWN, best)

    def reason(self, pair: Pairs) -> Reason:
        if np.isnan(self.meetings(pair)).all():
            return Reason("scoring.amount.unknown")
        need, offer = self._roster.needs[pair.need[0]], self._roster.offers[pair.offer[0]]
        gap, amount, least = _gap(need), offer.amount_fen, need.min_share_fen or 0
        paid = _PAYS[CATEGORY_AT[need.category], KIND_AT[offer.kind]]
        if gap is None or amount is None or not paid:
            given = {"wanted": _plain(need.quantity), "given": _plain(offer.quantity)}
            return Reason(
                "scoring.amount.units", {"need": need.title, "unit": _unit(need), **given}
            )
        params = {"need": need.title, "gap": gap, "amount": amount}
        if amount < least:
            return Reason("scoring.amount.too_little", {**params, "least": least})
        if amount >= gap:
            return Reason("scoring.amount.fills", params)
        return Reason("scoring.amount.part", {**params, "percent": amount * 100 // gap})


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
