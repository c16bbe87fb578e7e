"""No text that fits into a cell keeps the reader busy, however it is made."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from matcher.workbook import words
from matcher.workbook.cells.unclear import Unclear
from matcher.workbook.cells.values import read_cell
from matcher.workbook.grid import Cell, GridRow
from matcher.workbook.headers.finding import LOOKED_AT, find_header
from matcher.workbook.layout import SHEETS
from matcher.workbook.limits import LIMITS

COLUMNS = {(one.kind, one.terms, one.shape): one for layout in SHEETS for one in layout.columns}
PIECES = [
    "1",
    "1,",
    "1,111",
    "、",
    "产业、",
    "3-",
    "2026-",
    "(",
    "单位:",
    "万元",
    " ",
    "\ufdfa",
    "a(",
]


@pytest.mark.parametrize("piece", PIECES)
def test_a_cell_full_of_one_piece_is_dealt_with_at_once(piece):
    text = (piece * LIMITS.signs)[: LIMITS.signs]
    started = time.process_time()

    for column in COLUMNS.values():
        with suppress(Unclear):
            read_cell(Cell("s", text), column, "yuan")
    for layout in SHEETS:
        rows = [GridRow(number, (Cell("s", text),) * 3) for number in range(1, LOOKED_AT + 1)]
        assert find_header(layout, rows, merges_lost=True) is None
    for pattern in (words.TOTAL, words.FOOTER, words.EXAMPLE, words.SHEET_NAME):
        pattern.fullmatch(text)

    # Processor time, a hundred times what it takes: only work that grows with the square is found.
    assert time.process_time() - started < 10
