"""The whole suite, most of it as two halves side by side for the two cores of the smallest machine.

    python -m tests.halves [arguments of pytest]

What calls the site is one half, all else the other; browsers, which wait for no one, come last and
have the machine to themselves. The first half is seen as it runs, the second when it ends; as soon
as one fails, the other is broken off.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from signal import SIGINT

TESTS = Path(__file__).parent
PAGES = ("web", "faults")
ALONE = ("journeys",)
PATIENCE = 60
"""Seconds in which a half that is broken off may still say what it found."""

Run = subprocess.Popen[bytes]


def parts() -> tuple[list[str], list[str], list[str]]:
    """The paths of both halves and of what comes last: all that hold tests, each in one."""
    found = sorted({path.relative_to(TESTS).parts[0] for path in TESTS.rglob("test_*.py")})
    rest = [name for name in found if name not in {*PAGES, *ALONE}]
    pages, others, alone = ([f"tests/{name}" for name in some] for some in (PAGES, rest, ALONE))
    return pages, others, alone


def main() -> int:
    pages, others, alone = parts()
    return side_by_side(pages, others) or started(alone).wait()


def started(paths: list[str], out: int | None = None) -> Run:
    """Start the tests of these paths; what they say goes to `out`, else to the screen."""
    return subprocess.Popen([sys.executable, "-m", "pytest", *sys.argv[1:], *paths], stdout=out)


def side_by_side(seen: list[str], unseen: list[str]) -> int:
    """The exit status of both: of the first that fails, or 0."""
    with tempfile.TemporaryFile() as said:
        halves = [started(seen), started(unseen, said.fileno())]
        while not any(one.poll() for one in halves) and None in {one.poll() for one in halves}:
            time.sleep(0.2)
        status = next((one.returncode for one in halves if one.returncode), 0)
        for one in halves:
            if one.poll() is None:
                _break_off(one)
        said.seek(0)
        sys.stdout.flush()
        shutil.copyfileobj(said, sys.stdout.buffer)
        sys.stdout.flush()
    return status


def _break_off(half: Run) -> None:
    half.send_signal(SIGINT)
    try:
        half.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        half.kill()
        half.wait()


if __name__ == "__main__":
    sys.exit(main())
