"""Generated village profiles: far from the county seat they are poorer and their roads worse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from matcher.programme import Village
from matcher.vocabulary import Condition, Constraint, Designation, VillageKind
from seeds.hundred.columns import measure, records
from seeds.hundred.dice import Dice, Numbers
from seeds.hundred.geography import Geography
from seeds.hundred.phrases import phrases

CONDITIONS = (Condition.GOOD, Condition.FAIR, Condition.POOR, Condition.NONE)
CONDITION_FIELDS = ("road", "water", "power", "network", "school", "clinic")
CONSTRAINTS = tuple(Constraint)
AUDITED_FROM = date(2026, 9, 1)


def main_products(geography: Geography, seed: int) -> list[int]:
    """What each village mainly grows (places in products.toml): seven in ten follow their town."""
    dice = Dice(seed, "products")
    weights = [one["weight"] for one in phrases("products")["product"]]
    _, town = np.unique(geography.town, return_inverse=True)
    of_town = dice.among(weights, int(town.max()) + 1)[town]
    own = dice.among(weights, len(town))
    chosen: list[int] = np.where(dice.chance(70, len(town)), of_town, own).tolist()
    return chosen


def villages(geography: Geography, products: Sequence[int], seed: int) -> tuple[Village, ...]:
    """One profile for every place; `products` says what each mainly grows."""
    dice = Dice(seed, "villages")
    count = len(geography.codes)
    kilometres = geography.tenths_of_km // 10

    households = 120 + dice.low(900, count)
    people = households * dice.between(355, 455, count) // 100
    share = np.minimum(62, 6 + kilometres // 2 + dice.below(26, count))
    poor_households = households * share // 100
    poor_people = np.minimum(people, poor_households * dice.between(360, 450, count) // 100)
    labour = people * dice.between(50, 62, count) // 100
    conditions = {one: _conditions(kilometres, dice) for one in CONDITION_FIELDS}
    altitude = 650 + dice.below(900, count) + kilometres * 9
    arable = households * dice.between(28, 72, count) // 10
    forest = households * dice.between(60, 300, count) // 10
    output, unsold = _harvest(households, products, dice)

    columns: dict[str, Sequence[Any]] = {
        "code": geography.codes,
        "name": geography.names,
        "town": geography.towns,
        "county": [geography.counties[one].name for one in geography.county],
        "prefecture": [geography.counties[one].prefecture for one in geography.county],
        "aid_district": _districts(geography),
        "designation": [_designation(one) for one in share.tolist()],
        "lifted_out_year": [_lifted(one) for one in share.tolist()],
        "households": households.tolist(),
        "people": people.tolist(),
        "poor_households": poor_households.tolist(),
        "poor_people": poor_people.tolist(),
        "monitored_households": (poor_households * dice.between(1, 9, count) // 100).tolist(),
        "labour_force": labour.tolist(),
        "working_away": (labour * dice.between(25, 65, count) // 100).tolist(),
        "aged_65_plus": (people * dice.between(7, 17, count) // 100).tolist(),
        **_peoples(dice, count),
        "longitude": [measure(one, 4) for one in geography.longitude],
        "latitude": [measure(one, 4) for one in geography.latitude],
        "km_to_county_seat": [measure(one, 1) for one in geography.tenths_of_km.tolist()],
        "altitude_m": altitude.tolist(),
        **conditions,
        "arable_mu": [measure(one) for one in arable.tolist()],
        "forest_mu": [measure(one) for one in forest.tolist()],
        "transferable_mu": [
            measure(one) for one in (arable * dice.between(4, 30, count) // 100).tolist()
        ],
        **_economy(geography.names, products, dice),
        "annual_output_t": [measure(one) for one in output.tolist()],
        "unsold_t": [measure(one) if one else None for one in unsold.tolist()],
        "collective_income_fen": (dice.low(30, count) * 1_000_000 + 300_000).tolist(),
        "constraints": _constraints(dice, count),
        "max_partners": (1 + dice.chance(20, count)).tolist(),
        **_audits(dice, count),
    }
    return records(Village, columns, **_common())


def _common() -> dict[str, Any]:
    marks = phrases("marks")
    return {
        "code_year": 2023,
        "kind": VillageKind.ADMINISTRATIVE,
        "filled_by": marks["filled_by"],
        "note": marks["note"],
    }


def _districts(geography: Geography) -> list[str]:
    """The name of the district that helps each village's county."""
    written = phrases("marks")["district"]
    names = [
        written.format(number=geography.district_of(county) + 1)
        for county in range(len(geography.counties))
    ]
    return [names[one] for one in geography.county]


def _designation(share: int) -> Designation:
    if share >= 45:
        return Designation.KEY
    return Designation.LIFTED if share >= 20 else Designation.ORDINARY


def _lifted(share: int) -> int | None:
    if share < 20:
        return None
    return 2020 if share >= 38 else 2019 if share >= 28 else 2018


def _conditions(kilometres: Numbers, dice: Dice) -> list[Condition]:
    badness = dice.below(100, len(kilometres)) + kilometres // 2
    return [CONDITIONS[one] for one in np.searchsorted([22, 82, 116], badness).tolist()]


def _peoples(dice: Dice, count: int) -> dict[str, list[str]]:
    peoples = phrases("places")["peoples"]
    drawn = dice.among([one["weight"] for one in peoples], count).tolist()
    return {
        "ethnic_groups": [peoples[one]["groups"] for one in drawn],
        "languages": [peoples[one]["languages"] for one in drawn],
    }


def _harvest(households: Numbers, products: Sequence[int], dice: Dice) -> tuple[Numbers, Numbers]:
    """Tonnes a year, and those that found no buyer."""
    known = phrases("products")["product"]
    least = np.array([known[one]["tonnes"][0] for one in products])
    most = np.array([known[one]["tonnes"][1] for one in products])
    per_hundred = least + dice.below(most - least + 1, len(products))
    output = np.maximum(1, households * per_hundred // 100)
    unsold = output * dice.between(5, 30, len(products)) // 100
    return output, unsold


def _economy(names: Sequence[str], products: Sequence[int], dice: Dice) -> dict[str, list[Any]]:
    marks, known = phrases("marks"), phrases("products")["product"]
    has_cooperative = dice.chance(55, len(products)).tolist()
    return {
        "main_industry": [known[one]["industry"] for one in products],
        "special_products": [known[one]["name"] for one in products],
        "harvest_months": [tuple(known[one]["months"]) for one in products],
        "organisations": [
            marks["cooperative"].format(village=name, product=known[one]["name"]) if has else None
            for name, one, has in zip(names, products, has_cooperative, strict=True)
        ],
    }


def _constraints(dice: Dice, count: int) -> list[tuple[Constraint, ...]]:
    first = dice.below(len(CONSTRAINTS), count).tolist()
    second = dice.below(len(CONSTRAINTS), count).tolist()
    return [
        tuple(CONSTRAINTS[one] for one in sorted({a, b}))
        for a, b in zip(first, second, strict=True)
    ]


def _audits(dice: Dice, count: int) -> dict[str, list[date]]:
    """Filled in, then audited by the town, then by the county, all before the round."""
    town = [AUDITED_FROM + timedelta(days=one) for one in dice.below(25, count).tolist()]
    wait = dice.between(5, 30, count).tolist()
    county = [day + timedelta(days=one) for day, one in zip(town, wait, strict=True)]
    return {"town_audited_on": town, "county_audited_on": county, "verified_on": county}
