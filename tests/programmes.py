"""Random small programmes for properties: every closed list, gap and wish that scoring looks at."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from matcher.programme import Arrangement, Programme
from matcher.vocabulary import (
    ArrangementKind,
    Category,
    Designation,
    NeedStatus,
    OfferKind,
    Receiver,
    Urgency,
)
from tests.builders import (
    a_need,
    a_village,
    an_arrangement,
    an_enterprise,
    an_offer,
    village_code,
)

CATEGORIES = list(Category)[:5]
WISHES = [
    kind for kind in ArrangementKind if kind not in (ArrangementKind.PIN, ArrangementKind.VETO)
]
DAYS = [date(2026, 12, 1), date(2027, 1, 15), date(2027, 9, 30)]
WORDS = [
    "冷链设备",
    "羊肚菌销路",
    "种植技术培训",
    "保洁岗位",
    "修建水渠",
    "图书和课桌",
    "收购农产品",
]


def a_programme(seed: int, most: int = 5, pins: bool = False) -> Programme:
    """The programme of this seed number."""
    dice = random.Random(seed)
    villages, enterprises = dice.randint(0, most), dice.randint(0, most)
    needs = dice.randint(0, 2 * villages) if villages else 0
    offers = dice.randint(0, 2 * enterprises) if enterprises else 0
    return Programme(
        villages=tuple(
            a_village(
                number,
                county=dice.choice(["广南县", "砚山县"]),
                aid_district=dice.choice([None, "静安", "静安区、闵行区", "闵行区"]),
                suspended_until=dice.choice([*[None] * 6, *DAYS]),
                successor_code=dice.choice([*[None] * 8, village_code(99)]),
                main_industry=dice.choice([None, "水稻种植", "茶叶种植和务工", "某产业"]),
                special_products=dice.choice([None, "八宝米、核桃", "绿茶", "某产品"]),
                harvest_months=dice.choice([(), (9, 10), (3, 4, 5)]),
                designation=dice.choice([None, *Designation]),
                max_partners=dice.choice([None, 0, 1, 2]),
            )
            for number in range(1, villages + 1)
        ),
        needs=tuple(
            a_need(
                number,
                dice.randint(1, villages),
                category=dice.choice(CATEGORIES),
                title=dice.choice(WORDS),
                gap_fen=dice.choice([None, 0, 5_000_000, 20_000_000]),
                min_share_fen=dice.choice([None, 1_000_000]),
                quantity=dice.choice([None, Decimal(30)]),
                unit=dice.choice([None, "台", "个"]),
                urgency=dice.choice(list(Urgency)),
                needed_by=dice.choice([None, *DAYS]),
                receiver=dice.choice([None, *Receiver]),
                status=dice.choice([NeedStatus.OPEN, NeedStatus.PARTLY_MET, NeedStatus.DRAFT]),
            )
            for number in range(1, needs + 1)
        ),
        enterprises=tuple(
            an_enterprise(
                number,
                max_villages=dice.randint(0, 3),
                registered_district=dice.choice([None, "静安区", "上海市闵行区", "砚山县"]),
                decision_days=dice.choice([None, 0, 30]),
                suspended_until=dice.choice([*[None] * 6, *DAYS]),
                industry_code=dice.choice([None, "F5212", "J6712"]),
                product_interests=dice.choice([None, "大米、茶叶", "某产品"]),
                preferred_counties=dice.choice([(), ("广南",)]),
                excluded_categories=dice.choice([(), tuple(CATEGORIES[:2])]),
                related_parties=dice.choice([None, None, "示例村01、某公司"]),
            )
            for number in range(1, enterprises + 1)
        ),
        offers=tuple(
            an_offer(
                number,
                dice.randint(1, enterprises),
                kind=dice.choice(list(OfferKind)),
                categories=tuple(dice.sample(CATEGORIES, dice.randint(0, 3))),
                title=dice.choice(WORDS),
                amount_fen=dice.choice([None, 500_000, 10_000_000, 30_000_000]),
                quantity=dice.choice([None, Decimal(15), Decimal(60)]),
                unit=dice.choice([None, "台", "个"]),
                starts_on=dice.choice([None, *DAYS[:2]]),
                ends_on=dice.choice([None, DAYS[2]]),
                counties=dice.choice([(), (), ("广南县",)]),
                receivers=dice.choice([(), (), (Receiver.SCHOOL, Receiver.TOWNSHIP)]),
            )
            for number in range(1, offers + 1)
        ),
        arrangements=_ties(dice, villages, enterprises, pins),
    )


def _ties(
    dice: random.Random, villages: int, enterprises: int, pins: bool
) -> tuple[Arrangement, ...]:
    if not villages or not enterprises:
        return ()
    kinds = [*WISHES, ArrangementKind.VETO, *([ArrangementKind.PIN] if pins else [])]
    return tuple(
        an_arrangement(
            dice.choice(kinds),
            dice.randint(1, enterprises),
            dice.randint(1, villages),
            on=dice.choice([None, *DAYS]),
            ends_on=dice.choice([None, None, *DAYS]),
        )
        for _ in range(dice.randint(0, 6))
    )


def programmes(most: int = 5, pins: bool = False) -> st.SearchStrategy[Programme]:
    return st.builds(a_programme, st.integers(0, 10**9), most=st.just(most), pins=st.just(pins))
