"""The one exception of reading a cell: it cannot be told what is meant."""

from __future__ import annotations

from typing import Any


class Unclear(Exception):
    """`code` stands under `workbook.`; the row adds the place and makes it a Fault."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = f"workbook.{code}"
        self.params = params
