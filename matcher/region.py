"""Statistical division codes (统计用区划代码): 12 digits, province 2 · prefecture 2 · county 2 ·
town 3 · village 3 (国家统计局, 统计用区划代码和城乡划分代码编制规则)."""

from __future__ import annotations

import re

BETWEEN = re.compile(r"[\s、，,；;/]+")
"""What stands between several districts in one cell."""
_CODE = re.compile(r"[1-9][0-9]{11}\Z")
_COUNTY = re.compile(r"[1-9][0-9]{5}\Z")


def is_village_code(code: str) -> bool:
    """Twelve digits whose county, town and village parts are all filled."""
    return bool(_CODE.match(code)) and code[2:6] != "0000" and "000" not in (code[6:9], code[9:])


def is_county_code(code: str) -> bool:
    """Six digits whose county part is filled: "532627"."""
    return bool(_COUNTY.match(code)) and code[4:] != "00"


def county_code(village_code: str) -> str:
    """The county's six digits: "532627105203" → "532627"."""
    return village_code[:6]


def town_code(village_code: str) -> str:
    """The town's nine digits: "532627105203" → "532627105"."""
    return village_code[:9]


def is_district(word: str, name: str) -> bool:
    """Whether both mean the same district; either may leave out the city before it or the last
    character: 静安 and 上海市静安区.
    """
    return any(
        len(short) > 1 and short in (long[-len(short) :], long[-len(short) - 1 : -1])
        for short, long in ((word, name), (name, word))
    )


def is_of_district(listed: str, district: str) -> bool:
    """Whether `district` is among those that `listed` names, however they are parted."""
    return any(is_district(one, district) for one in BETWEEN.split(listed) if one)


def is_county(word: str, name: str, code: str) -> bool:
    """Whether `word` means the county called `name` with these six digits.

    The last character may be left out, as people do: 广南 for 广南县.
    """
    return word in (name, code) or (len(name) > 2 and word == name[:-1])
