"""From what somebody typed to what-ifs: parties by name, sums in 万元, each fault at its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from matcher.errors import Fault, InputRefused
from matcher.money import fen
from matcher.programme import Enterprise, Programme, Village
from matcher.region import town_code
from matcher.rounds.what_ifs import (
    OfferGrows,
    Places,
    VillageAdded,
    WhatIf,
    Withdraws,
    open_needs,
)
from matcher.vocabulary import Category, Side, Urgency

LONGEST_NAME = 40
MOST_PLACES = 9_999

Words = Mapping[str, str]


class _Unclear(Exception):
    def __init__(self, field: str, code: str, **params: Any) -> None:
        super().__init__(code)
        self.fault = Fault(file="", sheet="", cell="", code=code, field=field, params=params)


def read_entered(programme: Programme, entered: Words) -> list[WhatIf]:
    """The what-ifs of the fields of READERS that were filled in, about this programme.

    Enterprises and villages are typed by name, by code, or by both where a name is not alone;
    money in 万元. A what-if that is begun must be complete. Raises InputRefused with every fault.
    """
    found, faults = [], []
    for fields, read in READERS.items():
        words = {name: entered.get(name, "").strip() for name in fields.split()}
        if any(words.values()):
            try:
                found.append(read(programme, words))
            except _Unclear as unclear:
                faults.append(unclear.fault)
    if faults:
        raise InputRefused(faults)
    return found


def _leaving_enterprise(programme: Programme, words: Words) -> WhatIf:
    return Withdraws(Side.ENTERPRISE, _enterprise(programme, words, "leaving_enterprise").uscc)


def _leaving_village(programme: Programme, words: Words) -> WhatIf:
    return Withdraws(Side.VILLAGE, _village(programme, words, "leaving_village").code)


def _richer_enterprise(programme: Programme, words: Words) -> WhatIf:
    """What it gains goes to its greatest offer of money, of equal ones the first by number."""
    enterprise = _enterprise(programme, words, "richer_enterprise")
    more = _money(words, "richer_by")
    offers = [one for one in programme.offers if one.uscc == enterprise.uscc and one.amount_fen]
    if not offers:
        raise _Unclear("richer_enterprise", "rounds.no_money_offered", name=enterprise.name)
    greatest = min(offers, key=lambda one: (-(one.amount_fen or 0), one.number))
    return OfferGrows(enterprise.uscc, greatest.number, (greatest.amount_fen or 0) + more)


def _enterprise_places(programme: Programme, words: Words) -> WhatIf:
    enterprise = _enterprise(programme, words, "placed_enterprise")
    return Places(Side.ENTERPRISE, enterprise.uscc, _places(words, "enterprise_places"))


def _village_places(programme: Programme, words: Words) -> WhatIf:
    village = _village(programme, words, "placed_village")
    return Places(Side.VILLAGE, village.code, _places(words, "village_places"))


def _added_village(programme: Programme, words: Words) -> WhatIf:
    name = words["added_village"]
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise _Unclear("added_village", "rounds.added_name", most=LONGEST_NAME)
    like = _village(programme, words, "added_like")
    code = _free_code(programme, like)
    own = {field: words[field] for field in words.keys() - {"added_village", "added_like"}}
    if not any(own.values()):
        if not open_needs(programme, like.code):
            raise _Unclear("added_like", "rounds.added_copies_nothing", name=like.name)
        return VillageAdded(code, name, like.code)
    if not own["added_title"].isprintable() or not own["added_title"]:
        raise _Unclear("added_title", "rounds.added_title")
    category = Category.read(own["added_category"])
    if category is None:
        raise _Unclear("added_category", "rounds.added_category")
    return VillageAdded(
        code,
        name,
        like.code,
        title=own["added_title"],
        category=category,
        urgency=Urgency.read(own["added_urgency"]) or Urgency.NORMAL,
        gap_fen=_money(words, "added_gap") if own["added_gap"] else None,
    )


Read = Callable[[Programme, Words], WhatIf]
READERS: Mapping[str, Read] = {
    "leaving_enterprise": _leaving_enterprise,
    "richer_enterprise richer_by": _richer_enterprise,
    "placed_enterprise enterprise_places": _enterprise_places,
    "leaving_village": _leaving_village,
    "placed_village village_places": _village_places,
    "added_village added_like added_title added_category added_urgency added_gap": _added_village,
}
"""What reads which fields."""


def _enterprise(programme: Programme, words: Words, field: str) -> Enterprise:
    known = [(one.name, one.uscc, one) for one in programme.enterprises]
    found: Enterprise = _called(known, words[field], field)
    return found


def _village(programme: Programme, words: Words, field: str) -> Village:
    known = [(one.name, one.code, one) for one in programme.villages]
    found: Village = _called(known, words[field], field)
    return found


def _called(known: Sequence[tuple[str, str, Any]], called: str, field: str) -> Any:
    if not called:
        raise _Unclear(field, "rounds.party_missing")
    found = [
        one for name, code, one in known if called in (name, code, called_with_code(name, code))
    ]
    if len(found) != 1:
        code = "rounds.several_called" if found else "rounds.nobody_called"
        raise _Unclear(field, code, name=called)
    return found[0]


def called_with_code(name: str, code: str) -> str:
    """How a party is offered whose name is not alone."""
    return f"{name} {code}"


def _places(words: Words, field: str) -> int:
    typed = words[field]
    if not (typed.isdecimal() and int(typed) <= MOST_PLACES):
        raise _Unclear(field, "rounds.places_out_of_range", most=MOST_PLACES)
    return int(typed)


def _money(words: Words, field: str) -> int:
    try:
        amount = fen(Decimal(words[field].replace(",", "")), "wan")
    except (ArithmeticError, ValueError) as error:
        raise _Unclear(field, "rounds.sum_unclear") from error
    if amount <= 0:
        raise _Unclear(field, "rounds.sum_unclear")
    return amount


def _free_code(programme: Programme, like: Village) -> str:
    """The last code of its town that no village has."""
    taken = {one.code for one in programme.villages}
    codes = (f"{town_code(like.code)}{number:03d}" for number in range(999, 0, -1))
    return next((code for code in codes if code not in taken), f"{like.code}-1")
