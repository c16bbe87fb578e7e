"""Where the generated villages lie: counties of skewed size, towns in them, villages about a seat.

Division codes begin with 99, which no province has, so that no generated village can be mistaken
for a real one. Eastern districts are each related to a few counties, as in the aid relationships.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seeds.hundred.dice import Dice, Numbers
from seeds.hundred.phrases import phrases

MOST_COUNTIES = 1188
COUNTIES_PER_PREFECTURE = 12
COUNTIES_PER_DISTRICT = 2
VILLAGES_PER_TOWN = 13


@dataclass(frozen=True)
class County:
    """One receiving county; its villages are `first` … `first + villages - 1`."""

    code: str
    name: str
    prefecture: str
    first: int
    villages: int


@dataclass(frozen=True)
class Geography:
    """Counties, and for every village (county after county) its place.

    Coordinates are ten-thousandths of a degree; `tenths_of_km` is the road to the county seat.
    """

    counties: tuple[County, ...]
    county: Sequence[int]
    town: Sequence[int]
    codes: Sequence[str]
    names: Sequence[str]
    towns: Sequence[str]
    longitude: Sequence[int]
    latitude: Sequence[int]
    tenths_of_km: Numbers

    @property
    def districts(self) -> int:
        return -(-len(self.counties) // COUNTIES_PER_DISTRICT)

    def district_of(self, county: int) -> int:
        """The eastern district that helps this county."""
        return county % self.districts

    def counties_of(self, district: int) -> tuple[County, ...]:
        """The counties an eastern district is related to."""
        return self.counties[district :: self.districts]


def lay_out(villages: int, seed: int) -> Geography:
    """Places for so many villages."""
    dice = Dice(seed, "geography")
    wanted = min(MOST_COUNTIES, max(1, min(villages // 12, 7 + villages // 165)))
    drawn = dice.among((40 + dice.low(160, wanted)).tolist(), villages)
    sizes = np.bincount(drawn, minlength=wanted)
    county = np.repeat(np.arange(wanted), sizes)
    first = np.cumsum(sizes) - sizes
    counties = _counties(sizes.tolist(), first.tolist(), dice)
    rank = np.arange(villages) - first[county]

    east, north = dice.around(2600, villages), dice.around(2200, villages)
    seat_east, seat_north = _seats(wanted, dice)
    # A degree of longitude is 0.91 of one of latitude here; ten-thousandths of a degree of
    # latitude are 11.1 m, and mountain roads are 1.4 times as long as the crow flies.
    crow = np.sqrt((east * 91 // 100) ** 2 + north**2).astype(np.int64)
    codes, names, towns = _names(county.tolist(), rank.tolist(), counties, dice)
    return Geography(
        counties=counties,
        county=county.tolist(),
        town=(county * 1000 + rank // VILLAGES_PER_TOWN).tolist(),
        codes=codes,
        names=names,
        towns=towns,
        longitude=(seat_east[county] + east).tolist(),
        latitude=(seat_north[county] + north).tolist(),
        tenths_of_km=30 + crow * 1554 // 10_000,
    )


def _counties(sizes: list[int], first: list[int], dice: Dice) -> tuple[County, ...]:
    marks, names = phrases("marks"), _pairs("county")
    start = int(dice.below(len(names), 1)[0])
    made = []
    for index, size in enumerate(sizes):
        prefecture, within = divmod(index, COUNTIES_PER_PREFECTURE)
        name = names[(start + index * 587) % len(names)]
        made.append(
            County(
                code=f"99{prefecture + 1:02d}{within + 21:02d}",
                name=marks["county"].format(name=name),
                prefecture=marks["prefecture"].format(number=prefecture + 1),
                first=first[index],
                villages=size,
            )
        )
    return tuple(made)


def _seats(counties: int, dice: Dice) -> tuple[Numbers, Numbers]:
    """County seats: prefectures on a grid over the south-west, counties scattered in them."""
    prefecture = np.arange(counties) // COUNTIES_PER_PREFECTURE
    east = 985_000 + prefecture % 10 * 11_500 + dice.around(5000, counties)
    north = 225_000 + prefecture // 10 * 8_500 + dice.around(3800, counties)
    return east, north


def _names(
    county: list[int], rank: list[int], counties: tuple[County, ...], dice: Dice
) -> tuple[list[str], list[str], list[str]]:
    """Codes, village names and town names; no name twice among a county's first several hundred."""
    marks = phrases("marks")
    town_names, village_names = _pairs("town"), _pairs("village")
    town_start = dice.below(len(town_names), len(counties)).tolist()
    village_start = dice.below(len(village_names), len(counties)).tolist()
    codes, names, towns = [], [], []
    for index, place in zip(county, rank, strict=True):
        town, within = divmod(place, VILLAGES_PER_TOWN)
        group, step = divmod(town, 3)
        is_township = step > 0  # a third are towns (镇, 100–199), the rest townships (乡, 200–399)
        segment = 200 + group * 2 + step if is_township else 101 + group
        codes.append(f"{counties[index].code}{segment:03d}{201 + within:03d}")
        town_name = town_names[(town_start[index] + town * 101) % len(town_names)]
        towns.append(marks["towns"][is_township].format(name=town_name))
        village_name = village_names[(village_start[index] + place * 137) % len(village_names)]
        names.append(marks["village"].format(name=village_name))
    return codes, names, towns


def _pairs(kind: str) -> list[str]:
    words = phrases("places")
    pairs = (a + b for a in words[f"{kind}_first"] for b in words[f"{kind}_second"] if a != b)
    return list(dict.fromkeys(pairs))
