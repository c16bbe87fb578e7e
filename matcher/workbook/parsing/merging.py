"""Merged cells: what stands in the first cell of a range is meant for every cell of it."""

from __future__ import annotations

from matcher.workbook.parsing.cells import SheetReader
from matcher.workbook.places import cell_name, cell_place
from matcher.workbook.refusal import FileRefused


def spread(reader: SheetReader) -> None:
    """Repeat the first cell of each merged range, marked with its place, in the rows there are.

    Each repetition counts as an element, so a range over the whole sheet cannot grow the result.
    """
    widest = max((max(cells) for cells in reader.rows.values()), default=0)
    deepest = max(reader.rows, default=0)
    for first, last in reader.merged:
        top_left, bottom_right = cell_place(first), cell_place(last)
        if top_left is None or bottom_right is None:
            raise FileRefused("damaged", sheet=reader.name)
        (top, left), (bottom, right) = top_left, bottom_right
        value = reader.rows.get(top, {}).get(left)
        if value is None or (isinstance(value, list) and len(value) > 2):
            continue
        kind, text = ("s", value) if isinstance(value, str) else value
        for row in range(top, min(bottom, deepest) + 1):
            reader.count()
            cells = reader.rows.get(row)
            if cells is None:
                continue
            for column in range(left, min(right, widest) + 1):
                reader.count()
                if (row, column) != (top, left) and column not in cells:
                    cells[column] = [kind, text, cell_name(top, left)]
