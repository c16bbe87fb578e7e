"""The whole suite as two halves side by side, for the two cores of the smallest machine.

    python -m tests.halves [arguments of pytest]

What needs a site or a browser is one half, all else the other. The first half is seen as it runs,
the second when it ends; as soon as one fails, the other is broken off.
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
PAGES = ("web", "journeys", "faults")
PATIENCE = 60
"""Seconds in which a half that is broken off may still say what it found."""


def halves() -> tuple[list[str], list[str]]:
    """The paths of both halves: every folder and file with tests is in exactly one."""
    found = sorted({path.relative_to(TESTS).parts[0] for path in TESTS.rglob("test_*.py")})
    paths = {name: f"tests/{name}" for name in found}
    pages = [paths[name] for name in found if name in PAGES]
    return pages, [paths[name] for name in found if name not in PAGES]


def main() -> int:
    with tempfile.TemporaryFile() as unseen:
        ours, theirs = (
            subprocess.Popen([sys.executable, "-m", "pytest", *sys.argv[1:], *paths], stdout=out)
            for paths, out in zip(halves(), (None, unseen), strict=True)
        )
        running = [ours, theirs]
        while running:
            time.sleep(0.2)
            running = [one for one in running if one.poll() is None]
            if ours.returncode or theirs.returncode:
                _break_off(running)
                break
        unseen.seek(0)
        sys.stdout.flush()
        shutil.copyfileobj(unseen, sys.stdout.buffer)
    return ours.returncode or theirs.returncode


def _break_off(running: list[subprocess.Popen[bytes]]) -> None:
    for one in running:
        one.send_signal(SIGINT)
        try:
            one.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()


if __name__ == "__main__":
    sys.exit(main())
