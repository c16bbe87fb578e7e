"""Programmes as workbooks and CSV files in the one layout, and the empty workbook to fill in."""

from __future__ import annotations

import csv
from pathlib import Path

from openpyxl import Workbook

from matcher.messages import Language
from matcher.programme import Programme
from matcher.workbook.book.example_row import add_example_row
from matcher.workbook.book.guide_sheet import add_guide
from matcher.workbook.book.looks import add_styles
from matcher.workbook.book.options_sheet import OptionsSheet
from matcher.workbook.book.packing import save
from matcher.workbook.book.record_sheet import add_help, add_record_sheet
from matcher.workbook.cells.written import csv_text, written
from matcher.workbook.headers.lines import hints_line, names_line
from matcher.workbook.layout import SHEETS


def write_template(path: Path, language: Language = "zh") -> None:
    """The empty workbook: drop-downs, notes, and in each sheet one example row that is skipped."""
    _write(Programme(), path, language, examples=True)


def write_programme(programme: Programme, path: Path, language: Language = "zh") -> None:
    """The programme as a workbook; read again, it is the same programme."""
    _write(programme, path, language, examples=False)


def write_csv(programme: Programme, folder: Path, language: Language = "zh") -> None:
    """One CSV file per sheet, `villages.csv` and so on: two header lines, UTF-8 with its mark."""
    for layout in SHEETS:
        path = folder / f"{layout.rows}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(names_line(layout, language))
            writer.writerow(hints_line(layout, language))
            for record in getattr(programme, layout.rows):
                writer.writerow(
                    csv_text(written(getattr(record, column.field), column, language))
                    for column in layout.columns
                )


def _write(programme: Programme, path: Path, language: Language, *, examples: bool) -> None:
    workbook = Workbook()
    workbook.remove(workbook.active)
    add_styles(workbook, language)
    sheets = [
        add_record_sheet(workbook, layout, getattr(programme, layout.rows), language)
        for layout in SHEETS
    ]
    options = OptionsSheet(workbook, language)
    for layout, sheet in zip(SHEETS, sheets, strict=True):
        add_help(sheet, layout, options, language)
        if examples:
            add_example_row(sheet, layout, language)
    add_guide(workbook, language)
    save(workbook, path)
