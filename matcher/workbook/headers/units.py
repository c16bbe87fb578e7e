"""In which unit the figures of a sheet stand: told by header, line below, heading or sheet."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.messages import say
from matcher.workbook import words
from matcher.workbook.grid import GridRow
from matcher.workbook.headers import titles
from matcher.workbook.layout import FIGURES, Column, Kind
from matcher.workbook.places import cell_name


@dataclass(frozen=True)
class Remark:
    """A fault of the header."""

    cell: str
    code: str
    field: str
    params: Mapping[str, Any]


def read_units(
    rows: Sequence[GridRow],
    place: int,
    columns: Mapping[int, Column],
    hints: Mapping[int, list[str]],
) -> tuple[dict[str, str], list[Remark]]:
    """The unit of each money column; and faults where a header tells a unit that cannot be."""
    sheet_unit = _sheet_unit(rows[:place])
    above = rows[place - 1].cells if place else ()
    units: dict[str, str] = {}
    faults: list[Remark] = []
    for index, column in columns.items():
        if column.kind not in FIGURES:
            continue
        cell = rows[place].cells[index] if index < len(rows[place].cells) else None
        told = titles.unit_words(cell.text[: titles.LONGEST] if cell else "") + hints.get(index, [])
        group = above[index] if index < len(above) else None
        if group is not None and not any(word in words.MONEY_UNITS for word in told):
            told += titles.unit_words(group.text[: titles.LONGEST])
        where = cell_name(rows[place].number, index + 1)
        if column.kind is Kind.MONEY:
            found = {words.MONEY_UNITS[word] for word in told if word in words.MONEY_UNITS}
            if len(found) > 1:
                params = {"units": [word for word in told if word in words.MONEY_UNITS]}
                faults.append(Remark(where, "workbook.money_units_differ", column.field, params))
            elif found or sheet_unit:
                units[column.field] = found.pop() if found else sheet_unit
        elif wrong := _foreign_unit(told, column):
            unit = f"workbook.unit.{column.shape.unit or 'none'}"
            names = {"unit_zh": say(unit, "zh"), "unit_en": say(unit, "en")}
            told_wrong = {"found": wrong, **names}
            faults.append(Remark(where, "workbook.other_unit", column.field, told_wrong))
    return units, faults


def _sheet_unit(rows: Sequence[GridRow]) -> str:
    """What a line above the header says for the whole sheet: 单位:万元."""
    told: set[str] = set()
    for row in rows:
        for cell in filter(None, row.cells):
            for found in words.SHEET_UNIT.finditer(
                unicodedata.normalize("NFKC", cell.text[: titles.LONGEST])
            ):
                told |= {
                    words.MONEY_UNITS[word]
                    for word in words.UNIT_SIGNS.split(found["units"].casefold())
                    if word in words.MONEY_UNITS
                }
    return told.pop() if len(told) == 1 else ""


def _foreign_unit(told: Sequence[str], column: Column) -> str | None:
    """A unit that is none of this column's own. Quantities have theirs in a column beside them."""
    mine = words.FIGURE_UNITS.get(column.shape.unit, set())
    others = set(words.MONEY_UNITS)
    if mine:
        others |= words.OTHER_UNITS.union(*words.FIGURE_UNITS.values())
    return next((word for word in told if word in others and word not in mine), None)
