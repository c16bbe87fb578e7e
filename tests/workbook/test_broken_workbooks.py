"""Each way in which a workbook can be wrong is refused, at the cell where it is wrong."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.messages import say
from matcher.programme import Programme
from matcher.workbook.faults import MOST_FAULTS
from tests.builders import a_village, an_enterprise, uscc, village_code
from tests.workbook.office import (
    VALID,
    place,
    places,
    read,
    refused,
    save,
    save_rows,
    valid_rows,
)

ONE_CELL = [
    # record, field, what stands there, what it is called
    ("village", "code", "53262710520", "village_code"),
    ("village", "code", "5326271052011", "village_code"),
    ("village", "code", "532627105000", "village_code"),
    ("village", "code", 53262710520, "code_zero_lost"),
    ("village", "code", "5.32627E+11", "code_scientific"),
    ("village", "code", date(2026, 3, 25), "code_changed"),
    ("village", "name", None, "required"),
    ("village", "name", " 　", "required"),
    ("village", "households", -1, "negative"),
    ("village", "households", "四百", "not_a_number"),
    ("village", "households", "400人", "not_a_number"),
    ("village", "households", 12.5, "not_whole"),
    ("village", "households", 89, "part_above"),
    ("village", "households", 10**13, "out_of_range"),
    ("village", "lifted_out_year", 19, "out_of_range"),
    ("village", "harvest_months", "9、13", "no_such_month"),
    ("village", "harvest_months", "秋天", "not_months"),
    ("village", "harvest_months", date(2026, 3, 5), "months_as_date"),
    ("village", "harvest_months", "9、" * 600, "too_long"),
    ("village", "collective_income_fen", -0.5, "negative"),
    ("village", "collective_income_fen", "约8万", "not_a_number"),
    ("village", "collective_income_fen", "8.6万斤", "not_a_number"),
    ("village", "collective_income_fen", 8.12345678, "money_fraction"),
    ("village", "collective_income_fen", 10**12, "figure_too_large"),
    ("village", "collective_income_fen", date(2026, 3, 25), "not_a_number"),
    ("need", "category", "产叶", "unknown_term_near"),
    ("need", "category", "xyz", "unknown_term"),
    ("need", "category", "产业、就业", "unknown_term_near"),
    ("need", "divisible", "也许", "not_yes_or_no"),
    ("need", "quantity", 1.2345, "too_many_places"),
    ("need", "quantity", "1.5台", "not_a_number"),
    ("need", "needed_by", "2026-02-30", "no_such_day"),
    ("need", "needed_by", "2026年8月", "not_a_date"),
    ("need", "needed_by", "03/04/2026", "not_a_date"),
    ("need", "needed_by", "26.8.31", "not_a_date"),
    ("need", "needed_by", 46265, "not_a_date"),
    ("need", "needed_by", "1066-10-14", "no_such_day"),
    ("need", "gap_fen", 31, "money_above"),
    ("need", "min_share_fen", 21, "money_above"),
    ("need", "poor_people", 301, "part_above"),
    ("need", "number", date(2026, 3, 1), "code_changed"),
    ("need", "title", "#REF!", "error_value"),
    ("need", "budget_fen", "=10+20", "formula_without_value"),
    ("need", "budget_fen", True, "not_a_number"),
    ("need", "village_code", village_code(2), "unknown_village_near"),
    ("need", "village_code", "110101001001", "unknown_village"),
    ("enterprise", "uscc", uscc(1)[:-1], "uscc_length"),
    ("enterprise", "uscc", uscc(1)[:-1] + "O", "uscc_signs"),
    ("enterprise", "uscc", uscc(1)[:8] + "MA1F00002" + uscc(1)[-1], "uscc_check"),
    ("enterprise", "uscc", 914403001922038216, "code_digits_lost"),
    ("enterprise", "max_villages", None, "required"),
    ("enterprise", "min_villages", 3, "part_above"),
    ("enterprise", "contact_phone", 8761234567, "code_zero_lost"),
    ("enterprise", "excluded_categories", "基础设施、修路", "unknown_term"),
    ("offer", "uscc", uscc(2), "unknown_enterprise"),
    ("offer", "ends_on", "2025-12-31", "ends_before_start"),
    ("offer", "categories", "、", "required"),
    ("arrangement", "uscc", uscc(2), "unknown_enterprise"),
    ("arrangement", "village_code", village_code(2), "unknown_village_near"),
    ("arrangement", "village_code", None, "needs_village"),
]


@pytest.mark.parametrize(("record", "field", "value", "code"), ONE_CELL)
def test_a_bad_cell_is_named(record, field, value, code, tmp_path):
    rows = valid_rows()
    rows[record][0][field] = value
    if (record, field) in (("village", "code"), ("enterprise", "uscc")):
        rows = {record: rows[record]}  # what refers to it might be at fault too

    faults = refused(save_rows(tmp_path / "办公室.xlsx", rows))

    where = place(
        record, "poor_households" if code == "part_above" and field == "households" else field
    )
    assert places(faults) == [(say(f"workbook.sheet.{record}"), where, code)]


def test_the_valid_rows_are_read_as_they_stand(tmp_path):
    found = read(save_rows(tmp_path / "好.xlsx", valid_rows())).programme

    assert [len(rows) for rows in vars(found).values()] == [1, 1, 1, 1, 1]
    assert (found.needs[0].budget_fen, found.needs[0].gap_fen) == (30_000_000, 20_000_000)


@pytest.mark.parametrize(
    ("record", "field", "code"),
    [
        ("village", "code", "village_twice"),
        ("need", "number", "need_twice"),
        ("enterprise", "uscc", "enterprise_twice"),
        ("offer", "number", "offer_twice"),
    ],
)
def test_a_thing_that_stands_twice_is_named_with_the_first_place(record, field, code, tmp_path):
    rows = valid_rows()
    rows[record].append(dict(rows[record][0]))

    faults = refused(save_rows(tmp_path / "两次.xlsx", rows))

    sheet = say(f"workbook.sheet.{record}")
    assert places(faults) == [(sheet, place(record, field, 3), code)]
    assert faults[0].params["first_cell"] == place(record, field, 2)


def test_a_village_twice_in_two_files_is_found(tmp_path):
    rows = {"village": valid_rows()["village"]}
    first, second = save_rows(tmp_path / "甲.xlsx", rows), save_rows(tmp_path / "乙.xlsx", rows)

    (fault,) = refused(first, second)

    assert (fault.file, fault.code) == ("乙.xlsx", "workbook.village_twice")
    assert fault.params["first_file"] == "甲.xlsx"


def test_a_pair_both_pinned_and_vetoed_is_a_contradiction(tmp_path):
    rows = valid_rows()
    rows["arrangement"].append({**VALID["arrangement"], "kind": "否决"})

    faults = refused(save_rows(tmp_path / "矛盾.xlsx", rows))

    assert places(faults) == [("约定", "A3", "locks_contradict")]


def test_all_faults_are_told_at_once_in_the_order_of_the_sheets(tmp_path):
    rows = valid_rows()
    rows["village"][0] |= {"people": -1, "name": None}
    rows["need"][0] |= {"category": "产叶", "budget_fen": "很多"}
    rows["offer"][0] |= {"title": None}

    faults = refused(save_rows(tmp_path / "很多.xlsx", rows))

    assert places(faults) == [
        ("村", place("village", "name"), "required"),
        ("村", place("village", "people"), "negative"),
        ("需求", place("need", "category"), "unknown_term_near"),
        ("需求", place("need", "budget_fen"), "not_a_number"),
        ("能力", place("offer", "title"), "required"),
    ]


def test_a_thousand_faults_are_listed_and_the_rest_counted(tmp_path):
    rows = {"village": [{**VALID["village"], "code": "1", "name": None}] * 700}

    faults = refused(save_rows(tmp_path / "满.xlsx", rows))

    assert len(faults) == MOST_FAULTS + 1
    assert faults[-1].code == "workbook.more_faults"
    assert faults[-1].params["count"] == 2 * 700 - MOST_FAULTS


HEADERS = [
    # the header line, the line of data, cell, code
    (["村代码", "村名", "乡镇"], [village_code(1), "甲", "乙"], "A1", "column_missing"),
    (
        ["村代码", "村名", "乡镇", "县", "村名"],
        [village_code(1), "甲", "乙", "丙", "丁"],
        "E1",
        "column_twice",
    ),
    (
        ["村代码", "行政村", "村庄名称", "乡镇", "县"],
        [village_code(1), "甲", "乙", "丙", "丁"],
        "C1",
        "column_twice",
    ),
    (
        ["村代码", "村名", "乡镇", "县", "村集体年收入"],
        [village_code(1), "甲", "乙", "丙", 8],
        "E1",
        "money_unit_missing",
    ),
    (
        ["村代码", "村名", "乡镇", "县", "耕地面积(公顷)"],
        [village_code(1), "甲", "乙", "丙", 8],
        "E1",
        "other_unit",
    ),
    (
        ["村代码", "村名", "乡镇", "县", "年产量(公斤)"],
        [village_code(1), "甲", "乙", "丙", 8],
        "E1",
        "other_unit",
    ),
    (
        ["村代码", "村名", "乡镇", "县", "总人数(万元)"],
        [village_code(1), "甲", "乙", "丙", 8],
        "E1",
        "other_unit",
    ),
]


@pytest.mark.parametrize(("header", "line", "cell", "code"), HEADERS)
def test_a_bad_header_is_named(header, line, cell, code, tmp_path):
    faults = refused(save(tmp_path / "表头.xlsx", {"村": [header, line]}))

    assert places(faults) == [("村", cell, code)]


def test_two_units_for_one_column_are_a_contradiction(tmp_path):
    lines = [
        ["村代码", "村名", "乡镇", "县", "村集体年收入(万元)"],
        [None, None, None, None, "元"],
        [village_code(1), "甲", "乙", "丙", 8],
    ]

    faults = refused(save(tmp_path / "单位.xlsx", {"村": lines}))

    assert places(faults)[0] == ("村", "E1", "money_units_differ")


def test_a_missing_unit_is_told_once_for_the_whole_column(tmp_path):
    header = ["村代码", "村名", "乡镇", "县", "村集体年收入"]
    lines = [[village_code(number), "甲", "乙", "丙", 8] for number in range(1, 40)]

    faults = refused(save(tmp_path / "单位.xlsx", {"村": [header, *lines]}))

    assert places(faults) == [("村", "E1", "money_unit_missing")]
    assert faults[0].params["first"] == "E2"


def test_a_file_of_nothing_but_faults_is_not_read_to_its_end(tmp_path):
    path = tmp_path / "villages.csv"
    header = "村代码,村名,乡镇,县," + ",".join(["总户数", "总人数", "海拔", "耕地面积"])
    path.write_text(f"{header}\n" + "1,甲,乙,丙,x,x,x,x\n" * 50_000, encoding="utf-8")

    faults = refused(path)

    assert len(faults) == MOST_FAULTS + 1
    assert faults[-1].params["count"] == 19_000


def test_a_sheet_named_for_a_record_but_without_header_is_refused(tmp_path):
    faults = refused(save(tmp_path / "无表头.xlsx", {"村": [["一", "二"], ["三", "四"]]}))

    assert places(faults) == [("村", "", "no_header")]


def test_a_workbook_without_any_known_sheet_is_refused(tmp_path):
    faults = refused(save(tmp_path / "别的.xlsx", {"Sheet1": [["品名", "单价"], ["米", 3]]}))

    assert places(faults) == [("", "", "no_sheet")]


def test_a_figure_merged_over_rows_is_refused_because_it_may_be_a_sum(tmp_path):
    rows = valid_rows()
    rows["need"].append({**VALID["need"], "number": "X0002"})
    column = place("need", "budget_fen")[0]

    def merge(sheets):
        sheets["need"].merge_cells(f"{column}2:{column}3")

    faults = refused(save_rows(tmp_path / "合并.xlsx", rows, merge))

    assert places(faults) == [("需求", f"{column}3", "merged_figure")]
    assert faults[0].params["anchor"] == f"{column}2"


@pytest.mark.parametrize("shown_as", ['0.0,"万元"', '0!.0,"万"', "0%", "#,##0,"])
def test_a_number_that_is_shown_in_another_size_is_refused(shown_as, tmp_path):
    def show(sheets):
        sheets["need"][place("need", "budget_fen")].number_format = shown_as

    faults = refused(save_rows(tmp_path / "格式.xlsx", valid_rows(), show))

    assert places(faults) == [("需求", place("need", "budget_fen"), "sized_format")]


def test_what_is_stored_already_may_be_referred_to(tmp_path):
    rows = {"need": valid_rows()["need"], "offer": valid_rows()["offer"]}
    path = save_rows(tmp_path / "只有需求.xlsx", rows)

    known = Programme(villages=(a_village(1),), enterprises=(an_enterprise(1),))

    assert [fault.code for fault in refused(path)] == [
        "workbook.unknown_village",
        "workbook.unknown_enterprise",
    ]
    assert len(read(path, known=known).programme.needs) == 1


def test_an_unreadable_file_does_not_make_references_unknown(tmp_path):
    rows = valid_rows()
    needs = save_rows(tmp_path / "需求.xlsx", {"need": rows["need"]})
    broken = tmp_path / "村.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")

    faults = refused(broken, needs)

    assert [(fault.file, fault.code) for fault in faults] == [("村.xlsx", "workbook.damaged")]


def test_what_names_a_party_whose_code_has_a_slip_is_no_further_fault(tmp_path):
    rows = valid_rows()
    rows["enterprise"][0]["uscc"] = uscc(1)[:-1] + "O"
    rows["need"][0]["village_code"] = village_code(700)

    faults = refused(save_rows(tmp_path / "一处.xlsx", rows))

    assert [fault.code for fault in faults] == ["workbook.unknown_village", "workbook.uscc_signs"]


def test_control_signs_are_refused_where_they_stand(tmp_path):
    path = tmp_path / "villages.csv"
    path.write_text(
        f"村代码,村名,乡镇,县\n{village_code(1)},示例\x07村,那洒镇,广南县\n", encoding="utf-8"
    )

    assert places(refused(path)) == [("", "B2", "control_signs")]
