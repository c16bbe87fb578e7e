"""A file that is not read at all, and why: raised where it is noticed, told as one fault."""

from __future__ import annotations

from typing import Any


class FileRefused(Exception):
    """`code` stands under `workbook.`; `sheet` and `cell` only when the place is known."""

    def __init__(self, code: str, *, sheet: str = "", cell: str = "", **params: Any) -> None:
        super().__init__(code, params)
        self.code = f"workbook.{code}"
        self.sheet = sheet
        self.cell = cell
        self.params = params
