"""Values into cells, such that text is never computed and figures stay figures."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from openpyxl.cell import Cell

from matcher.workbook.cells.written import Held

_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def hold(cell: Cell, held: Held) -> None:
    """Put a value into a cell. Text that looks like a formula, a date or an error stays text."""
    if isinstance(held, (Decimal, date)):
        cell.value = held
        return
    # A typed "_x0041_" would be read as the sign A; the format wants its underscore escaped.
    cell.value = _LIKE_ESCAPE.sub("_x005F_", held)
    cell.data_type = "s"
