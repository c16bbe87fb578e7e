"""Text that a spreadsheet could compute stays text in everything we write, and figures figures."""

from __future__ import annotations

import csv
import dataclasses

import openpyxl
import pytest

from matcher.errors import Fault
from matcher.messages import say
from matcher.programme import Programme
from matcher.vocabulary import ArrangementKind
from matcher.workbook.faults_sheet import write_faults
from matcher.workbook.layout import SHEETS, Kind
from matcher.workbook.parsing.strings import unescaped
from matcher.workbook.writing import write_csv, write_programme
from tests.builders import a_need, a_village, an_arrangement, an_enterprise, an_offer
from tests.workbook.office import read, save

FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://example.org","点这里")',
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "＋86",
    "－5",
    "＠x",
    "'=1+1",
    '"=1+1',
    "=",
    "+",
    "{=1+1}",
    "#REF!",
    "#N/A",
    "1/2",
    "3-5",
    "1e5",
    "TRUE",
    "0x1F",
    "%00",
    "_x003D_1+1",
    "+8613800138000",
]


@pytest.fixture(scope="module")
def programme():
    """One record of each kind for each text, with the text in every field of free text."""
    records = {
        "village": a_village,
        "need": a_need,
        "enterprise": an_enterprise,
        "offer": an_offer,
        "arrangement": lambda number: an_arrangement(ArrangementKind.GIFT),
    }
    return Programme(
        **{
            layout.rows: tuple(
                dataclasses.replace(
                    records[layout.record](number),
                    **{one.field: text for one in layout.columns if one.kind is Kind.TEXT},
                )
                for number, text in enumerate(FORMULAS, 1)
            )
            for layout in SHEETS
        }
    )


def test_a_workbook_holds_it_as_text_in_every_text_column(programme, tmp_path):
    write_programme(programme, tmp_path / "x.xlsx")

    workbook = openpyxl.load_workbook(tmp_path / "x.xlsx")
    seen = 0
    for layout in SHEETS:
        sheet = workbook[say(f"workbook.sheet.{layout.record}")]
        for place, column in enumerate(layout.columns, 2):
            for row, text in enumerate(FORMULAS, 3):
                cell = sheet.cell(row, place)
                if column.kind is Kind.TEXT:
                    seen += 1
                    assert (cell.data_type, unescaped(cell.value)) == ("s", text)
                assert cell.data_type != "f"
    assert seen == 44 * len(FORMULAS)
    assert read(tmp_path / "x.xlsx").programme == programme


def test_no_cell_of_a_csv_file_begins_like_a_formula(programme, tmp_path):
    write_csv(programme, tmp_path)

    cells = []
    for path in tmp_path.iterdir():
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells += [cell for line in csv.reader(file) for cell in line]
    assert len(cells) > 44 * len(FORMULAS)
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r＝＋－＠"))]
    assert read(*sorted(tmp_path.iterdir())).programme == programme


def test_figures_stay_figures_and_negative_ones_negative(tmp_path):
    village = a_village(altitude_m=-154, longitude=-3, collective_income_fen=123_456_789)

    write_programme(Programme(villages=(village,)), tmp_path / "x.xlsx")

    row = openpyxl.load_workbook(tmp_path / "x.xlsx")["村"][3]
    figures = [cell.value for cell in row if cell.data_type == "n" and cell.value is not None]
    assert {-154, -3, 123.456789} <= set(figures)
    write_csv(Programme(villages=(village,)), tmp_path)
    assert ",-154," in (tmp_path / "villages.csv").read_text(encoding="utf-8-sig")


def test_the_copy_of_a_faulty_file_computes_nothing_either(tmp_path):
    texts = [text for text in FORMULAS if "_x" not in text]  # the source would need it escaped
    source = save(tmp_path / "x.xlsx", {"村": [["村代码", *["占位"] * len(texts)]]})
    workbook = openpyxl.load_workbook(source)
    for cell, text in zip(workbook["村"][1][1:], texts, strict=True):
        cell.value = text
        cell.data_type = "s"
    workbook.save(source)
    faults = [
        Fault("x.xlsx", "村", cell.coordinate, "workbook.unknown_village", params={"found": text})
        for cell, text in zip(workbook["村"][1][1:], texts, strict=True)
    ]

    write_faults(source, faults, tmp_path / "out.xlsx")

    copied = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert [cell.value for cell in copied["村"][1][1:]] == texts
    everywhere = [cell for sheet in copied for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in everywhere if cell.data_type == "f"]
