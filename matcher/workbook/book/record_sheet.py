"""A sheet of records: two header lines with notes and drop-downs, and below them the rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from matcher.messages import Language, say, sentences
from matcher.workbook.book.holding import hold
from matcher.workbook.book.looks import TEXT_FORMAT, for_print, named, style_of
from matcher.workbook.book.notes import add_note
from matcher.workbook.book.options_sheet import OptionsSheet
from matcher.workbook.cells.written import written
from matcher.workbook.headers.lines import hints_line, names_line
from matcher.workbook.layout import Column, Kind, Sheet
from matcher.workbook.limits import LIMITS
from matcher.workbook.places import column_letters

FIRST_ROW = 3
_SEQUENCE_WIDTH = 7
_NAMES_HEIGHT, _HINTS_HEIGHT = 32, 28


def add_record_sheet(
    workbook: Workbook, layout: Sheet, records: Sequence[Any], language: Language
) -> Worksheet:
    """A sheet with these records, one row each."""
    sheet = workbook.create_sheet(say(f"workbook.sheet.{layout.record}", language))
    _write_header(sheet, layout, language)
    styles = [style_of(column) for column in layout.columns]
    for row, record in enumerate(records, FIRST_ROW):
        number = sheet.cell(row, 1, row - FIRST_ROW + 1)
        number.style = named("plain")
        for place, (column, style) in enumerate(zip(layout.columns, styles, strict=True), 2):
            held = written(getattr(record, column.field), column, language)
            if held is not None:
                cell = sheet.cell(row, place)
                hold(cell, held)
                cell.style = style
    return sheet


def add_help(sheet: Worksheet, layout: Sheet, options: OptionsSheet, language: Language) -> None:
    """Notes at the names and drop-downs in the cells below."""
    for place, column in enumerate(layout.columns, 2):
        if note := _note(column, language):
            add_note(sheet.cell(1, place), note)
        offered = options.drop_down(column.kind, column.terms)
        if offered is not None:
            letters = column_letters(place)
            offered.add(f"{letters}{FIRST_ROW}:{letters}{LIMITS.rows}")
            sheet.add_data_validation(offered)


def _write_header(sheet: Worksheet, layout: Sheet, language: Language) -> None:
    names = [say("workbook.word.sequence", language), *names_line(layout, language)]
    hints = ["", *hints_line(layout, language)]
    required = [False, *(column.required for column in layout.columns)]
    for place, (name, hint, needed) in enumerate(zip(names, hints, required, strict=True), 1):
        hold(sheet.cell(1, place), name)
        sheet.cell(1, place).style = named("required" if needed else "optional")
        if hint:
            hold(sheet.cell(2, place), hint)
        sheet.cell(2, place).style = named("hint")
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = _NAMES_HEIGHT, _HINTS_HEIGHT
    sheet.column_dimensions["A"].width = _SEQUENCE_WIDTH
    for place, column in enumerate(layout.columns, 2):
        dimension = sheet.column_dimensions[column_letters(place)]
        dimension.width = column.width
        if style_of(column) == named("code"):
            dimension.number_format = TEXT_FORMAT
    sheet.freeze_panes = f"D{FIRST_ROW}"
    sheet.print_title_rows = f"1:{FIRST_ROW - 1}"
    for_print(sheet)
    sheet.print_options.gridLines = True


def _note(column: Column, language: Language) -> str:
    """What the note at a column's name says: its own words, then what may be chosen."""
    lines = []
    code = f"workbook.note.{column.record}.{column.field}"
    if code in sentences():
        lines.append(say(code, language))
    if column.kind is Kind.MONEY:
        lines.append(say("workbook.template.money", language))
    if column.kind in (Kind.TERMS, Kind.WORDS):
        lines.append(say("workbook.template.several", language))
    if column.terms:
        words = [term.label(language) for term in column.terms]
        lines.append(say("workbook.template.choose", language, words=words))
    return "\n".join(lines)
