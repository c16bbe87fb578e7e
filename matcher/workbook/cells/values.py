"""What one cell says, by the kind of its column: an exact value, or why it is unclear."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from matcher.money import fen
from matcher.workbook import words
from matcher.workbook.cells.codes import read_code
from matcher.workbook.cells.dates import read_date, read_months
from matcher.workbook.cells.figures import places, stored_figure, written_figure
from matcher.workbook.cells.terms import read_term, read_terms
from matcher.workbook.cells.tidying import folded, has_control_signs, shown, trimmed
from matcher.workbook.cells.unclear import Unclear
from matcher.workbook.grid import Cell
from matcher.workbook.layout import FIGURES, Column, Kind

_LONGEST_BUT_TEXT = 1_000  # signs of a list, and more than any figure, date or code


def read_cell(cell: Cell, column: Column, money_unit: str | None = None) -> Any:
    """The value of a filled cell, None when it says nothing. Raises Unclear.

    `money_unit` is what header and sheet say of a column of money; a unit in the cell goes first.
    """
    if cell.kind == "e":
        raise Unclear("error_value", found=shown(cell.text))
    if cell.kind == "f":
        raise Unclear("formula_without_value")
    if has_control_signs(cell.text):
        raise Unclear("control_signs", found=shown(cell.text))
    if cell.anchor and column.kind in FIGURES:
        raise Unclear("merged_figure", anchor=cell.anchor)
    if column.kind is Kind.TEXT:
        return _read_text(cell)
    if len(cell.text) > _LONGEST_BUT_TEXT:
        raise Unclear("too_long", found=shown(cell.text), most=_LONGEST_BUT_TEXT)
    if _says_nothing(cell):
        return None
    if column.kind is Kind.MONEY:
        return _read_money(cell, money_unit)
    return _READERS[column.kind](cell, column)


def _says_nothing(cell: Cell) -> bool:
    text = folded(cell.text)
    return not text or (cell.kind == "s" and text.casefold() in words.BLANK_SIGNS)


def _read_text(cell: Cell) -> str | None:
    if cell.kind in "nu":
        figure = stored_figure(cell.text)
        return cell.text if figure is None else str(figure)
    if cell.kind == "b":
        return "TRUE" if cell.text == "1" else "FALSE"
    return trimmed(cell.text) or None


def _figure(cell: Cell) -> tuple[Decimal, str]:
    """The number of a cell and the unit written behind it, if any."""
    if cell.kind == "u":
        raise Unclear("sized_format", found=shown(cell.text))
    if cell.kind == "n":
        stored = stored_figure(cell.text)
        if stored is None:
            raise Unclear("figure_too_large", found=shown(cell.text))
        return stored, ""
    written = written_figure(cell.text) if cell.kind == "s" else None
    if written is None:
        raise Unclear("not_a_number", found=shown(cell.text))
    return written


def _read_money(cell: Cell, money_unit: str | None) -> int:
    figure, written_unit = _figure(cell)
    unit = words.MONEY_UNITS.get(written_unit) if written_unit else money_unit
    if unit is None and written_unit:
        raise Unclear("not_a_number", found=shown(cell.text))
    if unit is None:
        raise Unclear("money_unit_missing")
    if figure < 0:
        raise Unclear("negative", found=shown(cell.text))
    try:
        return fen(figure * words.YUAN_PER_UNIT[unit], "yuan")
    except ValueError as fault:
        code = "figure_too_large" if "large" in str(fault) else "money_fraction"
        raise Unclear(code, found=shown(cell.text)) from None


def _read_figure(cell: Cell, column: Column) -> Decimal:
    figure, written_unit = _figure(cell)
    if written_unit and written_unit not in words.FIGURE_UNITS.get(column.shape.unit, ()):
        raise Unclear("not_a_number", found=shown(cell.text))
    if figure < 0 <= column.shape.least:
        raise Unclear("negative", found=shown(cell.text))
    if not column.shape.least <= figure <= column.shape.most:
        bounds = {"least": str(column.shape.least), "most": str(column.shape.most)}
        raise Unclear("out_of_range", found=shown(cell.text), **bounds)
    return figure


def _read_whole(cell: Cell, column: Column) -> int:
    figure = _read_figure(cell, column)
    if places(figure):
        raise Unclear("not_whole", found=shown(cell.text))
    return int(figure)


def _read_decimal(cell: Cell, column: Column) -> Decimal:
    figure = _read_figure(cell, column)
    if places(figure) > column.shape.places:
        raise Unclear("too_many_places", found=shown(cell.text), places=column.shape.places)
    return figure


def _read_day(cell: Cell, _column: Column) -> date:
    return read_date(cell)


def _read_yes_no(cell: Cell, _column: Column) -> bool:
    word = folded(cell.text).casefold()
    if cell.kind == "d" or word not in words.YES | words.NO:
        raise Unclear("not_yes_or_no", found=shown(cell.text))
    return word in words.YES


def _read_words(cell: Cell, _column: Column) -> tuple[str, ...]:
    text = _read_text(cell) or ""
    if folded(text).casefold() in words.NONE_OF_THEM:
        return ()
    return tuple(dict.fromkeys(filter(None, map(trimmed, words.LIST_SIGNS.split(text)))))


_READERS: dict[Kind, Callable[[Cell, Column], Any]] = {
    Kind.CODE: read_code,
    Kind.WORDS: _read_words,
    Kind.WHOLE: _read_whole,
    Kind.DECIMAL: _read_decimal,
    Kind.DATE: _read_day,
    Kind.YES_NO: _read_yes_no,
    Kind.TERM: read_term,
    Kind.TERMS: read_terms,
    Kind.MONTHS: read_months,
}
