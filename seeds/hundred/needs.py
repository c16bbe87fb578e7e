"""Generated needs: two to four a village, first those its roads and clinic call for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from matcher.programme import Need, Village
from matcher.vocabulary import (
    Bring,
    Category,
    Condition,
    LandCheck,
    NeedStatus,
    Receiver,
    Urgency,
)
from seeds.hundred.columns import measure, picked
from seeds.hundred.dice import Dice
from seeds.hundred.phrases import phrases

WEIGHTS = {
    Category.INDUSTRY: 20,
    Category.CONSUMPTION: 18,
    Category.INFRASTRUCTURE: 13,
    Category.SKILLS: 12,
    Category.EDUCATION: 9,
    Category.MEDICAL: 8,
    Category.JOBS: 7,
    Category.ENVIRONMENT: 5,
    Category.HARDSHIP: 4,
    Category.DONATION: 2,
    Category.PARTY_BUILDING: 1,
    Category.OTHER: 1,
}
STATUSES = (
    *[NeedStatus.OPEN] * 18,
    NeedStatus.PARTLY_MET,
    NeedStatus.COUNTY_AUDIT,
)
URGENCIES = (Urgency.URGENT, Urgency.NORMAL, Urgency.NORMAL, Urgency.RESERVE)
BAD = (Condition.POOR, Condition.NONE)
NEEDED_FROM = date(2027, 1, 15)
FEN_PER_YUAN = 100
ROUND_FEN = 1000 * FEN_PER_YUAN


class Draws(NamedTuple):
    """What chance says about one need; `topic`, `amount` and `text` lie below 2**30."""

    topic: int
    amount: int
    text: int
    gap_percent: int
    reach_percent: int
    days: int
    urgency: int
    status: int
    is_land_checked: bool


def needs(villages: Sequence[Village], products: Sequence[int], seed: int) -> tuple[Need, ...]:
    """What the villages ask for, village after village."""
    wanted = list(_categories(villages, Dice(seed, "categories")))
    topics = _topics_by_category()
    known = phrases("products")["product"]
    return tuple(
        _need(
            f"XQ{place + 1:06d}-{order}",
            villages[place],
            known[products[place]],
            picked(topics[category], draws.topic),
            draws,
        )
        for (place, order, category), draws in zip(
            wanted, _draws(len(wanted), Dice(seed, "needs")), strict=True
        )
    )


def _draws(count: int, dice: Dice) -> Iterator[Draws]:
    columns = (
        dice.below(1 << 30, count),
        dice.below(1 << 30, count),
        dice.below(1 << 30, count),
        dice.between(60, 100, count),
        dice.between(10, 80, count),
        dice.low(300, count),
        dice.below(len(URGENCIES), count),
        dice.below(len(STATUSES), count),
        dice.chance(80, count),
    )
    return (Draws(*row) for row in zip(*(one.tolist() for one in columns), strict=True))


def _categories(villages: Sequence[Village], dice: Dice) -> Iterator[tuple[int, int, Category]]:
    """(village, its need's order, category): two to four different categories a village."""
    categories, count = tuple(WEIGHTS), len(villages)
    how_many = (2 + dice.among([40, 40, 20], count)).tolist()
    road_first = dice.chance(60, count).tolist()
    clinic_first = dice.chance(50, count).tolist()
    drawn = [dice.among(list(WEIGHTS.values()), count).tolist() for _ in range(6)]
    for place, village in enumerate(villages):
        pressing = []
        if road_first[place] and (village.road in BAD or village.water is Condition.NONE):
            pressing.append(Category.INFRASTRUCTURE)
        if clinic_first[place] and village.clinic is Condition.NONE:
            pressing.append(Category.MEDICAL)
        picks = (categories[column[place]] for column in drawn)
        chosen = dict.fromkeys([*pressing, *picks, *categories])
        for order, category in enumerate(list(chosen)[: how_many[place]], start=1):
            yield place, order, category


def _topics_by_category() -> dict[Category, list[dict[str, Any]]]:
    topics: dict[Category, list[dict[str, Any]]] = {category: [] for category in Category}
    for topic in phrases("needs")["need"]:
        topics[Category(topic["category"])].extend([topic] * topic["weight"])
    return topics


def _need(
    number: str, village: Village, product: dict[str, Any], topic: dict[str, Any], draws: Draws
) -> Need:
    category, receiver = Category(topic["category"]), Receiver(topic["receiver"])
    quantity, yuan = _amount(category, village, product, topic, draws.amount)
    budget = int(quantity) * yuan * FEN_PER_YUAN
    gap = max(ROUND_FEN, budget * draws.gap_percent // 100 // ROUND_FEN * ROUND_FEN)
    least_share = topic["least_yuan"] * FEN_PER_YUAN
    is_divisible = 0 < 2 * least_share <= gap
    has_land = topic["land"]
    words = {"product": product["name"], "quantity": quantity}
    return Need(
        number=number,
        village_code=village.code,
        category=category,
        bring=Bring(topic["bring"]),
        title=topic["title"].format(**words),
        description=picked(topic["texts"], draws.text).format(**words),
        quantity=quantity,
        unit=topic["unit"],
        budget_fen=budget or None,
        gap_fen=min(gap, budget) or None,
        divisible=is_divisible if budget else None,
        min_share_fen=least_share if budget and is_divisible else None,
        **_reached(village, draws.reach_percent),
        urgency=URGENCIES[draws.urgency],
        needed_by=NEEDED_FROM + timedelta(days=draws.days),
        receiver=receiver,
        receiver_can_ticket=receiver is Receiver.COUNTY_CHARITY,
        minutes_on=village.town_audited_on if has_land and draws.is_land_checked else None,
        land_check=_land_check(has_land, draws.is_land_checked),
        status=STATUSES[draws.status],
        note=village.note,
    )


def _amount(
    category: Category,
    village: Village,
    product: dict[str, Any],
    topic: dict[str, Any],
    draw: int,
) -> tuple[Decimal, int]:
    """(quantity, yuan for each): what lies unsold, or something between the topic's bounds."""
    if category is Category.CONSUMPTION:
        return village.unsold_t or Decimal(1), product["yuan_per_tonne"]
    least, most, step = topic["quantity"]
    return measure(least + (draw * ((most - least) // step + 1) >> 30) * step), topic["yuan"]


def _land_check(is_involved: bool, is_checked: bool) -> LandCheck:
    if not is_involved:
        return LandCheck.NOT_INVOLVED
    return LandCheck.CHECKED if is_checked else LandCheck.PENDING


def _reached(village: Village, percent: int) -> dict[str, int]:
    """Whom it reaches: the same share, rounded up, of all and of the poor, who so stay fewer."""
    counts = {
        "beneficiary_households": village.households,
        "beneficiary_people": village.people,
        "poor_households": village.poor_households,
        "poor_people": village.poor_people,
    }
    return {name: -(-(number or 0) * percent // 100) for name, number in counts.items()}
