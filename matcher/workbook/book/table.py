"""A titled table on a sheet of its own: heads, rows, and all it needs to be read and printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.formatting.rule import DataBarRule
from openpyxl.worksheet.worksheet import Worksheet

from matcher.workbook.book.holding import hold
from matcher.workbook.book.looks import ACCENT, for_print, named
from matcher.workbook.cells.written import Held
from matcher.workbook.places import column_letters

HEAD_ROW = 2
_TITLE_HEIGHT, _HEAD_HEIGHT = 34, 30
_LINE_HEIGHT, _LEAST_HEIGHT, _MOST_HEIGHT = 15.5, 20, 400


@dataclass(frozen=True)
class Head:
    """One column of a table; `style` is one of ours."""

    title: str
    width: int
    style: str = "text"
    bars: int = 0  # the value of a full bar; 0 for none


def add_table(
    workbook: Workbook,
    name: str,
    title: str,
    heads: Sequence[Head],
    rows: Iterable[Sequence[Held | int | None]],
    *,
    frozen_columns: int = 0,
) -> Worksheet:
    """A sheet `name` with the table; the heads stay in sight and on every printed page."""
    sheet = workbook.create_sheet(name)
    hold(sheet.cell(1, 1), title)
    sheet.cell(1, 1).style = named("title")
    sheet.row_dimensions[1].height, sheet.row_dimensions[HEAD_ROW].height = (
        _TITLE_HEIGHT,
        _HEAD_HEIGHT,
    )
    for column, head in enumerate(heads, 1):
        hold(sheet.cell(HEAD_ROW, column), head.title)
        sheet.cell(HEAD_ROW, column).style = named("required")
        sheet.column_dimensions[column_letters(column)].width = head.width
    last = HEAD_ROW
    for last, values in enumerate(rows, HEAD_ROW + 1):
        _write_row(sheet, last, heads, values)
    _finish(sheet, heads, last, frozen_columns)
    return sheet


def _write_row(
    sheet: Worksheet, row: int, heads: Sequence[Head], values: Sequence[Held | int | None]
) -> None:
    lines = 1
    for column, (head, value) in enumerate(zip(heads, values, strict=True), 1):
        cell = sheet.cell(row, column)
        if value is not None:
            hold(cell, Decimal(value) if isinstance(value, int) else value)
        cell.style = named(head.style)
        if isinstance(value, str):
            lines = max(lines, _lines(value, head.width))
    height = _LINE_HEIGHT * lines + 5
    sheet.row_dimensions[row].height = min(max(height, _LEAST_HEIGHT), _MOST_HEIGHT)


def _lines(text: str, width: int) -> int:
    """Lines a text takes in a cell; a Chinese character is two wide."""
    return sum(
        1 + sum(2 if ord(sign) > 0x2E7F else 1 for sign in line) // width
        for line in text.split("\n")
    )


def _finish(sheet: Worksheet, heads: Sequence[Head], last: int, frozen_columns: int) -> None:
    sheet.freeze_panes = f"{column_letters(frozen_columns + 1)}{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{column_letters(len(heads))}{last}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.sheet_view.showGridLines = True
    for_print(sheet, one_page_wide=True)
    for column, head in enumerate(heads, 1):
        if head.bars and last > HEAD_ROW:
            letters = column_letters(column)
            bar = DataBarRule("num", 0, "num", head.bars, color=ACCENT, showValue=True)
            sheet.conditional_formatting.add(f"{letters}{HEAD_ROW + 1}:{letters}{last}", bar)
