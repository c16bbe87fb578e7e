"""Small valid records for tests: name only what matters to the test, the rest is sensible.

Villages and enterprises are made by number: village 3 has the third code, enterprise 3 the third
USCC, so that a need or an offer can say whose it is by the same number.
"""

from __future__ import annotations

from typing import Any

from matcher.programme import Arrangement, Enterprise, Need, Offer, Village
from matcher.uscc import check_character
from matcher.vocabulary import (
    ArrangementKind,
    Category,
    NeedStatus,
    OfferKind,
    PartyType,
    Urgency,
)


def village_code(number: int) -> str:
    """A code in 那洒镇, 广南县."""
    return f"532627105{200 + number:03d}"


def uscc(number: int) -> str:
    """A credit code of Jing'an district with its right check character."""
    stem = f"91310106MA1F{number:05d}"
    return stem + check_character(stem)


def a_village(number: int = 1, **fields: Any) -> Village:
    given = {
        "code": village_code(number),
        "name": f"示例村{number:02d}",
        "town": "那洒镇",
        "county": "广南县",
    }
    return Village(**{**given, **fields})


def a_need(number: int = 1, village: int = 1, **fields: Any) -> Need:
    given = {
        "number": f"X{number:04d}",
        "village_code": village_code(village),
        "category": Category.INDUSTRY,
        "title": "需要冷链设备",
        "urgency": Urgency.NORMAL,
        "status": NeedStatus.OPEN,
    }
    return Need(**{**given, **fields})


def an_enterprise(number: int = 1, **fields: Any) -> Enterprise:
    given = {
        "uscc": uscc(number),
        "name": f"示例企业{number:02d}",
        "party_type": PartyType.ENTERPRISE,
        "max_villages": 1,
    }
    return Enterprise(**{**given, **fields})


def an_offer(number: int = 1, enterprise: int = 1, **fields: Any) -> Offer:
    given = {
        "number": f"N{number:04d}",
        "uscc": uscc(enterprise),
        "kind": OfferKind.GOODS,
        "categories": (Category.INDUSTRY,),
        "title": "提供冷藏设备",
    }
    return Offer(**{**given, **fields})


def an_arrangement(
    kind: ArrangementKind, enterprise: int = 1, village: int | None = 1, **fields: Any
) -> Arrangement:
    code = None if village is None else village_code(village)
    return Arrangement(kind=kind, uscc=uscc(enterprise), village_code=code, **fields)
