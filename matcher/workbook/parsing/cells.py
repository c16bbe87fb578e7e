"""The cells of one sheet as its XML goes by: filled ones are kept, far ones refuse the file."""

from __future__ import annotations

import math
import re

from matcher.workbook.limits import Limits
from matcher.workbook.parsing.output import Cell
from matcher.workbook.parsing.package import Attributes, local
from matcher.workbook.parsing.strings import unescaped
from matcher.workbook.parsing.styles import Styles
from matcher.workbook.places import cell_name, cell_place, column_letters
from matcher.workbook.refusal import FileRefused

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LONGEST_FIGURE = 40
_KNOWN = {tag: tag for tag in ("c", "v", "row", "f", "is", "t")}
_COLUMNS = {column_letters(column): column for column in range(1, 257)}


class SheetReader:
    """Handlers for the XML of one sheet; `rows` is what it leaves: row → column → cell.

    They run some million times for a large sheet, so the common tags come first in them.
    """

    def __init__(
        self, name: str, strings: list[str], styles: Styles, limits: Limits, elements: int
    ) -> None:
        self.rows: dict[int, dict[int, Cell]] = {}
        self.merged: list[tuple[str, str]] = []
        self.elements_left = elements
        self.name = name
        self._strings, self._styles, self._limits = strings, styles, limits
        self._row = self._column = 0
        self._digits = ""  # of the row at hand
        self._cell: Attributes | None = None
        self._stored: str | None = None  # the text of <v> or <t> of the cell at hand
        self._is_formula = False
        self._pieces: list[str] | None = None

    def start(self, tag: str, given: Attributes) -> None:
        tag = _KNOWN.get(tag) or local(tag)
        if tag == "c":
            self.count()
            self._cell, self._stored, self._is_formula = given, None, False
            place = given.get("r", "")
            # Taking a place apart is slow: mostly its digits are those of its row.
            column = _COLUMNS.get(place[: -len(self._digits)]) if self._digits else None
            if column and place.endswith(self._digits):
                self._column = column
            else:
                self._go_to(place)
        elif self._cell is not None:
            if tag in ("v", "t"):
                self._pieces = []
            elif tag == "f":
                self._is_formula = True
        elif tag == "row":
            self.count()
            self._go_to_row(_number(given["r"]) if "r" in given else self._row + 1)
        elif tag == "mergeCell":
            self._merge(given.get("ref", ""))

    def text(self, piece: str) -> None:
        if self._pieces is not None:
            self._pieces.append(piece)

    def end(self, tag: str) -> None:
        if self._pieces is not None:
            # A text in runs (<is><r><t>) comes in several pieces.
            self._stored = (self._stored or "") + "".join(self._pieces)
            self._pieces = None
        elif self._cell is not None and (tag == "c" or local(tag) == "c"):
            if self._stored or self._is_formula:
                value = self._value(self._cell, self._stored or "")
                if value:
                    self._keep(value)
            self._cell = None

    def count(self) -> None:
        self.elements_left -= 1
        if self.elements_left < 0:
            raise FileRefused("too_many_cells", sheet=self.name, most=self._limits.elements)

    def _go_to(self, place: str) -> None:
        if not place:
            self._column += 1
            return
        found = cell_place(place)
        if found is None:
            raise FileRefused("damaged", sheet=self.name)
        if found[0] != self._row:
            self._go_to_row(found[0])
        self._column = found[1]

    def _go_to_row(self, row: int) -> None:
        self._row, self._column, self._digits = row, 0, str(row)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        self.merged.append((first, last or first))
        if len(self.merged) > self._limits.merged:
            raise FileRefused("too_many_merged", sheet=self.name, most=self._limits.merged)

    def _keep(self, value: str | list[str]) -> None:
        if self._column > self._limits.columns:
            raise self._refusal("too_far", columns=self._limits.columns)
        row = self.rows.get(self._row)
        if row is None:
            row = self._new_row()
        if self._column in row:
            raise self._refusal("damaged")
        if len(value if isinstance(value, str) else value[1]) > self._limits.signs:
            raise self._refusal("cell_too_long", most=self._limits.signs)
        row[self._column] = value

    def _new_row(self) -> dict[int, Cell]:
        most = self._limits.rows
        if self._row < 1:
            raise self._refusal("damaged")
        if len(self.rows) >= most or self._row > 10 * most:
            raise self._refusal("too_many_rows", most=most)
        row: dict[int, Cell] = {}
        self.rows[self._row] = row
        return row

    def _refusal(self, code: str, **params: int) -> FileRefused:
        place = cell_name(self._row, self._column)
        return FileRefused(code, sheet=self.name, cell=place, **params)

    def _value(self, given: Attributes, stored: str) -> str | list[str]:
        kind = given.get("t", "n")
        if kind == "s":
            return self._strings[self._shared(stored)]
        if self._is_formula and not stored:
            return "" if kind == "str" else ["f", ""]
        if kind in ("str", "inlineStr"):
            return unescaped(stored)
        if kind in ("b", "e"):
            return [kind, stored]
        if kind == "d" and _DAY.match(stored):
            return ["d", stored[:10]]
        return self._figure(stored, given.get("s", "0"))

    def _shared(self, stored: str) -> int:
        index = _number(stored)
        if index >= len(self._strings):
            raise self._refusal("damaged")
        return index

    def _figure(self, stored: str, style: str) -> str | list[str]:
        try:
            size = float(stored)
        except ValueError:
            return stored
        if not math.isfinite(size) or len(stored) > _LONGEST_FIGURE:
            return stored
        if style in self._styles.dates and (day := self._styles.day(size)):
            return ["d", day]
        return ["u" if style in self._styles.sized else "n", stored.strip()]


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise FileRefused("damaged")
    return int(text)
