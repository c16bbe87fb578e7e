"""Products: does the enterprise's trade go with what the village brings forth?

1: it wants to buy what grows there. ½: its trade can use such things. 0: neither, though both have
said what they do. A village that names no product, or an enterprise that names neither its trade
nor what it would buy, is UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.programme import Enterprise, Village
from matcher.roster import Mask, Pairs, Real, Roster, Whole, coded
from matcher.scoring.criterion import UNKNOWN, Reason
from matcher.scoring.produce import Aspect, kinds_for, kinds_in, products_in, terms_of

WANTED, USED, NEITHER = 1.0, 0.5, 0.0

Term = TypeVar("Term", str, Aspect)
Bits = NDArray[np.uint64]
_BITS = 64


class IndustryAndProducts:
    """Products and kinds as bits: bit b of a number says that term b is among them."""

    name: ClassVar[str] = "products"

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        grown, self._grown = coded(map(_grown, roster.villages))
        traded, self._traded = coded(map(_traded, roster.enterprises))
        self._products = _bits(
            [products_in(text, sought=False) for text in grown],
            [products_in(wishes, sought=True) for wishes, _ in traded],
        )
        self._kinds = _bits(
            [kinds_in(text) for text in grown], [kinds_for(code) for _, code in traded]
        )
        self._says_what = np.array([bool(terms_of(text)) for text in grown], np.bool_)
        self._says_trade = np.array([any(one) for one in traded], np.bool_)

    def values(self, pairs: Pairs) -> Real:
        grown, traded = self._grown[pairs.village], self._traded[pairs.enterprise]
        unsaid = ~(self._says_what[grown] & self._says_trade[traded])
        return np.select(
            [unsaid, _meet(self._products, grown, traded), _meet(self._kinds, grown, traded)],
            [UNKNOWN, WANTED, USED],
            NEITHER,
        )

    def reason(self, pair: Pairs) -> Reason:
        village = self._roster.villages[pair.village[0]]
        enterprise = self._roster.enterprises[pair.enterprise[0]]
        wishes, code = _traded(enterprise)
        if not terms_of(_grown(village)):
            return Reason("scoring.products.no_products", {"village": village.name})
        if not (wishes or code):
            return Reason("scoring.products.no_trade", {"enterprise": enterprise.name})
        industry = enterprise.industry or code
        sought = products_in(wishes, sought=True)
        if wanted := _among(village, lambda term: products_in(term, sought=False) & sought):
            offered = products_in(_grown(village), sought=False)
            asked = [one for one in terms_of(wishes) if products_in(one, sought=True) & offered]
            return Reason("scoring.products.wanted", {"products": wanted, "wishes": asked})
        if used := _among(village, lambda term: kinds_in(term) & kinds_for(code)):
            return Reason("scoring.products.used", {"products": used, "industry": industry})
        word = "other_wishes" if wishes else "no_use"
        params = {
            "products": _among(village, bool),
            "wishes": list(terms_of(wishes)),
            "industry": industry,
        }
        return Reason(f"scoring.products.{word}", params)


def _grown(village: Village) -> str:
    return f"{village.special_products or ''}、{village.main_industry or ''}"


def _traded(enterprise: Enterprise) -> tuple[str, str]:
    return enterprise.product_interests or "", enterprise.industry_code or ""


def _among(village: Village, goes: Callable[[str], object]) -> list[str]:
    """The village's products that go with something; its industry where no product does."""
    for text in (village.special_products, village.main_industry):
        if named := [term for term in terms_of(text or "") if goes(term)]:
            return named
    return []


def _bits(left: Sequence[frozenset[Term]], right: Sequence[frozenset[Term]]) -> tuple[Bits, Bits]:
    """Both lists as bits over the terms that stand on both sides: [list, numbers of 64 bits]."""
    common = {term for terms in left for term in terms} & {
        term for terms in right for term in terms
    }
    place = {term: number for number, term in enumerate(sorted(common))}
    width = -(-len(place) // _BITS)
    tables = []
    for side in (left, right):
        table = np.zeros((len(side), width), np.uint64)
        for row, terms in enumerate(side):
            for term in terms & place.keys():
                word, bit = divmod(place[term], _BITS)
                table[row, word] |= np.uint64(1 << bit)
        tables.append(table)
    return tables[0], tables[1]


def _meet(sides: tuple[Bits, Bits], left: Whole, right: Whole) -> Mask:
    """Whether the lists of each pair have a term in common."""
    met = np.zeros(len(left), np.bool_)
    for mine, theirs in zip(sides[0].T, sides[1].T, strict=True):
        met |= (mine[left] & theirs[right]) != 0
    return met
