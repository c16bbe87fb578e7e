"""CSV files in every encoding and with every separator that office software writes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.workbook.quoting import quoted, unquoted
from tests.builders import village_code
from tests.workbook.office import places, read, refused

LINES = [
    ["村代码", "村名", "乡镇", "县", "总户数", "备注"],
    [village_code(1), "示例村01", "那洒镇", "广南县", "412", "近水库,路好"],
    [village_code(2), "示例村02", "珠琳镇", "广南县", "", "两行\n文字"],
]


def text(separator=","):
    return "".join(
        separator.join(f'"{cell}"' if set(cell) & set(",\n\t;") else cell for cell in line) + "\r\n"
        for line in LINES
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_every_usual_encoding_and_separator_is_read_the_same(encoding, separator, tmp_path):
    path = tmp_path / "村.csv"
    path.write_bytes(text(separator).encode(encoding))

    first, second = read(path).programme.villages

    assert (first.name, first.households, first.note) == ("示例村01", 412, "近水库,路好")
    assert (second.households, second.note) == (None, "两行\n文字")


def test_utf_16_of_the_other_byte_order_is_read(tmp_path):
    path = tmp_path / "村.csv"
    path.write_bytes(b"\xfe\xff" + text("\t").encode("utf-16-be"))

    assert len(read(path).programme.villages) == 2


def test_signs_that_only_gb18030_has_are_read(tmp_path):
    path = tmp_path / "村.csv"
    path.write_bytes(text().replace("示例村01", "㛃村").encode("gb18030"))

    assert read(path).programme.villages[0].name == "㛃村"


def test_the_name_of_the_file_need_not_tell_what_it_holds(tmp_path):
    path = tmp_path / "导出_2026.csv"
    path.write_text(text(), encoding="utf-8")

    assert read(path).sheets[0].record == "village"


def test_a_fault_in_a_csv_file_has_a_cell_but_no_sheet(tmp_path):
    path = tmp_path / "村.csv"
    path.write_text(text().replace("412", "-412"), encoding="utf-8")

    assert places(refused(path)) == [("", "E2", "negative")]


def test_headings_over_several_columns_are_understood_without_their_merging(tmp_path):
    path = tmp_path / "村.csv"
    path.write_text(
        "村代码,村名,乡镇,县,人口情况,,建档立卡,\n,,,,户数,人数,户数,人数\n"
        f"{village_code(1)},甲,乙,丙,40,180,9,39\n",
        encoding="utf-8",
    )

    (village,) = read(path).programme.villages

    assert (village.households, village.people) == (40, 180)
    assert (village.poor_households, village.poor_people) == (9, 39)


BROKEN = {
    "not_text": text().encode("utf-16-le"),
    "encoding": text().encode("gbk") + b"\xff\xff\xff",
    "csv_quotes": text().encode() + b'"open\n' * 3,
    "too_far": ("," * 10_000).encode() + b"x\n",
    "cell_too_long": ("x" * 1_000_000).encode() + b"\n",
    "empty_file": b"",
    "not_a_workbook": b"%PDF-1.7 renamed",
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_file_that_is_no_table_is_refused(code, tmp_path):
    path = tmp_path / "村.csv"
    path.write_bytes(BROKEN[code])

    (fault,) = refused(path)

    assert fault.code == f"workbook.{code}"


def test_lone_carriage_returns_end_lines_too(tmp_path):
    path = tmp_path / "村.csv"
    path.write_bytes(text().replace("\r\n", "\r").replace("两行\n文字", "一行").encode())

    assert len(read(path).programme.villages) == 2


@given(st.text(alphabet="'=+-@\t\r\n\uff1d\uff0b\uff0d\uff20a1 ", max_size=6))
@settings(max_examples=500)
def test_the_quote_that_keeps_text_from_being_computed_comes_off_again(written):
    assert unquoted(quoted(written)) == written
    assert not quoted(written).startswith(tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"))
