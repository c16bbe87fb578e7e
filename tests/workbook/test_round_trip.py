"""What is written is read again as it was: cell by cell, and as whole files."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import date
from decimal import Decimal
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.messages import LANGUAGES
from matcher.programme import Programme
from matcher.workbook.cells.figures import stored_figure
from matcher.workbook.cells.unclear import Unclear
from matcher.workbook.cells.values import read_cell
from matcher.workbook.cells.written import MONEY_UNIT, csv_text, written
from matcher.workbook.grid import Cell
from matcher.workbook.layout import SHEETS
from matcher.workbook.quoting import unquoted
from matcher.workbook.writing import write_csv, write_programme
from tests.programmes import a_programme
from tests.workbook.office import read
from tests.workbook.values import programmes, values

COLUMNS = [column for layout in SHEETS for column in layout.columns]
KINDS = list({(one.kind, one.terms, one.shape): one for one in COLUMNS}.values())


def as_stored(held):
    """The cell as a spreadsheet keeps it: numbers only to the precision of a double."""
    if isinstance(held, Decimal):
        return Cell("n", f"{float(held):.16g}")
    if isinstance(held, date):
        return Cell("d", held.isoformat())
    return Cell("s", held)


def normal(value):
    return value if not isinstance(value, Decimal) else value.normalize()


@pytest.mark.parametrize("column", KINDS, ids=lambda one: f"{one.record}.{one.field}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_every_kind_of_cell_comes_back(column, language):
    @given(values(column))
    @settings(max_examples=40)
    def comes_back(value):
        held = written(value, column, language)
        unit = MONEY_UNIT[language]

        in_workbook = read_cell(as_stored(held), column, unit)
        in_csv = read_cell(Cell("s", unquoted(csv_text(held))), column, unit)

        assert normal(in_workbook) == normal(in_csv) == normal(value)

    comes_back()


@given(programmes())
@settings(max_examples=4)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_programme_comes_back_from_a_workbook(tmp_path_factory, language, programme):
    path = tmp_path_factory.mktemp("xlsx") / "方案.xlsx"

    write_programme(programme, path, language)

    assert read(path).programme == programme


@given(programmes())
@settings(max_examples=4)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_programme_comes_back_from_its_csv_files(tmp_path_factory, language, programme):
    folder = tmp_path_factory.mktemp("csv")

    write_csv(programme, folder, language)

    assert read(*sorted(folder.iterdir())).programme == programme


def test_an_empty_programme_comes_back_empty(tmp_path):
    write_programme(Programme(), tmp_path / "空.xlsx")

    assert read(tmp_path / "空.xlsx").programme == Programme()


def test_the_same_programme_is_written_as_the_same_bytes_at_any_time(tmp_path):
    programme = a_programme(3)
    write_programme(programme, tmp_path / "a.xlsx")
    with patch("time.localtime", return_value=time.localtime(10**9)):
        write_programme(programme, tmp_path / "b.xlsx")

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@given(
    st.sampled_from(COLUMNS),
    st.sampled_from("snudbef"),
    st.text(max_size=20) | st.from_regex(r"[-+(]?\d{1,25}[.,/年-]?\d{0,9}[万元%]?", fullmatch=True),
    st.sampled_from([None, "yuan", "wan", "yi"]),
)
@settings(max_examples=1000)
def test_any_cell_is_either_understood_or_unclear(column, kind, text, unit):
    if kind in "nu":
        try:
            float(text)
        except ValueError:
            kind = "s"  # the parser gives nothing else as a number
    if kind == "d":
        text = "2026-03-25"

    with suppress(Unclear):
        value = read_cell(Cell(kind, text), column, unit)

        assert value in (None, ()) or written(value, column) is not None


@given(st.decimals(0, 10**15, places=6), st.integers(-300, 300))
def test_a_stored_number_keeps_fifteen_digits_and_no_more(figure, exponent):
    text = f"{float(figure) * 10.0**exponent!r}"

    stored = stored_figure(text)

    assert stored is None or len(stored.as_tuple().digits) <= 21
    if stored is not None and stored:
        assert abs(stored - Decimal(text)) <= abs(Decimal(text)) * Decimal("1e-14")
