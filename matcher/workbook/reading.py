"""Files of an office into a programme: all understood exactly, or every fault told at once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from matcher.errors import InputRefused
from matcher.messages import LANGUAGES, say
from matcher.programme import RECORDS, Programme
from matcher.workbook import words
from matcher.workbook.checking import check
from matcher.workbook.faults import FoundFaults, Where
from matcher.workbook.grid import GridRow, GridSheet, parsed
from matcher.workbook.headers import titles
from matcher.workbook.headers.finding import LOOKED_AT, Header, find_header
from matcher.workbook.layout import SHEETS, Sheet
from matcher.workbook.refusal import FileRefused
from matcher.workbook.rows import ReadRow, RowReader

_LEAST_COLUMNS = 3  # by which a sheet is known when its name does not tell
_NOTHING_KNOWN = Programme()


@dataclass(frozen=True)
class Ignored:
    """A column that was not read, because it is none of the record's."""

    cell: str
    title: str


@dataclass(frozen=True)
class SheetRead:
    """What was understood of one sheet: `units` are codes under `workbook.unit`, by field."""

    file: str
    sheet: str
    record: str
    rows: int
    units: Mapping[str, str]
    ignored: tuple[Ignored, ...]
    skipped: int  # totals, footers, the example


@dataclass(frozen=True)
class Reading:
    """The programme that the files hold, and how they were understood."""

    programme: Programme
    sheets: tuple[SheetRead, ...]
    ignored_sheets: tuple[tuple[str, str], ...]  # file, sheet


def read_programme(paths: Sequence[Path], *, known: Programme | None = None) -> Reading:
    """Read workbooks and CSV files as one programme. Raises InputRefused with every fault found.

    `known` is what is stored already: needs, offers and arrangements may refer to it.
    """
    intake = _Intake()
    for path in paths:
        intake.take(path)
    found = intake.found
    check(intake.rows, known or _NOTHING_KNOWN, found, whole=intake.whole)
    if found:
        raise InputRefused(found.in_order())
    return Reading(_programme(intake.rows), tuple(intake.sheets), tuple(intake.ignored_sheets))


class _Intake:
    """Takes one file after the other and remembers what was in it."""

    def __init__(self) -> None:
        self.found = FoundFaults()
        self.rows: list[ReadRow] = []
        self.sheets: list[SheetRead] = []
        self.ignored_sheets: list[tuple[str, str]] = []
        self.whole = True
        self._order = 0

    def take(self, path: Path) -> None:
        before = len(self.sheets), len(self.found)
        try:
            with parsed(path) as sheets:
                for sheet in sheets:
                    self._take_sheet(path, sheet)
        except FileRefused as refusal:
            self.whole = False
            self.found.add_refusal(Where(self._order, path.name, ""), refusal)
        if (len(self.sheets), len(self.found)) == before:
            self.found.add(Where(self._order, path.name, ""), "", "workbook.no_sheet")
        self._order += 1

    def _take_sheet(self, path: Path, sheet: GridSheet) -> None:
        where = Where(self._order, path.name, "" if sheet.is_text else sheet.name)
        self._order += 1
        first = list(itertools.islice(sheet.rows, LOOKED_AT + 1))
        if not first or titles.key(sheet.name) in _aside():
            return
        layout = _by_name(sheet.name)
        if layout is not None:
            header = find_header(layout, first, merges_lost=sheet.is_text)
            if header is None:
                self.whole = False
                self.found.add(where, "", "workbook.no_header")
                return
        else:
            header = _by_columns(first, merges_lost=sheet.is_text)
            if header is None:
                self.ignored_sheets.append((path.name, sheet.name))
                return
        self._take_rows(where, header, itertools.chain(first[header.first_data :], sheet.rows))

    def _take_rows(self, where: Where, header: Header, rows: Iterator[GridRow]) -> None:
        where = replace(where, record=header.layout.record)
        for remark in header.faults:
            self.found.add(where, remark.cell, remark.code, remark.field, **remark.params)
        reader = RowReader(where, header, self.found)
        taken = list(reader.read(rows))
        if taken:
            reader.missing_columns()
            self.whole = self.whole and reader.has_key
        self.rows += taken
        ignored = tuple(Ignored(cell, title) for cell, title in header.ignored)
        self.sheets.append(
            SheetRead(
                file=where.file,
                sheet=where.sheet,
                record=header.layout.record,
                rows=len(taken),
                units=header.money_units,
                ignored=ignored,
                skipped=reader.skipped,
            )
        )


def _aside() -> set[str]:
    """Sheets of our own workbook that hold no records."""
    codes = ("workbook.sheet.guide", "workbook.sheet.options")
    return {titles.key(say(code, language)) for code in codes for language in LANGUAGES}


def _by_name(name: str) -> Sheet | None:
    known = titles.sheet_names()
    whole = titles.key(name)
    stripped = words.SHEET_NAME.fullmatch(whole)
    record = known.get(whole) or (known.get(stripped["name"]) if stripped else None)
    return next((one for one in SHEETS if one.record == record), None)


def _by_columns(rows: Sequence[GridRow], *, merges_lost: bool) -> Header | None:
    """The one record whose columns the sheet has most of, its key among them."""
    headers = [
        header
        for layout in SHEETS
        if (header := find_header(layout, rows, merges_lost=merges_lost))
        and len(header.columns) >= _LEAST_COLUMNS
        and layout.key in {column.field for column in header.columns.values()}
    ]
    headers.sort(key=lambda header: -len(header.columns))
    if len(headers) > 1 and len(headers[0].columns) == len(headers[1].columns):
        return None
    return headers[0] if headers else None


def _programme(rows: Sequence[ReadRow]) -> Programme:
    found: dict[str, list[object]] = {layout.rows: [] for layout in SHEETS}
    for row in rows:
        found[row.layout.rows].append(RECORDS[row.layout.record](**row.values))
    return Programme(**{name: tuple(values) for name, values in found.items()})  # type: ignore[arg-type]
