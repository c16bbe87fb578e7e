"""An uploaded file on its way in: kept for a moment under its own name, read by the core.

Of a file with faults the rows at fault are kept as they stand in it, so that the page can show
them as a piece of the sheet.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from matcher.errors import Fault, InputRefused
from matcher.parties import Upload
from matcher.programme import Programme
from matcher.workbook.grid import GridSheet, parsed
from matcher.workbook.places import cell_place, column_letters
from matcher.workbook.reading import read_programme
from matcher.workbook.refusal import FileRefused

LONGEST_NAME = 80  # in UTF-8 a Chinese character takes three of the 255 bytes of a name
LONGEST_CELL = 40
MOST_ROWS = 200


def read_upload(filename: str, content: bytes, known: Programme) -> Upload:
    """What the file holds, or what is wrong with it; both can be staged."""
    name = plain_name(filename)
    with written(name, content) as path:
        try:
            reading = read_programme([path], known=known)
        except InputRefused as refused:
            return Upload(
                name, content, faults=refused.faults, sheets=list(_excerpts(path, refused.faults))
            )
    sheets = [dataclasses.asdict(sheet) for sheet in reading.sheets]
    return Upload(name, content, programme=reading.programme, sheets=sheets)


@contextmanager
def written(name: str, content: bytes) -> Iterator[Path]:
    """The content as a file that only this process can read, gone afterwards."""
    with TemporaryDirectory(prefix="jiedui-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        yield path


def plain_name(filename: str) -> str:
    """The name without folders, controls, or letters that turn the reading direction."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    kept = "".join(one for one in last if one.isprintable() and one not in '<>:"|?*')
    stem, dot, ending = kept.rpartition(".")
    shortened = f"{stem[: LONGEST_NAME - len(ending)]}{dot}{ending}"[-LONGEST_NAME:]
    return shortened.strip(". ") or "workbook"


def _excerpts(path: Path, faults: Sequence[Fault]) -> Iterator[Mapping[str, Any]]:
    """The rows at fault, the first MOST_ROWS of them: sheet, number, and each cell's words."""
    wanted = {
        (fault.sheet, place[0]) for fault in faults if (place := cell_place(fault.cell)) is not None
    }
    if not wanted:
        return  # the fault is the file's: it was not read as far as its rows
    try:
        with parsed(path) as sheets:
            yield from _rows_of(sheets, wanted)
    except FileRefused:
        return  # for what stands in one cell the whole file is refused: there are no rows


def _rows_of(
    sheets: Iterator[GridSheet], wanted: set[tuple[str, int]]
) -> Iterator[Mapping[str, Any]]:
    left = MOST_ROWS
    for sheet in sheets:
        name = "" if sheet.is_text else sheet.name
        for row in sheet.rows:
            if left and (name, row.number) in wanted:
                left -= 1
                cells = {
                    column_letters(column): cell.text[:LONGEST_CELL]
                    for column, cell in enumerate(row.cells, start=1)
                    if cell is not None
                }
                yield {"sheet": name, "row": row.number, "cells": cells}
