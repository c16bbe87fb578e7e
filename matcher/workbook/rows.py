"""The rows below a header: which of them are data, and what each of their cells says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matcher.workbook import words
from matcher.workbook.cells.tidying import folded, trimmed
from matcher.workbook.cells.unclear import Unclear
from matcher.workbook.cells.values import read_cell
from matcher.workbook.faults import FoundFaults, Where
from matcher.workbook.grid import Cell, GridRow
from matcher.workbook.headers import titles
from matcher.workbook.headers.finding import Header
from matcher.workbook.layout import Column, Sheet
from matcher.workbook.places import cell_name, cell_place

_LOOKED_AT = 100  # signs of a cell that may tell that its row is no data
_TOTAL_WITHIN = 3  # 合计 stands in one of the first filled cells of its row


@dataclass(frozen=True)
class ReadRow:
    """One row of data. `values` lacks the fields that were empty or unclear."""

    where: Where
    layout: Sheet
    number: int
    values: dict[str, Any]
    unclear: Mapping[str, str]  # field → what stands there
    places: Mapping[str, int]  # field → column, counted from 0

    def cell(self, field: str) -> str:
        """Where the field stands; where the row begins if its sheet has no such column."""
        return cell_name(self.number, self.places.get(field, 0) + 1)


class RowReader:
    """Reads the rows of one sheet under one header; faults go to `found`."""

    def __init__(self, where: Where, header: Header, found: FoundFaults) -> None:
        self._where, self._header, self._found = where, header, found
        self._places = {column.field: index for index, column in header.columns.items()}
        self._unitless: set[str] = set()
        self._faulty = {remark.field for remark in header.faults}
        self.skipped = 0

    def read(self, rows: Iterable[GridRow]) -> Iterator[ReadRow]:
        """The rows of data; totals, footers, the example and repeated headers are skipped."""
        for row in rows:
            if self._found.are_enough:
                return
            filled = {
                column: cell
                for column, cell in enumerate(row.cells)
                if cell and (cell.kind == "f" or trimmed(cell.text))
            }
            if not any(column in self._header.columns for column in filled):
                continue
            if self._is_no_data(filled):
                self.skipped += 1
                continue
            yield self._read(row.number, filled)

    @property
    def has_key(self) -> bool:
        """Whether rows can be known by their code at all."""
        return self._header.layout.key in self._places

    def missing_columns(self) -> None:
        """Required fields without a column: one fault each, at the header."""
        for column in self._header.layout.columns:
            if column.required and column.field not in self._places.keys() | self._faulty:
                place = cell_name(self._header.number, 1)
                self._found.add(self._where, place, "workbook.column_missing", column.field)

    def _is_no_data(self, filled: dict[int, Cell]) -> bool:
        texts = [folded(cell.text[:_LOOKED_AT]).casefold() for cell in filled.values()]
        if words.EXAMPLE.fullmatch(texts[0]):
            return True
        if tuple(titles.key(text) for text in texts) == self._header.titles:
            return True
        if self._places.get(self._header.layout.key) in filled:
            return False
        return bool(words.FOOTER.fullmatch(texts[0])) or any(
            words.TOTAL.fullmatch(text) for text in texts[:_TOTAL_WITHIN]
        )

    def _read(self, number: int, filled: dict[int, Cell]) -> ReadRow:
        values: dict[str, Any] = {}
        unclear: dict[str, str] = {}
        for index, column in self._header.columns.items():
            place = cell_name(number, index + 1)
            cell = filled.get(index)
            if cell is not None and _repeats_another_column(cell, index):
                cell = None
            try:
                value = self._value(cell, column)
            except Unclear as reason:
                unclear[column.field] = folded(cell.text) if cell else ""
                self._complain(reason, place, column)
                continue
            if value is not None and value != ():
                values[column.field] = value
            elif column.required:
                self._found.add(self._where, place, "workbook.required", column.field)
        return ReadRow(
            where=self._where,
            layout=self._header.layout,
            number=number,
            values=values,
            unclear=unclear,
            places=self._places,
        )

    def _value(self, cell: Cell | None, column: Column) -> Any:
        if cell is None:
            return None
        return read_cell(cell, column, self._header.money_units.get(column.field))

    def _complain(self, unclear: Unclear, place: str, column: Column) -> None:
        """A missing unit is the header's fault: told once for the column, and there."""
        if unclear.code != "workbook.money_unit_missing":
            self._found.add(self._where, place, unclear.code, column.field, **unclear.params)
        elif column.field not in self._unitless | self._faulty:
            self._unitless.add(column.field)
            at = self._header.cell_of(self._places[column.field])
            self._found.add(self._where, at, unclear.code, column.field, first=place)


def _repeats_another_column(cell: Cell, index: int) -> bool:
    """Merged across columns, a value belongs to the first of them."""
    anchor = cell_place(cell.anchor) if cell.anchor else None
    return anchor is not None and anchor[1] != index + 1
