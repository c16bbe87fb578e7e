"""Places on a sheet as people name them: row 3, column 28 ↔ "AB3"."""

from __future__ import annotations

import re
from functools import cache

_NAME = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")


@cache
def column_letters(column: int) -> str:
    """1 → "A", 28 → "AB"."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"


def cell_place(name: str) -> tuple[int, int] | None:
    """Row and column of "AB3", None when it is no place on a sheet."""
    found = _NAME.match(name)
    if found is None:
        return None
    return int(found[2]), _column(found[1])


@cache
def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column
