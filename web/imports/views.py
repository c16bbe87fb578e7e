"""How an import is shown: what was understood, each fault in its row, each change old and new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from matcher.errors import Fault
from matcher.parties import Difference, Staged
from matcher.workbook.places import cell_place, column_letters
from web.records import field_value
from web.translating import label, sentence, t

FIRST_COLUMNS = 3  # they tell whose row it is


@dataclass(frozen=True)
class SheetLine:
    """One sheet as it was understood."""

    name: str
    holds: str
    rows: int
    units: str


@dataclass(frozen=True)
class ShownFault:
    cell: str
    words: str


@dataclass(frozen=True)
class SheetCell:
    """One cell of a piece of the sheet, under its column's letters."""

    letters: str
    text: str
    bad: bool


@dataclass(frozen=True)
class FaultyRow:
    """A row as it stands in the file, and what is wrong in it. A fault of no cell has no row."""

    number: int
    cells: tuple[SheetCell, ...]
    faults: tuple[ShownFault, ...]


@dataclass(frozen=True)
class FaultySheet:
    """The faults of one sheet from top to bottom; a nameless one holds those of the whole file."""

    name: str
    rows: tuple[FaultyRow, ...]

    @property
    def count(self) -> int:
        return sum(len(row.faults) for row in self.rows)


@dataclass(frozen=True)
class ShownChange:
    title: str
    key: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class KindOfRecord:
    """What would happen to the rows of one kind."""

    name: str
    added: int
    changed: int
    unchanged: int
    missing: int
    added_titles: tuple[str, ...]
    changes: tuple[ShownChange, ...]


@dataclass(frozen=True)
class ImportPage:
    staged: Staged
    sheets: tuple[SheetLine, ...]
    faulty: tuple[FaultySheet, ...]
    kinds: tuple[KindOfRecord, ...]


def import_page(staged: Staged) -> ImportPage:
    return ImportPage(
        staged=staged,
        sheets=tuple(_sheet(one) for one in staged.sheets if "record" in one),
        faulty=faulty_sheets(staged),
        kinds=_kinds(staged.difference) if staged.difference else (),
    )


def _sheet(read: Mapping[str, Any]) -> SheetLine:
    return SheetLine(
        name=read["sheet"],
        holds=t(f"imports.kind.{read['record']}"),
        rows=read["rows"],
        units=t(
            "site.listed",
            items=[
                t("imports.in_unit", field=label(read["record"], field), unit=_unit(unit))
                for field, unit in sorted(dict(read["units"]).items())
            ],
        ),
    )


def _unit(code: str) -> str:
    return sentence(f"workbook.unit.{code}")


def faulty_sheets(staged: Staged) -> tuple[FaultySheet, ...]:
    excerpts = {(one["sheet"], one["row"]): one["cells"] for one in staged.sheets if "cells" in one}
    return tuple(
        FaultySheet(
            name,
            tuple(
                _faulty_row(number, excerpts.get((name, number), {}), tuple(in_row))
                for number, in_row in groupby(in_sheet, key=_row_number)
            ),
        )
        for name, in_sheet in groupby(staged.faults, key=lambda fault: fault.sheet)
    )


def _row_number(fault: Fault) -> int:
    place = cell_place(fault.cell)
    return place[0] if place else 0


def _faulty_row(number: int, cells: Mapping[str, str], faults: tuple[Fault, ...]) -> FaultyRow:
    bad = {place[1] for fault in faults if (place := cell_place(fault.cell))}
    known = {cell_place(f"{letters}1")[1]: text for letters, text in cells.items()}
    beside = {column + step for column in bad for step in (-1, 0, 1) if column + step > 0}
    first = sorted(known)[:FIRST_COLUMNS]
    return FaultyRow(
        number=number,
        cells=tuple(
            SheetCell(column_letters(column), known.get(column, ""), column in bad)
            for column in sorted(beside.union(first))
        )
        if known
        else (),
        faults=tuple(
            ShownFault(fault.cell, sentence(fault.code, **fault.params)) for fault in faults
        ),
    )


def _kinds(difference: Difference) -> tuple[KindOfRecord, ...]:
    return tuple(
        KindOfRecord(
            name=t(f"imports.kind.{counts.kind}"),
            added=counts.added,
            changed=counts.changed,
            unchanged=counts.unchanged,
            missing=counts.missing,
            added_titles=tuple(row.title for row in difference.added if row.kind == counts.kind),
            changes=tuple(
                ShownChange(
                    title=change.title,
                    key=change.key,
                    fields=tuple(
                        (
                            label(change.kind, one.field),
                            field_value(change.kind, one.field, one.old),
                            field_value(change.kind, one.field, one.new),
                        )
                        for one in change.fields
                    ),
                )
                for change in difference.changed
                if change.kind == counts.kind
            ),
        )
        for counts in difference.counts
    )
