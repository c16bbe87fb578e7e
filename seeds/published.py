"""Examples kept as CSV files: read through the same door as an upload, and of one size only."""

from __future__ import annotations

from pathlib import Path

from matcher.errors import JieduiError
from matcher.programme import Programme
from matcher.workbook.reading import read_programme


def read_folder(folder: Path, example: str, size: tuple[int, int] | None) -> Programme:
    """The programme in the folder's sheets. Raises JieduiError "example.fixed_size" for a size."""
    if size is not None:
        raise JieduiError("example.fixed_size", example=example)
    return read_programme(sorted(folder.glob("*.csv"))).programme
