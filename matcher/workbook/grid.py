"""A file as plain sheets of cells, parsed in a limited child process that may die without harm."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

import matcher
from matcher.workbook.limits import LIMITS, Limits
from matcher.workbook.refusal import FileRefused

_TEXT_SUFFIXES = {".csv", ".tsv", ".txt"}


class Cell(NamedTuple):
    """One filled cell. Kinds as in `matcher.workbook.parsing`; `anchor` is the cell it repeats."""

    kind: str
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class GridRow:
    """One filled row: its number on the sheet, and its cells from column A on."""

    number: int
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class GridSheet:
    """One sheet, its rows still to be read; they can be read once, before the next sheet's."""

    name: str
    is_text: bool  # a CSV file: the name is the file's, merged cells are lost
    rows: Iterator[GridRow]


@contextmanager
def parsed(path: Path, limits: Limits = LIMITS) -> Iterator[Iterator[GridSheet]]:
    """The sheets of an uploaded file. Raises FileRefused, before the first sheet or not at all."""
    _check_size(path, limits)
    with tempfile.TemporaryFile() as told:
        _run_child(path, limits, told)
        _check_end(told)
        told.seek(0)
        yield _sheets(told)


def _check_size(path: Path, limits: Limits) -> None:
    if not path.is_file():
        raise FileRefused("no_file")
    most = limits.csv_bytes if path.suffix.lower() in _TEXT_SUFFIXES else limits.file_bytes
    if path.stat().st_size > most:
        raise FileRefused("file_too_large", most_mb=most >> 20)


def _run_child(path: Path, limits: Limits, told: IO[bytes]) -> None:
    """The child gets no secret of ours (empty environment) and no third-party package (-S)."""
    command = [sys.executable, "-S", "-P", "-X", "utf8", "-m", "matcher.workbook.parsing"]
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
        [*command, str(path.resolve()), limits.as_json()],
        stdin=subprocess.DEVNULL,
        stdout=told,
        env={"PYTHONPATH": str(Path(matcher.__file__).parent.parent)},
        cwd=os.sep,
        start_new_session=True,
    )
    try:
        status = child.wait(limits.wall_seconds)
    except subprocess.TimeoutExpired:
        raise FileRefused("too_costly") from None
    finally:
        child.kill()
        child.wait()
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise FileRefused("too_costly")


def _check_end(told: IO[bytes]) -> None:
    """The last line says whether all was read; without it the child died on the way."""
    size = told.seek(0, os.SEEK_END)
    told.seek(max(0, size - (1 << 16)))
    lines = told.read().splitlines()
    try:
        last = json.loads(lines[-1]) if lines else None
    except ValueError:
        last = None
    if isinstance(last, dict) and (refused := last.get("refused")):
        code = str(refused["code"]).removeprefix("workbook.")
        raise FileRefused(code, sheet=refused["sheet"], cell=refused["cell"], **refused["params"])
    if last != {"done": True}:
        raise FileRefused("unreadable")


def _sheets(told: IO[bytes]) -> Iterator[GridSheet]:
    """One sheet after the other; what the reader leaves of a sheet's rows is passed over."""
    lines = (json.loads(line) for line in told)
    line = next(lines)
    while "sheet" in line:
        after: list[Any] = []
        rows = _rows(lines, after)
        yield GridSheet(line["sheet"], line["text"], rows)
        for _ in rows:
            pass
        (line,) = after


def _rows(lines: Iterator[Any], after: list[Any]) -> Iterator[GridRow]:
    for line in lines:
        if isinstance(line, dict):
            after.append(line)
            return
        number, cells = line
        yield GridRow(number, tuple(_cell(one) for one in cells))


def _cell(told: Any) -> Cell | None:
    if told is None:
        return None
    return Cell("s", told) if isinstance(told, str) else Cell(*told)
