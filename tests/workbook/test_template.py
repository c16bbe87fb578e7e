"""The empty workbook: recognised by people, and read by us as the empty programme it is."""

from __future__ import annotations

import openpyxl
import pytest

from matcher.messages import LANGUAGES, say, sentences
from matcher.programme import RECORDS, Programme
from matcher.workbook.book.example_row import example_value
from matcher.workbook.headers.lines import hints_line, names_line
from matcher.workbook.layout import SHEETS, Kind
from matcher.workbook.writing import write_template
from tests.workbook.office import read

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module", params=LANGUAGES)
def template(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "模板.xlsx"
    write_template(path, request.param)
    return request.param, path, openpyxl.load_workbook(path)


def test_it_reads_as_an_empty_programme_with_every_sheet_understood(template):
    _, path, _ = template

    reading = read(path)

    assert reading.programme == Programme()
    assert [one.record for one in reading.sheets] == [layout.record for layout in SHEETS]
    assert [one.skipped for one in reading.sheets] == [1] * len(SHEETS)
    assert all(one.ignored == () for one in reading.sheets)
    assert reading.ignored_sheets == ()


def test_the_example_row_is_a_good_row_once_its_mark_is_gone(template):
    language, path, workbook = template
    for layout in SHEETS:
        workbook[say(f"workbook.sheet.{layout.record}", language)]["A3"] = 1
    workbook.save(path.with_name("filled.xlsx"))

    found = read(path.with_name("filled.xlsx")).programme

    for layout in SHEETS:
        values = {one.field: example_value(one, language) for one in layout.columns}
        given = {field: value for field, value in values.items() if value is not None}
        assert getattr(found, layout.rows) == (RECORDS[layout.record](**given),)


def test_both_header_lines_stand_still_above_every_sheet(template):
    language, _, workbook = template
    for layout in SHEETS:
        sheet = workbook[say(f"workbook.sheet.{layout.record}", language)]
        lines = [[cell.value for cell in row][1:] for row in sheet["1:2"]]
        assert lines[0] == names_line(layout, language)
        assert [hint or "" for hint in lines[1]] == hints_line(layout, language)
        assert sheet.freeze_panes == "D3"
        assert sheet.page_setup.orientation == "landscape"


def test_cells_of_one_term_offer_all_terms(template):
    language, _, workbook = template
    options = workbook[say("workbook.sheet.options", language)]
    for layout in SHEETS:
        sheet = workbook[say(f"workbook.sheet.{layout.record}", language)]
        offered = {
            str(one.sqref).split(":")[0]: one.formula1
            for one in sheet.data_validations.dataValidation
        }
        for place, column in enumerate(layout.columns, 2):
            cell = sheet.cell(3, place).coordinate
            assert (cell in offered) == (column.kind in (Kind.TERM, Kind.YES_NO))
            if cell in offered:
                listed = options[offered[cell].rpartition("!")[2].replace("$", "")]
                words = [row[0].value for row in listed]
                expected = [term.label(language) for term in column.terms or ()]
                yes_no = [say(f"workbook.word.{word}", language) for word in ("yes", "no")]
                assert words == (expected or yes_no)


def test_codes_are_kept_as_text_in_every_row_to_come(template):
    language, _, workbook = template
    for layout in SHEETS:
        sheet = workbook[say(f"workbook.sheet.{layout.record}", language)]
        for place, column in enumerate(layout.columns, 2):
            if column.kind in (Kind.CODE, Kind.MONTHS, Kind.WORDS):
                letters = sheet.cell(1, place).column_letter
                assert sheet.column_dimensions[letters].number_format == "@"


def test_notes_and_examples_are_shown(template):
    language, _, workbook = template
    for layout in SHEETS:
        sheet = workbook[say(f"workbook.sheet.{layout.record}", language)]
        for place, column in enumerate(layout.columns, 2):
            name = f"{column.record}.{column.field}"
            if f"workbook.note.{name}" in sentences():
                note = say(f"workbook.note.{name}", language)
                assert sheet.cell(1, place).comment.text.startswith(note)
            if column.required:
                assert sheet.cell(3, place).value is not None


def test_the_guide_stands_in_front_and_names_every_sheet(template):
    language, _, workbook = template
    guide = workbook.worksheets[0]

    words = [str(cell.value) for row in guide.iter_rows() for cell in row if cell.value]

    assert guide.title == say("workbook.sheet.guide", language)
    for layout in SHEETS:
        assert say(f"workbook.sheet.{layout.record}", language) in words


@LANGUAGE
def test_the_template_is_always_the_same_file(language, tmp_path):
    for name in "ab":
        write_template(tmp_path / f"{name}.xlsx", language)

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
