"""`python -m matcher.workbook.parsing FILE LIMITS`: one file, parsed under limits, to stdout."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from matcher.workbook.limits import MIB, Limits
from matcher.workbook.parsing.csv_rows import read_csv
from matcher.workbook.parsing.output import Output
from matcher.workbook.parsing.sheets import read_workbook
from matcher.workbook.parsing.sniffing import is_workbook
from matcher.workbook.refusal import FileRefused


def main(path: Path, limits: Limits) -> None:
    """Whatever happens to a hostile file happens here, and ends as one line of JSON."""
    _confine(limits)
    output = Output(sys.stdout, limits)
    try:
        if is_workbook(path):
            read_workbook(path, limits, output)
        else:
            read_csv(path, limits, output)
        output.done()
    except FileRefused as refusal:
        output.refused(refusal)
    except MemoryError:
        output.refused(FileRefused("too_costly"))


def _confine(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.output_bytes + MIB,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Limits(**json.loads(sys.argv[2])))
