"""A faulty file comes back with a list of what to mend and every bad cell marked."""

from __future__ import annotations

import openpyxl
import pytest

from matcher.errors import Fault
from matcher.messages import LANGUAGES, say
from matcher.workbook.book.looks import WARNING_PALE
from matcher.workbook.faults_sheet import write_faults
from tests.builders import village_code
from tests.workbook.office import VALID, place, refused, save, save_rows, valid_rows


def marked(sheet):
    return {
        cell.coordinate: cell.comment.text
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.start_color.rgb == WARNING_PALE
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_bad_cell_is_marked_and_says_how_to_mend_it(language, tmp_path):
    rows = valid_rows()
    rows["village"][0] |= {"people": -1, "name": None}
    rows["need"][0] |= {"category": "产叶"}
    source = save_rows(tmp_path / "报送.xlsx", rows)
    faults = refused(source)

    write_faults(source, faults, tmp_path / "out.xlsx", language)

    copy = openpyxl.load_workbook(tmp_path / "out.xlsx")
    said = [say(fault.code, language, **fault.params) for fault in faults]
    assert copy.sheetnames == [say("workbook.sheet.faults", language), *copy.sheetnames[1:]]
    assert marked(copy["村"]) == {
        place("village", "name"): said[0],
        place("village", "people"): said[1],
    }
    assert marked(copy["需求"]) == {place("need", "category"): said[2]}
    listed = [[cell.value for cell in row] for row in copy.worksheets[0].iter_rows(3, 5)]
    assert [line[3] for line in listed] == said
    assert [line[:2] for line in listed] == [[fault.sheet, fault.cell] for fault in faults]
    assert copy.worksheets[0]["B3"].hyperlink.location == f"'村'!{faults[0].cell}"


def test_everything_else_stands_as_it_stood(tmp_path):
    source = save_rows(tmp_path / "报送.xlsx", valid_rows())

    write_faults(source, [], tmp_path / "out.xlsx")

    before, after = openpyxl.load_workbook(source), openpyxl.load_workbook(tmp_path / "out.xlsx")
    for sheet in before:
        copied = [[cell.value for cell in row] for row in after[sheet.title].iter_rows()]
        assert copied == [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_two_faults_of_one_cell_share_its_note(tmp_path):
    source = save(tmp_path / "x.xlsx", {"村": [["村代码"], ["1"]]})
    faults = [
        Fault("x.xlsx", "村", "A2", "workbook.empty_file"),
        Fault("x.xlsx", "村", "A2", "workbook.damaged"),
        Fault("别的.xlsx", "村", "A1", "workbook.damaged"),
    ]

    write_faults(source, faults, tmp_path / "out.xlsx")

    copy = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert marked(copy["村"]) == {"A2": say("workbook.empty_file") + "\n" + say("workbook.damaged")}


def test_a_csv_file_comes_back_as_a_workbook(tmp_path):
    source = tmp_path / "村.csv"
    source.write_text(f"村代码,村名,乡镇,县\n{village_code(1)},,那洒镇,广南县\n", encoding="utf-8")
    faults = refused(source)

    write_faults(source, faults, tmp_path / "out.xlsx")

    copy = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert list(marked(copy["村"])) == ["B2"]
    assert copy.worksheets[0]["B3"].value == "B2"


def test_a_file_that_cannot_be_read_comes_back_as_the_list_alone(tmp_path):
    source = tmp_path / "x.xlsx"
    source.write_bytes(b"PK\x03\x04 nothing")
    faults = refused(source)

    write_faults(source, faults, tmp_path / "out.xlsx")

    copy = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert copy.sheetnames == [say("workbook.sheet.faults")]
    assert copy.worksheets[0]["D3"].value == say("workbook.damaged")


@pytest.mark.parametrize("name", ["a" * 31, "问题清单", "村 (2)", "it's"])
def test_a_sheet_of_any_name_is_copied(name, tmp_path):
    header = ["村代码", "村名", "乡镇", "县"]
    source = save(tmp_path / "x.xlsx", {name: [header, [VALID["village"]["code"], "", "乙", "丙"]]})
    faults = refused(source)

    write_faults(source, faults, tmp_path / "out.xlsx")

    copy = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert len(copy.sheetnames) == 2
    assert [list(marked(sheet)) for sheet in copy] == [[], ["B2"]]
