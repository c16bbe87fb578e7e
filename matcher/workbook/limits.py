"""How much of a file is read before it is refused: generous for work, small for a bomb."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Bounds of one parse. A workbook of 5,000 full rows uses about a third of them."""

    file_bytes: int = 20 * MIB  # photos in a workbook count here, but are never unpacked
    csv_bytes: int = 40 * MIB  # 100,000 rows
    members: int = 2_000
    unpacked_bytes: int = 64 * MIB  # of the parts that are read, all together
    sheets: int = 60
    elements: int = 800_000  # cells and rows, filled or only styled
    rows: int = 20_000  # filled, of one sheet of a workbook
    csv_rows: int = 110_000
    columns: int = 256
    merged: int = 5_000
    signs: int = 32_767  # of one cell, as in Excel
    output_bytes: int = 96 * MIB
    memory_bytes: int = 512 * MIB
    cpu_seconds: int = 4
    wall_seconds: float = (
        20.0  # only for a crowded machine: on an idle one the CPU limit comes first
    )

    def as_json(self) -> str:
        return json.dumps(dataclasses.asdict(self))


LIMITS = Limits()
