"""Days and months as they are written in office tables."""

from __future__ import annotations

import re
from datetime import date

from matcher.workbook import words
from matcher.workbook.cells.figures import stored_figure
from matcher.workbook.cells.tidying import folded, shown
from matcher.workbook.cells.unclear import Unclear
from matcher.workbook.grid import Cell
from matcher.workbook.layout import Column

_DAY = re.compile(
    r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?(?:t?\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?",
    re.IGNORECASE | re.ASCII,
)
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_YEARS = range(1900, 2201)


def read_date(cell: Cell) -> date:
    """A day with year, month and day. Raises Unclear for anything less."""
    if cell.kind in "nu":
        figure = stored_figure(cell.text)
        text = "" if figure is None else str(figure)
        found = _DIGITS.fullmatch(text)
    else:
        text = folded(cell.text)
        found = _DAY.fullmatch(text) or _DIGITS.fullmatch(text)
    if found is None:
        raise Unclear("not_a_date", found=shown(cell.text))
    year, month, day = (int(part) for part in found.groups())
    try:
        read = date(year, month, day)
    except ValueError:
        raise Unclear("no_such_day", found=shown(cell.text)) from None
    if year not in _YEARS:
        raise Unclear("no_such_day", found=shown(cell.text))
    return read


def read_months(cell: Cell, _column: Column) -> tuple[int, ...]:
    """Months of the year in the order written: "3、4月" → (3, 4), "11-1月" → (11, 12, 1)."""
    if cell.kind == "d":
        raise Unclear("months_as_date", found=shown(cell.text))
    found, text = shown(cell.text), folded(cell.text).casefold()
    if text in words.ALL_YEAR:
        return tuple(range(1, 13))
    months: list[int] = []
    for part in filter(None, words.LIST_SIGNS.split(text)):
        months += _months(part, found)
    return tuple(dict.fromkeys(months))


def _months(part: str, found: str) -> list[int]:
    if one := words.MONTH.fullmatch(part):
        return [_month(one[1], found)]
    if span := words.MONTH_RANGE.fullmatch(part):
        first, last = _month(span[1], found), _month(span[2], found)
        return [(first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1)]
    raise Unclear("not_months", found=found)


def _month(digits: str, found: str) -> int:
    if not 1 <= int(digits) <= 12:
        raise Unclear("no_such_month", found=found)
    return int(digits)
