"""Workbooks as offices send them: one valid row per sheet, to be spoiled or untidied."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from matcher.errors import Fault, InputRefused
from matcher.messages import LANGUAGES, label, say
from matcher.programme import Programme
from matcher.workbook.layout import SHEETS
from matcher.workbook.places import cell_name
from matcher.workbook.reading import Reading, read_programme
from tests.builders import uscc, village_code

VALID: dict[str, dict[str, Any]] = {
    "village": {
        "code": village_code(1),
        "name": "示例村01",
        "town": "那洒镇",
        "county": "广南县",
        "households": 400,
        "people": 1800,
        "poor_households": 90,
        "harvest_months": "9、10",
        "collective_income_fen": 8.6,
        "lifted_out_year": 2019,
    },
    "need": {
        "number": "X0001",
        "village_code": village_code(1),
        "category": "产业",
        "title": "冷链设备",
        "urgency": "紧急",
        "status": "可对接",
        "budget_fen": 30,
        "gap_fen": 20,
        "min_share_fen": 5,
        "divisible": "是",
        "quantity": 1.5,
        "needed_by": "2026-08-31",
        "beneficiary_people": 300,
        "poor_people": 100,
    },
    "enterprise": {
        "uscc": uscc(1),
        "name": "示例企业01",
        "party_type": "企业",
        "max_villages": 2,
        "min_villages": 1,
        "contact_phone": "0876-1234567",
        "excluded_categories": "基础设施",
    },
    "offer": {
        "number": "N0001",
        "uscc": uscc(1),
        "kind": "现金",
        "categories": "产业、就业",
        "title": "支持冷链",
        "amount_fen": 25,
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
    },
    "arrangement": {
        "kind": "锁定",
        "uscc": uscc(1),
        "village_code": village_code(1),
        "reason": "去年考察过",
    },
}
"""One row of each sheet; money in 万元."""

Rows = dict[str, list[dict[str, Any]]]


def valid_rows() -> Rows:
    return {record: [dict(row)] for record, row in VALID.items()}


def heading(record: str, field: str) -> str:
    """A column's name as an office writes it, money with its unit."""
    unit = "(万元)" if field.endswith("_fen") else ""
    return label(record, field) + unit


def grid(record: str, rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """A header line and one line per row, with a column for every field that a row has."""
    fields = list(dict.fromkeys(field for row in rows for field in row))
    lines = [[row.get(field) for field in fields] for row in rows]
    return [[heading(record, field) for field in fields], *lines]


def place(record: str, field: str, row: int = 2) -> str:
    """Where a field of the valid row stands."""
    return cell_name(row, 1 + list(VALID[record]).index(field))


def save(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook of plain cells, by sheet name. Text stays text, but "=…" is a formula."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, lines in sheets.items():
        sheet = workbook.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    workbook.save(path)
    return path


def save_rows(
    path: Path, rows: Rows, touch: Callable[[Mapping[str, Worksheet]], None] | None = None
) -> Path:
    """The rows under our own labels; `touch` may still change the sheets, given by record."""
    names = {record: say(f"workbook.sheet.{record}") for record in rows}
    save(path, {names[record]: grid(record, rows[record]) for record in rows})
    if touch is not None:
        workbook = openpyxl.load_workbook(path)
        touch({record: workbook[name] for record, name in names.items()})
        workbook.save(path)
    return path


def read(*paths: Path, known: Programme | None = None) -> Reading:
    try:
        return read_programme(paths, known=known)
    except InputRefused as refusal:
        raise AssertionError(places(refusal.faults)) from refusal


def refused(*paths: Path, known: Programme | None = None) -> list[Fault]:
    """The faults of files that must not be read; each is said in both languages without a gap."""
    try:
        read_programme(paths, known=known)
    except InputRefused as refusal:
        for fault in refusal.faults:
            for language in LANGUAGES:
                assert "{" not in say(fault.code, language, **fault.params)
        return refusal.faults
    raise AssertionError("the files were read without a fault")


def places(faults: Sequence[Fault]) -> list[tuple[str, str, str]]:
    return [(fault.sheet, fault.cell, fault.code.removeprefix("workbook.")) for fault in faults]


RECORDS = [layout.record for layout in SHEETS]
