"""A CSV file as rows of text: its encoding and its separator are found out, never its meaning."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from matcher.workbook.limits import Limits
from matcher.workbook.parsing.output import Cell, Output
from matcher.workbook.places import cell_name
from matcher.workbook.quoting import unquoted
from matcher.workbook.refusal import FileRefused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = ",\t;"
_LOOKED_AT = 20  # lines that decide the separator


def read_csv(path: Path, limits: Limits, output: Output) -> None:
    """The one sheet of a CSV file, named for the file, to `output`. Raises FileRefused."""
    text = _decoded(path.read_bytes())
    csv.field_size_limit(limits.signs)
    lines = io.StringIO(text, newline="")
    output.sheet(path.stem, is_text=True)
    for number, cells in _rows(lines, _separator(text), limits):
        if number > limits.csv_rows:
            raise FileRefused("too_many_rows", cell=cell_name(number, 1), most=limits.csv_rows)
        if len(cells) > limits.columns:
            far = cell_name(number, len(cells))
            raise FileRefused("too_far", cell=far, columns=limits.columns)
        if any(cells):
            output.row(number, cells)


def _decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 by their mark, else UTF-8, else GB 18030 (which contains GBK)."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding != "utf-16" and b"\0" in data:
        raise FileRefused("not_text")
    for candidate in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            return data.decode(candidate)
        except UnicodeDecodeError:
            continue
    raise FileRefused("encoding")


def _separator(text: str) -> str:
    """The sign that parts most cells in the first lines."""
    lines = text[:65536].splitlines()[:_LOOKED_AT]
    counts = {sign: max((line.count(sign) for line in lines), default=0) for sign in _SEPARATORS}
    return max(_SEPARATORS, key=lambda sign: counts[sign])


def _rows(lines: Iterable[str], separator: str, limits: Limits) -> Iterator[tuple[int, list[Cell]]]:
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            code = "cell_too_long" if "field larger" in str(fault) else "csv_quotes"
            raise FileRefused(code, cell=cell_name(number, 1), most=limits.signs) from fault
        yield number, [unquoted(cell) or None for cell in cells]
