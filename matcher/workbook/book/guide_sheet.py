"""The first sheet of our workbooks: how to fill in the others."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Font

from matcher.messages import Language, say
from matcher.workbook.book.holding import hold
from matcher.workbook.book.looks import FONT, INK, for_print, named
from matcher.workbook.layout import SHEETS

_STEPS = ("sheets", "required", "money", "codes", "lists", "example", "keep", "nobody")
_WIDTHS = {"A": 4, "B": 18, "C": 88}


def add_guide(workbook: Workbook, language: Language) -> None:
    """What each sheet holds, then the rules of filling in."""
    sheet = workbook.create_sheet(say("workbook.sheet.guide", language), 0)
    sheet.sheet_view.showGridLines = False
    for letters, width in _WIDTHS.items():
        sheet.column_dimensions[letters].width = width
    title = sheet.cell(1, 2)
    hold(title, say("workbook.guide.title", language))
    title.style = named("title")
    sheet.row_dimensions[1].height = 34
    row = 3
    for layout in SHEETS:
        name, about = sheet.cell(row, 2), sheet.cell(row, 3)
        hold(name, say(f"workbook.sheet.{layout.record}", language))
        name.style = named("required")
        hold(about, say(f"workbook.about.{layout.record}", language))
        about.style = named("text")
        sheet.row_dimensions[row].height = 36
        row += 1
    row += 1
    for number, step in enumerate(_STEPS, 1):
        sheet.cell(row, 1, number).font = Font(FONT, 10, bold=True, color=INK)
        sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=3)
        cell = sheet.cell(row, 2)
        hold(cell, say(f"workbook.guide.{step}", language))
        cell.style = named("text")
        sheet.row_dimensions[row].height = 36
        row += 1
    for_print(sheet, one_page_wide=True)
