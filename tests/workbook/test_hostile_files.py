"""A file made to do harm ends as one coded fault, inside the limits of memory and processor time.

Each file is read in a process of its own, whose only child is the parser: what the system says of
that child is its peak of memory and the time it used.
"""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest

from matcher.workbook.limits import LIMITS, MIB, Limits
from tests.workbook import hostile
from tests.workbook.office import places, refused

MEASURE = """
import json, resource, sys
from pathlib import Path
from matcher.workbook.grid import parsed
from matcher.workbook.limits import Limits
from matcher.workbook.refusal import FileRefused
code = cell = ""
try:
    with parsed(Path(sys.argv[1]), Limits(**json.loads(sys.argv[2]))) as sheets:
        for sheet in sheets:
            for row in sheet.rows:
                cell = f"{row.number}:{len(row.cells)}"
except FileRefused as refusal:
    code, cell = refusal.code, refusal.cell
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, cell, used.ru_maxrss, used.ru_utime + used.ru_stime]))
"""

HOSTILE = {
    "far_cell": ("xlsx", "too_far"),
    "two_corners": ("xlsx", "too_far"),
    "far_below": ("xlsx", "too_many_rows"),
    "shared_strings": ("xlsx", "unpacks_too_large"),
    "lying_size": ("xlsx", "damaged"),
    "styled_rows": ("xlsx", "too_many_cells"),
    "styled_cells": ("xlsx", "too_many_cells"),
    "repeated_string": ("xlsx", "unpacks_too_large"),
    "merged_everything": ("xlsx", "too_many_cells"),
    "billion_laughs": ("xlsx", "unsafe"),
    "outside_entity": ("xlsx", "unsafe"),
    "many_members": ("xlsx", "unsafe"),
    "nested_zip": ("xlsx", "not_a_workbook"),
    "part_twice": ("xlsx", "unsafe"),
    "name_leading_out": ("xlsx", "unsafe"),
    "truncated": ("xlsx", "damaged"),
    "macro_type": ("xlsx", "macros"),
    "macro_project": ("xlsm", "macros"),
    "ole": ("xlsx", "legacy_xls"),
    "encrypted": ("xlsx", "encrypted"),
    "renamed_pdf": ("xlsx", "not_a_workbook"),
    "empty": ("xlsx", "empty_file"),
    "broken_xml": ("xlsx", "damaged"),
    "missing_part": ("xlsx", "damaged"),
    "string_out_of_range": ("xlsx", "damaged"),
    "place_that_is_none": ("xlsx", "damaged"),
    "cell_twice": ("xlsx", "damaged"),
    "row_zero": ("xlsx", "damaged"),
}


@dataclasses.dataclass(frozen=True)
class Outcome:
    code: str
    cell: str
    peak_bytes: int
    cpu_seconds: float


def measured(path: Path, limits: Limits = LIMITS) -> Outcome:
    answer = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path), limits.as_json()],
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stderr == ""
    code, cell, kilobytes, seconds = json.loads(answer.stdout)
    return Outcome(code.removeprefix("workbook."), cell, kilobytes << 10, seconds)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_as_a_coded_fault_within_its_limits(name, tmp_path):
    suffix, code = HOSTILE[name]
    path = getattr(hostile, name)(tmp_path / f"送审.{suffix}")

    outcome = measured(path)

    assert outcome.code == code
    assert outcome.peak_bytes <= LIMITS.memory_bytes
    assert outcome.cpu_seconds <= LIMITS.cpu_seconds + 1


def test_a_file_past_the_limit_is_not_even_opened(tmp_path):
    path = hostile.pack(tmp_path / "大.xlsx", hostile.parts())

    assert measured(path, dataclasses.replace(LIMITS, file_bytes=100)).code == "file_too_large"


def test_the_far_cell_is_refused_by_the_limit_and_by_nothing_else(tmp_path):
    path = hostile.far_cell(tmp_path / "远.xlsx")

    without = measured(path, dataclasses.replace(LIMITS, columns=20_000, rows=2_000_000))

    assert (without.code, without.cell) == ("", "1048576:16384")
    assert measured(path).cell == "XFD1048576"


def test_the_bomb_would_fill_the_memory_without_the_limits(tmp_path):
    path = hostile.shared_strings(tmp_path / "弹.xlsx", megabytes=80)
    unpacked = dataclasses.replace(LIMITS, unpacked_bytes=1 << 30)

    without = measured(path, dataclasses.replace(unpacked, memory_bytes=4 << 30))
    confined = measured(path, dataclasses.replace(unpacked, memory_bytes=64 * MIB))

    assert (without.code, confined.code) == ("", "too_costly")
    assert without.peak_bytes > 80 * MIB > confined.peak_bytes


def test_a_file_that_takes_too_long_is_given_up(tmp_path):
    path = hostile.styled_cells(tmp_path / "慢.xlsx", 3_000_000)
    patient = dataclasses.replace(LIMITS, elements=10**9, cpu_seconds=60, wall_seconds=120)

    without = measured(path, patient)

    assert without.code == ""
    assert without.cpu_seconds > 1.1
    assert measured(path, dataclasses.replace(patient, cpu_seconds=1)).code == "too_costly"
    assert measured(path, dataclasses.replace(patient, wall_seconds=0.1)).code == "too_costly"


def test_the_parent_takes_no_more_than_the_child_may_tell(tmp_path):
    path = hostile.pack(tmp_path / "x.xlsx", hostile.parts())

    assert measured(path, dataclasses.replace(LIMITS, output_bytes=10)).code == "unpacks_too_large"


def test_the_child_learns_no_secret_of_its_parent(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "geheim")
    seen = tmp_path / "environment"
    spy = tmp_path / "python"
    spy.write_text(f"#!/bin/sh\nenv > '{seen}'\n")
    spy.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(spy))

    refused(hostile.pack(tmp_path / "x.xlsx", hostile.parts()))

    assert "PYTHONPATH" in seen.read_text()
    assert "geheim" not in seen.read_text()


def test_a_child_that_dies_on_the_way_leaves_a_coded_fault(tmp_path, monkeypatch):
    dying = tmp_path / "python"
    dying.write_text('#!/bin/sh\necho \'{"sheet": "x", "text": false}\'\nkill -SEGV $$\n')
    dying.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(dying))

    faults = refused(hostile.pack(tmp_path / "x.xlsx", hostile.parts()))

    assert places(faults) == [("", "", "unreadable")]


def test_a_file_that_is_not_there_is_a_fault_like_any_other(tmp_path):
    assert places(refused(tmp_path / "没有.xlsx")) == [("", "", "no_file")]
