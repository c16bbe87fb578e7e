"""Generated enterprises and their offers: few large, many small, each giving what its trade can."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from matcher.programme import Enterprise, Offer
from matcher.uscc import check_character
from matcher.vocabulary import (
    Category,
    DecisionPath,
    Interest,
    MobilisingDept,
    OfferKind,
    OutreachChannel,
    Ownership,
    PartyType,
    Receiver,
    SizeBand,
)
from seeds.hundred.columns import measure, picked, records
from seeds.hundred.dice import Dice, Numbers
from seeds.hundred.geography import Geography
from seeds.hundred.phrases import phrases


class Band(NamedTuple):
    """How far an enterprise of a size goes. `percent` scales amounts between least and most."""

    size: SizeBand
    weight: int
    villages: tuple[int, ...]
    offers: int
    percent: int
    headcount: int


BANDS = (
    Band(SizeBand.LARGE, 8, (1, 1, 2, 2, 3, 3, 4, 10), 4, 100, 6000),
    Band(SizeBand.MEDIUM, 27, (1, 1, 1, 1, 2, 3), 3, 45, 900),
    Band(SizeBand.SMALL, 45, (1, 1, 1, 1, 1, 1, 2), 2, 20, 180),
    Band(SizeBand.MICRO, 20, (1,), 1, 8, 30),
)
OFFERS_FROM, OFFERS_UNTIL = date(2026, 12, 1), (date(2027, 9, 30), date(2027, 12, 31))
PATHS = (DecisionPath.LOCAL, DecisionPath.HEADQUARTERS)
APPROACHED_FROM = date(2026, 8, 20)
ROUND_FEN = 100_000
WAN_FEN = 1_000_000
GIFT_FEN_PER_HEAD = 3000


def districts(enterprises: int, geography: Geography, seed: int) -> Numbers:
    """The eastern district of each enterprise: a few have very many, so some counties go short."""
    dice = Dice(seed, "districts")
    weights = 10 + dice.low(200, geography.districts)
    return dice.among(weights.tolist(), enterprises)


def enterprises(geography: Geography, district: Numbers, seed: int) -> tuple[Enterprise, ...]:
    """One profile for each entry of `district`."""
    count, dice, marks = len(district), Dice(seed, "enterprises"), phrases("marks")
    width = max(2, len(str(count)))
    homes = district.tolist()
    trades, bands = _trades(count, seed), _bands(count, seed)
    ownership = [Ownership(one) for one in _one_of([trade["ownership"] for trade in trades], dice)]
    is_foreign = np.array([one is Ownership.FOREIGN for one in ownership])
    asks_headquarters = is_foreign & dice.chance(60, count)
    is_open_to_all = dice.chance(8, count).tolist()
    days = np.where(asks_headquarters, 90, 5) + dice.below(60, count)
    related = [
        tuple(one.name for one in geography.counties_of(place))
        for place in range(geography.districts)
    ]
    columns: dict[str, Sequence[Any]] = {
        "uscc": [_uscc(place, home) for place, home in enumerate(homes, start=1)],
        "name": [
            marks["enterprise"].format(number=f"{place:0{width}d}", sector=trade["name"])
            for place, trade in enumerate(trades, start=1)
        ],
        "registered_district": [marks["district"].format(number=home + 1) for home in homes],
        "ownership": ownership,
        "industry_code": [trade["code"] for trade in trades],
        "industry": [trade["industry"] for trade in trades],
        "size_band": [band.size for band in bands],
        "is_top200": [band.size is SizeBand.LARGE for band in bands],
        "hq_city": _headquarters(is_foreign.tolist(), dice),
        "decision_path": [PATHS[one] for one in asks_headquarters.tolist()],
        "decision_days": days.tolist(),
        "max_villages": _one_of([band.villages for band in bands], dice),
        "preferred_counties": [
            () if is_open else related[home]
            for is_open, home in zip(is_open_to_all, homes, strict=True)
        ],
        "excluded_categories": [
            tuple(Category(one) for one in trade.get("excluded", ())) for trade in trades
        ],
        "canteen_headcount": [
            band.headcount * percent // 100
            for band, percent in zip(bands, dice.between(25, 125, count).tolist(), strict=True)
        ],
        "product_interests": _wishes(trades),
        "gift_budget_fen": [band.headcount * GIFT_FEN_PER_HEAD for band in bands],
        **{
            field: _one_of([tuple(terms)] * count, dice)
            for field, terms in (
                ("mobilising_dept", MobilisingDept),
                ("interest", Interest),
                ("outreach_channel", OutreachChannel),
            )
        },
        "outreach_on": [
            APPROACHED_FROM + timedelta(days=one) for one in dice.below(80, count).tolist()
        ],
    }
    return records(
        Enterprise,
        columns,
        party_type=PartyType.ENTERPRISE,
        outreach_person=marks["outreach_person"],
        note=marks["note"],
    )


def offers(known: Sequence[Enterprise], seed: int) -> tuple[Offer, ...]:
    """What the enterprises can give, enterprise after enterprise: its trade's first offer, and of
    the others so many as its size allows."""
    count, dice = len(known), Dice(seed, "offers")
    trades, bands = _trades(count, seed), _bands(count, seed)
    is_bound = dice.chance(90, count).tolist()
    until = dice.below(len(OFFERS_UNTIL), count).tolist()
    columns = [
        (
            dice.chance(60, count).tolist(),
            dice.low(1 << 30, count).tolist(),
            dice.below(1 << 30, count).tolist(),
        )
        for _ in range(max(band.offers for band in BANDS))
    ]
    return tuple(
        _offer(
            f"NL{place + 1:06d}-{order + 1}",
            enterprise,
            kind,
            product=picked(trade["buys"], product[place]) if trade["buys"] else "",
            capacity=_capacity(kind, amount[place], band.percent),
            counties=enterprise.preferred_counties if is_bound[place] else (),
            ends_on=OFFERS_UNTIL[until[place]],
        )
        for place, (enterprise, trade, band) in enumerate(zip(known, trades, bands, strict=True))
        for order, (kind, (is_given, amount, product)) in enumerate(
            zip(trade["offers"][: band.offers], columns, strict=False)
        )
        if order == 0 or is_given[place]
    )


def _offer(
    number: str,
    enterprise: Enterprise,
    kind: dict[str, Any],
    *,
    product: str,
    capacity: dict[str, Any],
    counties: tuple[str, ...],
    ends_on: date,
) -> Offer:
    return Offer(
        number=number,
        uscc=enterprise.uscc,
        kind=OfferKind(kind["kind"]),
        categories=tuple(Category(one) for one in kind["categories"]),
        title=kind["title"].format(product=product),
        description=kind["text"].format(product=product),
        **capacity,
        starts_on=OFFERS_FROM,
        ends_on=ends_on,
        counties=counties,
        receivers=tuple(Receiver(one) for one in kind.get("receivers", ())),
        note=enterprise.note,
    )


def _trades(count: int, seed: int) -> list[dict[str, Any]]:
    """The trade of each enterprise."""
    sectors = phrases("sectors")["sector"]
    drawn = Dice(seed, "sectors").among([one["weight"] for one in sectors], count)
    return [sectors[one] for one in drawn.tolist()]


def _bands(count: int, seed: int) -> list[Band]:
    """The size of each enterprise."""
    drawn = Dice(seed, "bands").among([one.weight for one in BANDS], count)
    return [BANDS[one] for one in drawn.tolist()]


def _one_of(choices: Sequence[Sequence[Any]], dice: Dice) -> list[Any]:
    """For each enterprise one of its choices."""
    draws = dice.below(1 << 30, len(choices)).tolist()
    return [picked(known, draw) for known, draw in zip(choices, draws, strict=True)]


def _wishes(trades: Sequence[dict[str, Any]]) -> list[str | None]:
    """What each would buy: the products its trade asks for, as people list them."""
    of_trade = {one["name"]: "、".join(one["buys"]) or None for one in phrases("sectors")["sector"]}
    return [of_trade[one["name"]] for one in trades]


def _headquarters(is_foreign: list[bool], dice: Dice) -> list[str]:
    marks = phrases("marks")
    return _one_of([marks["abroad" if one else "at_home"] for one in is_foreign], dice)


def _capacity(kind: dict[str, Any], draw: int, percent: int) -> dict[str, Any]:
    """The figures of an offer: money in 千元, things in pieces, most of them near the least."""
    least, most = kind.get("wan") or kind["quantity"]
    reach = (most - least) * draw * percent // 100
    if "wan" in kind:
        fen = least * WAN_FEN + (reach * WAN_FEN >> 30)
        return {"amount_fen": fen // ROUND_FEN * ROUND_FEN}
    return {"quantity": measure(least + (reach >> 30)), "unit": kind["unit"]}


def _uscc(number: int, district: int) -> str:
    """A code whose region 99… does not exist and whose organisation part reads EX…."""
    stem = f"9199{district:04d}EX{number:07d}"
    return stem + check_character(stem)
