"""A record's field as a reader sees it: label, value and unit, the same on every page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from matcher.money import spoken
from matcher.programme import Need, Offer
from matcher.workbook.layout import SHEETS
from web.preferences import language
from web.translating import label, sentence, shown, t


@dataclass(frozen=True)
class Fact:
    """One labelled value; long ones take a whole line."""

    name: str
    value: str
    wide: bool = False


@dataclass(frozen=True)
class FactGroup:
    """Facts under one heading."""

    title: str
    facts: tuple[Fact, ...]


_LONG_TEXT = 40


def facts(record: str, value: Any, chosen: Iterable[str]) -> tuple[Fact, ...]:
    """The chosen fields of a record that say something, in that order."""
    found = []
    for name in chosen:
        words = field_value(record, name, getattr(value, name))
        if words:
            found.append(Fact(label(record, name), words, wide=len(words) > _LONG_TEXT))
    return tuple(found)


def fact_groups(
    record: str, value: Any, groups: Iterable[tuple[str, str]]
) -> tuple[FactGroup, ...]:
    """(heading, field names) pairs as groups; a group that says nothing is left out."""
    found = (
        FactGroup(t(f"records.{heading}"), facts(record, value, names.split()))
        for heading, names in groups
    )
    return tuple(group for group in found if group.facts)


def field_value(record: str, field: str, value: Any) -> str:
    """The value with its unit: "412 户", "30 万元"; nothing said is the empty text."""
    if value is None or value == ():
        return ""
    if field.endswith("_fen"):
        return spoken(value, language())
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        unit = _units(record).get(field)
        words = _number(value, grouped=unit != "year")
        return f"{words} {sentence(f'workbook.unit.{unit}')}" if unit else words
    return shown(value)


def counted(record: str, value: Need | Offer) -> tuple[Fact, ...]:
    """The quantity with the unit that the record itself names, where it says one."""
    words = quantity(value.quantity, value.unit)
    return (Fact(label(record, "quantity"), words),) if words else ()


def quantity(amount: Decimal | None, unit: str | None) -> str:
    """808 套; nothing where no quantity is said."""
    if amount is None:
        return ""
    return f"{_number(amount)} {unit or ''}".rstrip()


def _number(value: int | Decimal, *, grouped: bool = True) -> str:
    plain = value.normalize() if isinstance(value, Decimal) else value
    return f"{plain:,f}" if isinstance(plain, Decimal) else f"{plain:,}" if grouped else str(plain)


@cache
def _units(record: str) -> dict[str, str]:
    (sheet,) = (one for one in SHEETS if one.record == record)
    return {one.field: one.shape.unit for one in sheet.columns if one.shape.unit}
