"""What offices really send is read right: titles, merged headers, totals, their own words."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from matcher.vocabulary import Category, Constraint, NeedStatus, Urgency
from tests.builders import uscc, village_code
from tests.workbook.office import VALID, place, read, save, save_rows, valid_rows

NEED_HEADER = ["村代码", "类别", "需求名称", "紧急程度", "状态", "编号"]


def need_line(number=1):
    return [village_code(1), "产业", "冷链设备", "一般", "可对接", f"X{number:04d}"]


def needs_of(tmp_path, lines, name="需求"):
    village = [["村代码", "村名", "乡镇", "县"], [village_code(1), "甲", "乙", "丙"]]
    return read(save(tmp_path / "报送.xlsx", {"村": village, name: lines}))


def test_an_office_ledger_with_all_its_habits(tmp_path):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "附件1.村基本情况表"
    people = ["人口情况", None, "建档立卡", None]
    first = [1, "  示例村０１\u3000", float(village_code(1)), "那洒镇", "广南县"]
    second = [2, "示例村02", village_code(2), "那洒镇", "广南县", 300, 1200]
    third = [3, "示例村03", village_code(3), "珠琳镇", "广南县", 100, 400, 10, 40]
    blank = [None] * 4
    lines = [
        ["广南县2026年村基本情况汇总表"],
        ["填报单位:那洒镇人民政府(盖章)", *blank, "单位:万元、户、人"],
        ["截止日期:2026年3月31日"],
        ["序号", "行政村", "村代码", "乡(镇)", "县(市)", *people, "村集体年收入", "网格员", "备注"],
        [None, *blank, "户数", "人数", "户数", "人数", None, None, None],
        [*first, "４１２", "1,836", 97, 403, 8.6, "某某", None],
        [*second, "—", "/", "12,000元", None, "沿边"],
        ["小 计", *blank, 712, 3036, 97, 403, 9.8],
        [*third, "3万", None, None],
        ["合计", *blank, 812, 3436, 107, 443, 12.8],
        [None],
        ["填表人:张某", None, None, "审核人:李某", None, "联系电话:0876-1234567"],
        ["注:本表一式两份。"],
    ]
    for line in lines:
        sheet.append(line)
    for span in ("A1:L1", "A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:E5", "F4:G4", "H4:I4", "J4:J5"):
        sheet.merge_cells(span)
    workbook.save(tmp_path / "广南县.xlsx")

    reading = read(tmp_path / "广南县.xlsx")

    first, second, third = reading.programme.villages
    assert (first.name, first.code, first.town) == ("示例村０１", village_code(1), "那洒镇")
    assert (first.households, first.people) == (412, 1836)
    assert (first.poor_households, first.poor_people) == (97, 403)
    assert first.collective_income_fen == 8_600_000
    assert (second.poor_households, second.poor_people) == (None, None)
    assert (second.collective_income_fen, second.note) == (1_200_000, "沿边")
    assert third.collective_income_fen == 3_000_000
    (understood,) = reading.sheets
    assert (understood.record, understood.rows, understood.skipped) == ("village", 3, 3)
    assert dict(understood.units) == {"collective_income_fen": "wan"}
    assert [(one.cell, one.title) for one in understood.ignored] == [("K5", "网格员")]


@pytest.mark.parametrize(
    ("header", "below", "above", "value", "fen"),
    [
        ("预算(万元)", None, None, 30, 30_000_000),
        ("预算（元）", None, None, 300000, 30_000_000),
        ("预算金额\n(单位:万元)", None, None, 30, 30_000_000),
        ("预算/万元", None, None, "３０", 30_000_000),
        ("总投资(亿元)", None, None, 0.003, 30_000_000),
        ("预算", "万元", None, 30, 30_000_000),
        ("预算", "(元)", None, "300,000.00", 30_000_000),
        ("预算", None, "单位:万元", 30, 30_000_000),
        ("预算(元)", None, "单位:万元", 300000, 30_000_000),
        ("预算", None, "金额单位:元", "¥300,000", 30_000_000),
        ("预算", None, None, "30万元", 30_000_000),
        ("预算(元)", None, None, "30万", 30_000_000),
        ("预算(万元)", None, None, "0.01元", 1),
        ("Budget (10,000 yuan)", None, None, 30, 30_000_000),
        ("Budget", "yuan", None, 300000, 30_000_000),
    ],
)
def test_money_is_read_in_the_unit_that_is_told(header, below, above, value, fen, tmp_path):
    lines = [[above]] if above else []
    lines += [[*NEED_HEADER, header]]
    lines += [[None] * 6 + [below]] if below else []
    lines += [[*need_line(), value]]

    (need,) = needs_of(tmp_path, lines).programme.needs

    assert need.budget_fen == fen


def test_a_heading_tells_the_unit_of_the_columns_below_it(tmp_path):
    lines = [
        [*NEED_HEADER, "资金情况(万元)", None],
        [None] * 6 + ["预算", "缺口"],
        [*need_line(), 30, 20],
    ]
    path = save(tmp_path / "合并.xlsx", {"需求": lines})
    workbook = openpyxl.load_workbook(path)
    workbook["需求"].merge_cells("G1:H1")
    for letters in "ABCDEF":
        workbook["需求"].merge_cells(f"{letters}1:{letters}2")
    village = workbook.create_sheet("村")
    village.append(["村代码", "村名", "乡镇", "县"])
    village.append([village_code(1), "甲", "乙", "丙"])
    workbook.save(path)

    (need,) = read(path).programme.needs

    assert (need.budget_fen, need.gap_fen) == (30_000_000, 20_000_000)


@pytest.mark.parametrize(
    "written",
    [
        date(2026, 3, 25),
        datetime(2026, 3, 25, 10, 30),
        "2026-03-25",
        "2026/3/25",
        "2026.3.25",
        "2026年3月25日",
        " ２０２６年 3 月 25 日",
        "2026-03-25 00:00:00",
        "20260325",
        20260325,
    ],
)
def test_a_date_is_read_however_it_is_written(written, tmp_path):
    lines = [[*NEED_HEADER, "需要日期"], [*need_line(), written]]

    assert needs_of(tmp_path, lines).programme.needs[0].needed_by == date(2026, 3, 25)


def test_dates_counted_from_1904_are_the_same_days(tmp_path):
    path = save_rows(tmp_path / "mac.xlsx", valid_rows())
    workbook = openpyxl.load_workbook(path)
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    workbook["需求"][place("need", "needed_by")].value = date(2026, 3, 25)
    workbook.save(path)

    assert read(path).programme.needs[0].needed_by == date(2026, 3, 25)


@pytest.mark.parametrize(
    ("written", "months"),
    [
        ("3、4、5", (3, 4, 5)),
        ("3-5月", (3, 4, 5)),
        ("11月至1月", (11, 12, 1)),
        ("9月,10月", (9, 10)),
        ("全年", tuple(range(1, 13))),
        (7, (7,)),
    ],
)
def test_months_are_read_however_they_are_written(written, months, tmp_path):
    rows = {"village": [{**VALID["village"], "harvest_months": written}]}

    path = save_rows(tmp_path / "月.xlsx", rows)

    assert read(path).programme.villages[0].harvest_months == months


@pytest.mark.parametrize("word", ["是", "有", "Y", "yes", "√", True, 1, "１"])
def test_yes_is_read_however_it_is_written(word, tmp_path):
    lines = [[*NEED_HEADER, "是否可拆分"], [*need_line(), word]]

    assert needs_of(tmp_path, lines).programme.needs[0].divisible is True


def test_lists_are_parted_by_any_usual_sign(tmp_path):
    rows = {"village": [{**VALID["village"], "constraints": "交通,缺水；因病/产业弱"}]}

    (village,) = read(save_rows(tmp_path / "多选.xlsx", rows)).programme.villages

    assert village.constraints == (
        Constraint.TRANSPORT,
        Constraint.WATER,
        Constraint.ILLNESS,
        Constraint.WEAK_INDUSTRY,
    )


def test_english_headers_and_terms_are_read(tmp_path):
    lines = [
        [
            "No.",
            "Need number",
            "Village code",
            "Category",
            "Title",
            "Urgency",
            "Status",
            "Quantity",
        ],
        [1, "X1", village_code(1), "Living environment", "Bins", "URGENT", "Open for pairing", 3.5],
    ]

    (need,) = needs_of(tmp_path, lines, name="Needs").programme.needs

    assert (need.category, need.urgency, need.status) == (
        Category.ENVIRONMENT,
        Urgency.URGENT,
        NeedStatus.OPEN,
    )
    assert need.quantity == Decimal("3.5")


def test_a_sheet_with_any_name_is_known_by_its_columns(tmp_path):
    found = needs_of(tmp_path, [NEED_HEADER, need_line()], name="Sheet2")

    assert [one.record for one in found.sheets] == ["village", "need"]


def test_sheets_that_are_none_of_ours_are_passed_over_and_told(tmp_path):
    path = save(
        tmp_path / "x.xlsx",
        {
            "村": [["村代码", "村名", "乡镇", "县"], [village_code(1), "甲", "乙", "丙"]],
            "通讯录": [["姓名", "电话"], ["某某", "1"]],
            "空": [],
        },
    )

    assert read(path).ignored_sheets == (("x.xlsx", "通讯录"),)


def test_a_village_merged_over_its_needs_belongs_to_each_of_them(tmp_path):
    rows = valid_rows()
    rows["need"] = [{**VALID["need"], "number": f"X{number}"} for number in range(3)]

    def merge(sheets):
        column = place("need", "village_code")[0]
        sheets["need"].merge_cells(f"{column}2:{column}4")

    found = read(save_rows(tmp_path / "合并.xlsx", rows, merge))

    assert [need.village_code for need in found.programme.needs] == [village_code(1)] * 3


def test_a_quantity_may_carry_its_measure_in_the_header(tmp_path):
    lines = [[*NEED_HEADER, "数量(公斤)", "单位"], [*need_line(), 3, "公斤"]]

    (need,) = needs_of(tmp_path, lines).programme.needs

    assert (need.quantity, need.unit) == (3, "公斤")


def test_a_header_repeated_on_each_printed_page_is_no_row(tmp_path):
    lines = [NEED_HEADER, need_line(1), NEED_HEADER, need_line(2)]

    assert len(needs_of(tmp_path, lines).programme.needs) == 2


def test_a_line_that_numbers_the_columns_is_no_row(tmp_path):
    lines = [NEED_HEADER, [1, 2, 3, 4, 5, 6], need_line(1)]

    assert len(needs_of(tmp_path, lines).programme.needs) == 1


def test_rows_that_are_only_numbered_in_advance_are_no_rows(tmp_path):
    lines = [["序号", *NEED_HEADER], [1, *need_line(1)], [2], [3]]

    assert len(needs_of(tmp_path, lines).programme.needs) == 1


def test_an_office_s_own_word_yields_to_the_field_s_own_label(tmp_path):
    lines = [[*NEED_HEADER, "需求内容"], [*need_line(), "要一台冷库"]]

    (need,) = needs_of(tmp_path, lines).programme.needs

    assert (need.title, need.description) == ("冷链设备", "要一台冷库")


def test_a_bare_word_under_an_unknown_heading_is_not_guessed(tmp_path):
    lines = [
        ["村代码", "村名", "乡镇", "县", "易地搬迁", None],
        [None, None, None, None, "户数", "人数"],
        [village_code(1), "甲", "乙", "丙", 5, 20],
    ]
    path = save(tmp_path / "搬迁.xlsx", {"村": lines})
    workbook = openpyxl.load_workbook(path)
    workbook["村"].merge_cells("E1:F1")
    workbook.save(path)

    reading = read(path)

    assert reading.programme.villages[0].households is None
    assert [one.cell for one in reading.sheets[0].ignored] == ["E2", "F2"]


def test_a_number_in_a_text_column_is_the_text_it_shows(tmp_path):
    rows = {"village": [{**VALID["village"], "note": 2026, "organisations": 3.5}]}

    (village,) = read(save_rows(tmp_path / "字.xlsx", rows)).programme.villages

    assert (village.note, village.organisations) == ("2026", "3.5")


def test_a_figure_with_the_unit_of_its_column_is_exact(tmp_path):
    rows = {"village": [{**VALID["village"], "households": "412户", "arable_mu": "2,150.6 亩"}]}

    (village,) = read(save_rows(tmp_path / "单位.xlsx", rows)).programme.villages

    assert (village.households, village.arable_mu) == (412, Decimal("2150.6"))


def test_a_sum_that_a_spreadsheet_computed_is_taken_to_the_digits_it_shows(tmp_path):
    rows = {"village": [{**VALID["village"], "arable_mu": 0.1 + 0.2, "forest_mu": 1.1 + 2.2}]}

    (village,) = read(save_rows(tmp_path / "浮点.xlsx", rows)).programme.villages

    assert (village.arable_mu, village.forest_mu) == (Decimal("0.3"), Decimal("3.3"))


def test_a_code_in_small_or_full_width_letters_is_the_same_code(tmp_path):
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in uscc(1).lower())
    rows = {"enterprise": [{**VALID["enterprise"], "uscc": f" {full_width} "}]}

    (enterprise,) = read(save_rows(tmp_path / "全角.xlsx", rows)).programme.enterprises

    assert enterprise.uscc == uscc(1)
