"""A faulty file handed back: a list of what to mend, and a copy with every bad cell marked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from matcher.errors import Fault
from matcher.messages import Language, say
from matcher.workbook.book.holding import hold
from matcher.workbook.book.looks import WARNING, WARNING_PALE, add_styles, filled, named
from matcher.workbook.book.notes import add_note
from matcher.workbook.book.packing import save
from matcher.workbook.book.table import HEAD_ROW, Head, add_table
from matcher.workbook.cells.figures import stored_figure
from matcher.workbook.cells.tidying import without_control_signs
from matcher.workbook.cells.written import Held
from matcher.workbook.grid import Cell, GridSheet, parsed
from matcher.workbook.places import cell_place, column_letters
from matcher.workbook.refusal import FileRefused

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_COLUMN_WIDTH = 16
_RED = Side(style="medium", color=WARNING)


def write_faults(
    source: Path, faults: Sequence[Fault], out: Path, language: Language = "zh"
) -> None:
    """Write to `out` a copy of `source` with its faults; of an unreadable file only the list."""
    mine = [fault for fault in faults if fault.file == source.name]
    workbook = Workbook()
    workbook.remove(workbook.active)
    add_styles(workbook, language)
    copies: dict[str, str] = {}
    try:
        with parsed(source) as sheets:
            for sheet in sheets:
                name = "" if sheet.is_text else sheet.name
                bad = [fault for fault in mine if fault.sheet == name]
                copies[name] = _copy(workbook, sheet, bad, language)
    except FileRefused:
        copies.clear()
    _add_list(workbook, mine, copies, language)
    save(workbook, out)


def _copy(
    workbook: Workbook, source: GridSheet, faults: Sequence[Fault], language: Language
) -> str:
    """The values of a sheet, bad cells marked; returns the name it got."""
    name = _NOT_IN_A_NAME.sub("_", without_control_signs(source.name))[:_LONGEST_NAME]
    sheet = workbook.create_sheet(name or None)
    widest = 1
    for row in source.rows:
        widest = max(widest, len(row.cells))
        for column, cell in enumerate(row.cells, 1):
            if cell is not None and not cell.anchor:
                hold(sheet.cell(row.number, column), _held(cell))
    for column in range(1, widest + 1):
        sheet.column_dimensions[column_letters(column)].width = _COLUMN_WIDTH
    for place, said in _by_cell(faults, language).items():
        _mark(sheet, place, said)
    title: str = sheet.title
    return title


def _held(cell: Cell) -> Held:
    if cell.kind in "nu":
        figure = stored_figure(cell.text)
        return cell.text if figure is None else figure
    if cell.kind == "d":
        return date.fromisoformat(cell.text)
    return without_control_signs(cell.text)


def _by_cell(faults: Sequence[Fault], language: Language) -> Mapping[tuple[int, int], list[str]]:
    said: dict[tuple[int, int], list[str]] = {}
    for fault in faults:
        place = cell_place(fault.cell)
        if place is not None:
            words = say(fault.code, language, **fault.params)
            said.setdefault(place, []).append(words)
    return said


def _mark(sheet: Worksheet, place: tuple[int, int], said: Sequence[str]) -> None:
    cell = sheet.cell(*place)
    cell.fill = filled(WARNING_PALE)
    cell.border = Border(left=_RED, right=_RED, top=_RED, bottom=_RED)
    add_note(cell, "\n".join(said))


def _add_list(
    workbook: Workbook, faults: Sequence[Fault], copies: Mapping[str, str], language: Language
) -> None:
    """The list in front; each place leads to its cell in the copy."""
    heads = [
        Head(say("workbook.word.sheet", language), 18),
        Head(say("workbook.word.cell", language), 12, "plain"),
        Head(say("workbook.word.column", language), 24),
        Head(say("workbook.word.what", language), 96),
    ]
    rows = [
        (
            fault.sheet,
            fault.cell,
            fault.params.get(f"label_{language}", ""),
            say(fault.code, language, **fault.params),
        )
        for fault in faults
    ]
    title = say("workbook.word.faults_title", language, count=len(faults))
    sheet = add_table(workbook, say("workbook.sheet.faults", language), title, heads, rows)
    workbook.move_sheet(sheet, 1 - len(workbook.sheetnames))
    workbook.active = 0
    for row, fault in enumerate(faults, HEAD_ROW + 1):
        if fault.cell and fault.sheet in copies:
            quoted = copies[fault.sheet].replace("'", "''")
            target = Hyperlink(f"B{row}", location=f"'{quoted}'!{fault.cell}")
            sheet.cell(row, 2).hyperlink = target
    last = HEAD_ROW + len(faults) + 2
    hold(sheet.cell(last, 1), say("workbook.word.faults_hint", language))
    sheet.cell(last, 1).style = named("text")
    sheet.merge_cells(start_row=last, start_column=1, end_row=last, end_column=len(heads))
    sheet.row_dimensions[last].height = 36
