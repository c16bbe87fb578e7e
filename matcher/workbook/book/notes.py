"""Notes at cells, large enough to be read without pulling at their corner."""

from __future__ import annotations

from openpyxl.cell import Cell
from openpyxl.comments import Comment

_WIDTH, _LINE, _SIGNS = 300, 19, 22  # pixels; signs of a line


def add_note(cell: Cell, text: str) -> None:
    lines = sum(1 + len(line) // _SIGNS for line in text.splitlines())
    cell.comment = Comment(text, "", width=_WIDTH, height=_LINE * (lines + 1))
