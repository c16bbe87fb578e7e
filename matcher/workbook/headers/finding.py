"""Where the header of a sheet stands, and which of its columns is which field, in which unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.workbook import words
from matcher.workbook.cells.tidying import folded, shown
from matcher.workbook.grid import GridRow
from matcher.workbook.headers import titles
from matcher.workbook.headers.titles import Meaning
from matcher.workbook.headers.units import Remark, read_units
from matcher.workbook.layout import Column, Sheet
from matcher.workbook.places import cell_name, cell_place

LOOKED_AT = 30  # rows among which the header must stand
_LEAST_MATCHES = 2
_NUMBERING = 4  # a row 1, 2, 3, 4 … below a header only numbers its columns


@dataclass(frozen=True)
class Header:
    """A found header. Columns by their place, counted from 0; rows by their place in the list."""

    layout: Sheet
    number: int  # of the row on the sheet
    first_data: int  # place of the first row below
    titles: tuple[str, ...]
    columns: Mapping[int, Column]
    money_units: Mapping[str, str]  # field → unit, where it is told
    sequence: int | None
    ignored: tuple[tuple[str, str], ...]  # cell, title
    faults: tuple[Remark, ...]

    def cell_of(self, column: int) -> str:
        return cell_name(self.number, column + 1)


def find_header(layout: Sheet, rows: Sequence[GridRow], *, merges_lost: bool) -> Header | None:
    """The best header for this record among the first rows, None when none fits.

    `merges_lost`: the file is CSV, where a heading over several columns leaves blanks behind it.
    """
    best, most = -1, _LEAST_MATCHES - 1
    for place in range(min(len(rows), LOOKED_AT)):
        found = _title_cells(layout, rows, place, merges_lost=merges_lost)
        matches = len({meaning.fields[0] for _, _, meaning in found if meaning})
        # Of two equal lines in a row the lower one holds the names, the upper one the headings.
        if matches > most or (matches == most and place == best + 1):
            best, most = place, matches
    if best < 0:
        return None
    return _header(layout, rows, best, merges_lost=merges_lost)


def _title_cells(
    layout: Sheet, rows: Sequence[GridRow], place: int, *, merges_lost: bool
) -> list[tuple[int, str, Meaning | None]]:
    """Column, title and meaning of each header cell of a row, with the headings above it."""
    lower = _own_texts(rows[place])
    groups = _groups(rows, place, len(lower), carried=merges_lost)
    upper = _own_texts(rows[place - 1]) if any(groups) else {}
    found: list[tuple[int, str, Meaning | None]] = []
    for column in sorted(lower.keys() | upper.keys()):
        title = lower.get(column) or upper[column]
        group = groups[column] if column < len(groups) and column in lower else ""
        found.append((column, title, titles.meaning(layout, title, group)))
    return found


def _own_texts(row: GridRow) -> dict[int, str]:
    """Texts of a row; a cell that only repeats its left neighbour has none of its own."""
    texts: dict[int, str] = {}
    for column, cell in enumerate(row.cells):
        if cell is None or cell.kind not in "sn" or len(cell.text) > titles.LONGEST:
            continue
        if not folded(cell.text):
            continue
        anchor = cell_place(cell.anchor) if cell.anchor else None
        if anchor is None or anchor[1] == column + 1:
            texts[column] = cell.text
    return texts


def _groups(rows: Sequence[GridRow], place: int, width: int, *, carried: bool) -> list[str]:
    """The heading above each column, empty when the row above holds no headings."""
    if place == 0 or rows[place - 1].number != rows[place].number - 1:
        return []
    above = rows[place - 1].cells
    texts = ["" if cell is None else cell.text[: titles.LONGEST] for cell in above]
    texts += [""] * (max(len(rows[place].cells), width) - len(texts))
    distinct = {text for text in texts if text}
    if len(distinct) < 2 or not all(titles.may_be_group(text) for text in distinct):
        return []
    if carried:
        last = ""
        for column, text in enumerate(texts):
            last = text or last
            texts[column] = last
    return texts


def _header(layout: Sheet, rows: Sequence[GridRow], place: int, *, merges_lost: bool) -> Header:
    number = rows[place].number
    cells = _title_cells(layout, rows, place, merges_lost=merges_lost)
    columns, faults = _assigned(layout, number, cells)
    first_data, hints = _below(rows, place)
    units, unit_faults = read_units(rows, place, columns, hints)
    sequence = next((c for c, title, _ in cells if titles.key(title) in words.SEQUENCE), None)
    placed = {fault.cell for fault in faults}
    ignored = tuple(
        (cell_name(number, column + 1), shown(title))
        for column, title, _ in cells
        if column not in columns
        and column != sequence
        and cell_name(number, column + 1) not in placed
    )
    return Header(
        layout=layout,
        number=number,
        first_data=first_data,
        titles=tuple(titles.key(title) for _, title, _ in cells),
        columns=columns,
        money_units=units,
        sequence=sequence,
        ignored=ignored,
        faults=(*faults, *unit_faults),
    )


def _assigned(
    layout: Sheet, number: int, cells: Sequence[tuple[int, str, Meaning | None]]
) -> tuple[dict[int, Column], list[Remark]]:
    """Own labels first, then other words by how few fields they may mean."""
    taken: dict[str, int] = {}
    own: set[str] = set()
    faults: list[Remark] = []
    meant = [(column, title, meaning) for column, title, meaning in cells if meaning]
    for column, title, meaning in sorted(
        meant, key=lambda one: (not one[2].own, len(one[2].fields), one[0])
    ):
        free = next((one for one in meaning.fields if one not in taken), None)
        if free is not None:
            taken[free] = column
            own |= {free} if meaning.own else set()
        elif meaning.own or not own.issuperset(meaning.fields):
            field_name = meaning.fields[0]
            params = {"found": shown(title), "first": cell_name(number, taken[field_name] + 1)}
            place = cell_name(number, column + 1)
            faults.append(Remark(place, "workbook.column_twice", field_name, params))
    return {column: layout.column(name) for name, column in sorted(taken.items())}, faults


def _below(rows: Sequence[GridRow], place: int) -> tuple[int, dict[int, list[str]]]:
    """The first row of data, and what the lines between say of each column."""
    hints: dict[int, list[str]] = {}
    for after in range(place + 1, min(len(rows), place + 4)):
        texts = _own_texts(rows[after])
        if _only_numbers_columns(texts):
            continue
        parts = {column: titles.hint_parts(text) for column, text in texts.items()}
        known = titles.hints()
        if not parts or not all(part in known for found in parts.values() for part in found):
            return after, hints
        for column, found in parts.items():
            hints.setdefault(column, []).extend(found)
    return min(len(rows), place + 4), hints


def _only_numbers_columns(texts: Mapping[int, str]) -> bool:
    listed = [folded(text).strip("()") for _, text in sorted(texts.items())]
    return len(listed) >= _NUMBERING and listed == [str(one + 1) for one in range(len(listed))]
