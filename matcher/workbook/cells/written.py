"""A value as it is written into a cell, so that reading the cell gives the same value again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from matcher.messages import Language, say
from matcher.vocabulary import Terms
from matcher.workbook.cells.figures import SURE_DIGITS, plain
from matcher.workbook.cells.tidying import without_control_signs
from matcher.workbook.layout import Column, Kind
from matcher.workbook.quoting import quoted
from matcher.workbook.words import YUAN_PER_UNIT

MONEY_UNIT: dict[Language, str] = {"zh": "wan", "en": "yuan"}
"""In what unit we write money ourselves."""

_FIRST_SURE_DAY = date(1900, 3, 1)  # before it Excel's calendar is one day wrong


Held = str | Decimal | date
"""What a cell holds: text stays text, a figure is exact to the digits a spreadsheet keeps."""


def written(value: Any, column: Column, language: Language = "zh") -> Held | None:
    """The cell for a field's value, None for nothing said."""
    if value is None or value == ():
        return None
    if column.kind is Kind.MONEY:
        fen_per_unit = 100 * YUAN_PER_UNIT[MONEY_UNIT[language]]
        return _figure(Decimal(value) / fen_per_unit)
    if column.kind in (Kind.WHOLE, Kind.DECIMAL):
        return _figure(Decimal(value))
    if column.kind is Kind.DATE:
        day: date = value
        return day if day >= _FIRST_SURE_DAY else day.isoformat()
    if column.kind is Kind.YES_NO:
        return say("workbook.word.yes" if value else "workbook.word.no", language)
    if isinstance(value, tuple):
        return _joined(value, language)
    if isinstance(value, Terms):
        return value.label(language)
    return without_control_signs(str(value))


def csv_text(held: Held | None) -> str:
    """The cell in a CSV file."""
    if held is None:
        return ""
    if isinstance(held, Decimal):
        return f"{held:f}"
    return held.isoformat() if isinstance(held, date) else quoted(held)


def _figure(figure: Decimal) -> Held:
    """A number if a spreadsheet keeps all its digits, else the digits as text."""
    exact = plain(figure)
    sure = len(exact.as_tuple().digits) <= SURE_DIGITS
    return exact if sure else f"{exact:f}"


def _joined(values: Sequence[Any], language: Language) -> str:
    separator = say("workbook.word.separator", language)
    return separator.join(
        value.label(language) if isinstance(value, Terms) else str(value) for value in values
    )
