"""All faults of one reading: gathered, put in the order of the sheets, and capped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matcher.errors import Fault
from matcher.messages import label
from matcher.workbook.places import cell_place
from matcher.workbook.refusal import FileRefused

MOST_FAULTS = 1_000
_ENOUGH = 20_000  # a file with so many is not read to its end


@dataclass(frozen=True)
class Where:
    """A sheet of a file, and its place among all sheets read. A CSV file has no sheet name."""

    order: int
    file: str
    sheet: str
    record: str = ""  # what the sheet is of, as soon as that is known


def labels(record: str, field: str) -> dict[str, str]:
    """A column's name in both languages: the reader's is not known when the fault is found."""
    return {"label_zh": label(record, field, "zh"), "label_en": label(record, field, "en")}


class FoundFaults:
    """Faults as they are found."""

    def __init__(self) -> None:
        self._found: list[tuple[tuple[int, int, int], Fault]] = []

    def __len__(self) -> int:
        return len(self._found)

    @property
    def are_enough(self) -> bool:
        return len(self._found) >= _ENOUGH

    def add(self, where: Where, cell: str, code: str, field: str = "", **params: Any) -> None:
        row, column = cell_place(cell) or (0, 0)
        if field:
            params |= labels(where.record, field)
        fault = Fault(where.file, where.sheet, cell, code, field, params)
        self._found.append(((where.order, row, column), fault))

    def add_refusal(self, where: Where, refusal: FileRefused) -> None:
        at = Where(where.order, where.file, refusal.sheet)
        self.add(at, refusal.cell, refusal.code, **refusal.params)

    def in_order(self) -> list[Fault]:
        """By sheet, row and column; past MOST_FAULTS one last fault says how many more."""
        faults = [fault for _, fault in sorted(self._found, key=lambda one: one[0])]
        more = len(faults) - MOST_FAULTS
        if more <= 0:
            return faults
        last = Fault(faults[MOST_FAULTS].file, "", "", "workbook.more_faults", "", {"count": more})
        return [*faults[:MOST_FAULTS], last]
