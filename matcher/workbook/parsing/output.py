"""What the child tells its parent: JSON lines, counted, so that no file can flood the parent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TextIO

from matcher.workbook.limits import Limits
from matcher.workbook.refusal import FileRefused

Cell = str | list[str] | None
"""One cell as the package's docstring says."""

_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


class Output:
    """The stream to the parent."""

    def __init__(self, stream: TextIO, limits: Limits) -> None:
        self._stream = stream
        self._left = limits.output_bytes

    def sheet(self, name: str, *, is_text: bool = False) -> None:
        self._line({"sheet": name, "text": is_text})

    def row(self, number: int, cells: Sequence[Cell]) -> None:
        self._line([number, cells])

    def done(self) -> None:
        self._line({"done": True})

    def refused(self, refusal: FileRefused) -> None:
        told = {
            "code": refusal.code,
            "sheet": refusal.sheet,
            "cell": refusal.cell,
            "params": refusal.params,
        }
        self._stream.write(_encode({"refused": told}) + "\n")

    def _line(self, value: Any) -> None:
        line = _encode(value)
        self._left -= len(line) + 1
        if self._left < 0:
            raise FileRefused("unpacks_too_large")
        self._stream.write(line + "\n")
