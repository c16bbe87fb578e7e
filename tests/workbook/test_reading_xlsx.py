"""The parser against openpyxl, and against files that were changed at random."""

from __future__ import annotations

import io
import json
import random
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.workbook.grid import parsed
from matcher.workbook.limits import LIMITS
from matcher.workbook.parsing.csv_rows import read_csv
from matcher.workbook.parsing.output import Output
from matcher.workbook.parsing.sheets import read_workbook
from matcher.workbook.parsing.sniffing import is_workbook
from matcher.workbook.refusal import FileRefused
from matcher.workbook.writing import write_template
from tests.workbook import hostile
from tests.workbook.values import SIGNS

CELLS = (
    st.text(SIGNS, min_size=1, max_size=8).filter(lambda text: not text.startswith("="))
    | st.integers(-(10**14), 10**14)
    | st.floats(-1e9, 1e9, allow_nan=False)
    | st.booleans()
    | st.dates(date(1900, 3, 1), date(9999, 12, 31))
    | st.none()
)


def rows_of(path):
    """What the parser tells, in this process: row number → cells."""
    told = io.StringIO()
    output = Output(told, LIMITS)
    (read_workbook if is_workbook(path) else read_csv)(path, LIMITS, output)
    lines = [json.loads(line) for line in told.getvalue().splitlines()]
    return {line[0]: line[1] for line in lines if isinstance(line, list)}


def as_openpyxl(cell):
    """A told cell as openpyxl would give it."""
    if cell is None or isinstance(cell, str):
        return cell
    kind, text = cell[:2]
    if kind == "n":
        return float(text)
    return {"b": lambda: text == "1", "d": lambda: date.fromisoformat(text)}[kind]()


def plain(value):
    if isinstance(value, datetime):
        return value.date()
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


@given(st.lists(st.lists(CELLS, max_size=6), max_size=6))
@settings(max_examples=60)
def test_cells_are_what_openpyxl_finds(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("oracle") / "x.xlsx"
    workbook = openpyxl.Workbook()
    for line in lines:
        workbook.active.append(line)
    workbook.save(path)

    told = rows_of(path)

    expected = openpyxl.load_workbook(path, data_only=True).active
    for row in expected.iter_rows():
        for cell in row:
            line = told.get(cell.row, [])
            found = line[cell.column - 1] if cell.column <= len(line) else None
            assert as_openpyxl(found) == plain(cell.value), cell.coordinate


def test_names_with_a_prefix_and_cells_without_a_place_are_read(tmp_path):
    sheet = (
        f'<x:worksheet xmlns:x="{hostile.MAIN}"><x:sheetData><x:row><x:c t="inlineStr"><x:is>'
        "<x:r><x:t>村</x:t></x:r><x:r><x:t>名</x:t></x:r></x:is></x:c><x:c><x:v>3</x:v></x:c>"
        "</x:row></x:sheetData></x:worksheet>"
    )
    path = hostile.pack(tmp_path / "x.xlsx", hostile.parts(sheet=sheet))

    assert rows_of(path) == {1: ["村名", ["n", "3"]]}


def test_reading_aids_of_a_text_are_not_part_of_it(tmp_path):
    strings = (
        f'<sst xmlns="{hostile.MAIN}"><si><t>村</t><rPh sb="0" eb="1"><t>cūn</t></rPh>'
        "<phoneticPr/></si></sst>"
    )
    sheet = hostile.SHEET % '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    path = hostile.pack(tmp_path / "x.xlsx", hostile.parts(sheet=sheet, strings=strings))

    assert rows_of(path) == {1: ["村"]}


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ('<c r="A1"><f>1+1</f><v>2</v></c>', ["n", "2"]),
        ('<c r="A1"><f>1+1</f></c>', ["f", ""]),
        ('<c r="A1"><f>1+1</f><v></v></c>', ["f", ""]),
        ('<c r="A1" t="str"><f>"a"</f><v>a</v></c>', "a"),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ["e", "#DIV/0!"]),
        ('<c r="A1" t="d"><v>2026-03-25T00:00:00</v></c>', ["d", "2026-03-25"]),
        ('<c r="A1" t="str"><v>_x0041__x005F_x0042_</v></c>', "A_x0042_"),
        ('<c r="A1"><v>NaN</v></c>', "NaN"),
        ('<c r="A1"><v>1E+999</v></c>', "1E+999"),
    ],
)
def test_a_cell_says_what_is_stored(cell, told, tmp_path):
    sheet = hostile.SHEET % f'<row r="1">{cell}</row>'

    path = hostile.pack(tmp_path / "x.xlsx", hostile.parts(sheet=sheet))

    assert rows_of(path) == {1: [told]}


def test_a_formula_with_an_empty_result_is_an_empty_cell(tmp_path):
    sheet = hostile.SHEET % '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c></row>'

    assert rows_of(hostile.pack(tmp_path / "x.xlsx", hostile.parts(sheet=sheet))) == {}


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    path = tmp_path_factory.mktemp("good") / "模板.xlsx"
    write_template(path)
    return path.read_bytes()


def spoiled(data, dice):
    """A few bytes changed, and sometimes the end cut off."""
    changed = bytearray(data)
    for _ in range(dice.choice([1, 1, 3, 20])):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed[: dice.choice([len(changed), dice.randrange(len(changed))])])


def refusals(files):
    """How many of the files are refused; anything but reading or refusing them would raise."""
    count = 0
    for path in files:
        try:
            rows_of(path)
        except FileRefused:
            count += 1
    return count


def test_a_damaged_file_is_refused_or_read_but_nothing_else(good, tmp_path):
    dice = random.Random(2026)
    files = [tmp_path / f"{number}.xlsx" for number in range(300)]
    for path in files:
        path.write_bytes(spoiled(good, dice))

    assert 150 < refusals(files) < 300


def test_a_part_that_was_changed_is_refused_or_read_but_nothing_else(good, tmp_path):
    dice = random.Random(2026)
    files = [tmp_path / f"{number}.xlsx" for number in range(200)]
    with zipfile.ZipFile(io.BytesIO(good)) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    read_parts = [name for name in parts if name.endswith((".rels", ".xml")) and "draw" not in name]
    for path in files:
        chosen = dice.choice(read_parts)
        with zipfile.ZipFile(path, "w") as package:
            for name, data in parts.items():
                package.writestr(name, spoiled(data, dice) if name == chosen else data)

    assert 60 < refusals(files) < 200


@given(st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
@settings(max_examples=500)
def test_any_bytes_called_csv_are_refused_or_read(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(data)

    try:
        rows = rows_of(path)
    except FileRefused as refusal:
        assert refusal.code.startswith("workbook.")  # noqa: PT017 - both ends are expected
    else:
        assert all(number >= 1 for number in rows)


def test_five_thousand_rows_are_read_whole(tmp_path):
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("村")
    for number in range(5_000):
        sheet.append([f"文字{number}", number, None, number / 7] * 10)
    workbook.save(tmp_path / "多.xlsx")

    with parsed(tmp_path / "多.xlsx") as sheets:
        rows = [row for sheet in sheets for row in sheet.rows]

    assert len(rows) == 5_000
    assert sum(len(row.cells) for row in rows) == 5_000 * 40
    assert Decimal(rows[4_999].cells[1].text) == 4_999
