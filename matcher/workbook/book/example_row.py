"""The one row of the template that shows how it is done; the reader skips it."""

from __future__ import annotations

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from matcher.messages import Language, say, sentences
from matcher.workbook.book.holding import hold
from matcher.workbook.book.looks import EXAMPLE_PALE, FONT, QUIET, filled, style_of
from matcher.workbook.book.notes import add_note
from matcher.workbook.book.record_sheet import FIRST_ROW
from matcher.workbook.cells.values import read_cell
from matcher.workbook.cells.written import MONEY_UNIT, written
from matcher.workbook.grid import Cell
from matcher.workbook.layout import Column, Sheet


def add_example_row(sheet: Worksheet, layout: Sheet, language: Language) -> None:
    """Put the example into the first row and mark it."""
    mark = sheet.cell(FIRST_ROW, 1)
    hold(mark, say("workbook.word.example", language))
    add_note(mark, say("workbook.template.example", language))
    for place, column in enumerate(layout.columns, 2):
        cell = sheet.cell(FIRST_ROW, place)
        cell.style = style_of(column)
        held = written(example_value(column, language), column, language)
        if held is not None:
            hold(cell, held)
    for cell in sheet[FIRST_ROW]:
        cell.fill = filled(EXAMPLE_PALE)
        cell.font = Font(FONT, 10, color=QUIET)


def example_value(column: Column, language: Language) -> object:
    """The example of a field, read just as a cell would be; None where none is given."""
    code = f"workbook.example.{column.record}.{column.field}"
    if code not in sentences():
        return None
    return read_cell(Cell("s", say(code, language)), column, MONEY_UNIT[language])
