"""Good partners planted among the generated, so that anybody can count who finds them again.

A planted partner gives all that its village asks for, in the right form and enough of it; it has
been there, given before, and both would like to go on. Villages get up to two such partners, and
enterprises more villages than they have places, so that not all of them can be had at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from matcher.programme import Arrangement, Enterprise, Need, Offer, Programme, Village
from matcher.vocabulary import ArrangementKind, Category, GiftKind, NeedStatus, OfferKind, Precision
from seeds.hundred.columns import picked
from seeds.hundred.dice import Dice
from seeds.hundred.enterprises import OFFERS_FROM, OFFERS_UNTIL
from seeds.hundred.phrases import phrases

EACH = 2
"""So many partners are planted for a village."""
OPEN = (NeedStatus.OPEN, NeedStatus.PARTLY_MET)
FORMS = {
    Category.CONSUMPTION: OfferKind.PURCHASE,
    Category.JOBS: OfferKind.JOBS,
    Category.SKILLS: OfferKind.TRAINING,
}
"""In what form some needs are claimed; the others in money."""
SAID = {
    ArrangementKind.VISITED: date(2026, 9, 20),
    ArrangementKind.ENTERPRISE_KEEN: date(2026, 10, 20),
    ArrangementKind.VILLAGE_KEEN: date(2026, 10, 25),
}
GIVEN_ON, GIVEN_FEN = date(2025, 12, 1), 5_000_000

Number = TypeVar("Number", int, Decimal)
Pair = tuple[str, str]
"""An enterprise by its USCC and a village by its code."""


def with_partners(
    made: Programme, percent: int, seed: int = 0
) -> tuple[Programme, frozenset[Pair]]:
    """The programme with partners planted for so many of a hundred villages, and who they are.

    Enterprises that are planted for some villages offer what those need, and nothing else.
    """
    planted = sorted(_drawn(made, percent, seed))
    villages = {one.code: one for one in made.villages}
    needs: dict[str, list[Need]] = defaultdict(list)
    for need in made.needs:
        if need.status in OPEN:
            needs[need.village_code].append(need)
    claims: dict[str, dict[str, Offer]] = defaultdict(dict)
    products: dict[str, dict[str, None]] = defaultdict(dict)
    for uscc, code in planted:
        products[uscc][villages[code].special_products or ""] = None
        for need in needs[code]:
            _claim(claims[uscc], uscc, need, villages[code])
    programme = replace(
        made,
        enterprises=tuple(
            _devoted(one, list(products[one.uscc])) if one.uscc in products else one
            for one in made.enterprises
        ),
        offers=(
            *(offer for offer in made.offers if offer.uscc not in products),
            *(offer for offers in claims.values() for offer in offers.values()),
        ),
        arrangements=(*made.arrangements, *(tie for pair in planted for tie in _ties(*pair))),
    )
    return programme, frozenset(planted)


def _drawn(made: Programme, percent: int, seed: int) -> Iterator[Pair]:
    """Partners inside the aid relationship with whom nothing stands yet."""
    chosen = Dice(seed, "partners").chance(percent, len(made.villages)).tolist()
    draws = Dice(seed, "partner").below(1 << 30, EACH * len(made.villages)).tolist()
    tied = {(tie.uscc, tie.village_code) for tie in made.arrangements}
    at_home: dict[str | None, list[str]] = defaultdict(list)
    for one in made.enterprises:
        at_home[one.registered_district].append(one.uscc)
    for place, village in enumerate(made.villages):
        known = [uscc for uscc in at_home[village.aid_district] if (uscc, village.code) not in tied]
        for draw in draws[EACH * place : EACH * (place + 1)]:
            if chosen[place] and known:
                uscc = picked(known, draw)
                known.remove(uscc)
                yield uscc, village.code


def _claim(claims: dict[str, Offer], uscc: str, need: Need, village: Village) -> None:
    """An offer that answers the need in full, or one of that name made large enough."""
    kind = FORMS.get(need.category, OfferKind.CASH)
    is_money = kind in (OfferKind.CASH, OfferKind.PURCHASE)
    if is_money and need.gap_fen is None:
        return
    words = {"need": need.title, "product": village.special_products or ""}
    title = phrases("marks")["claims"][kind].format(**words)
    known = claims.get(title)
    claims[title] = Offer(
        number=known.number if known else f"{uscc}-{len(claims) + 1}",
        uscc=uscc,
        kind=kind,
        categories=(need.category,),
        title=title,
        amount_fen=_larger(need.gap_fen, known and known.amount_fen) if is_money else None,
        quantity=None if is_money else _larger(need.quantity, known and known.quantity),
        unit=None if is_money else need.unit,
        starts_on=OFFERS_FROM,
        ends_on=OFFERS_UNTIL[-1],
    )


def _larger(one: Number | None, other: Number | None) -> Number | None:
    return max((number for number in (one, other) if number is not None), default=None)


def _ties(uscc: str, village_code: str) -> Iterator[Arrangement]:
    """A visit, a gift, and what both have said."""
    for kind, on in SAID.items():
        yield Arrangement(kind=kind, uscc=uscc, village_code=village_code, on=on)
    yield Arrangement(
        kind=ArrangementKind.GIFT,
        uscc=uscc,
        village_code=village_code,
        on=GIVEN_ON,
        gift_kind=GiftKind.CASH,
        amount_fen=GIVEN_FEN,
        precision=Precision.EXACT,
    )


def _devoted(one: Enterprise, products: Sequence[str]) -> Enterprise:
    return replace(one, excluded_categories=(), product_interests="、".join(filter(None, products)))
