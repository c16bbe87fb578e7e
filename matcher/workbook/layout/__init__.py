"""The five sheets of the workbook and their columns: the one description that reading, writing and
the template share."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.workbook.layout.column import FIGURES, Column, Kind, columns_of
from matcher.workbook.layout.shapes import SHAPES

__all__ = ["FIGURES", "SHEETS", "Column", "Kind", "Sheet"]


@dataclass(frozen=True)
class Sheet:
    """One sheet: a kind of record, the place of its rows in the programme, and its columns."""

    record: str
    rows: str  # the attribute of Programme, and the name of its CSV file
    columns: tuple[Column, ...]
    key: str  # the field without which a row is nobody's

    def column(self, field: str) -> Column:
        return next(one for one in self.columns if one.field == field)


def _required_first(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Whoever fills in a sheet meets first what must not be left out."""
    return tuple(sorted(columns, key=lambda column: not column.required))


SHEETS: tuple[Sheet, ...] = tuple(
    Sheet(record, rows, _required_first(columns_of(record, SHAPES[record])), key)
    for record, rows, key in (
        ("village", "villages", "code"),
        ("need", "needs", "number"),
        ("enterprise", "enterprises", "uscc"),
        ("offer", "offers", "number"),
        ("arrangement", "arrangements", "uscc"),
    )
)
