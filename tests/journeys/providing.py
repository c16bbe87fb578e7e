"""Sees to it that a Chromium starts: an installed one, else Debian's package, else Playwright's.

Root gets Debian's package installed, anybody else gets it unpacked under `var/`. When none can be
had, the browser tests are left out, and the summary of the tests says so loudly.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator

from tests.journeys import debian
from tests.journeys.browser import NoBrowser, chromium

PATIENCE = 900  # seconds for one step on a slow line


class StepFailed(Exception):
    """The text is the last thing the step said."""


def starts() -> bool:
    try:
        with chromium():
            return True
    except NoBrowser:
        return False


def carry_out(*steps: tuple[str, ...]) -> None:
    for step in steps:
        try:
            subprocess.run(
                step,
                env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
                timeout=PATIENCE,
                check=True,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
            )
        except subprocess.TimeoutExpired as why:
            raise StepFailed(f"{step[0]} took longer than {PATIENCE} s") from why
        except subprocess.CalledProcessError as why:
            raise StepFailed((why.stderr.strip().splitlines() or [str(why)])[-1]) from why


def install_from_debian() -> None:
    carry_out(*debian.INSTALL)


def unpack_from_debian() -> None:
    debian.make_room()
    carry_out(*debian.FETCH)
    carry_out(*debian.unpack())
    debian.tidy()


def download_with_playwright() -> None:
    carry_out((sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"))


def ways() -> Iterator[tuple[str, Callable[[], None]]]:
    """Where a Chromium may come from on this system, best first."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        yield "Debian's package", install_from_debian
    elif shutil.which("apt-get") and shutil.which("dpkg"):
        yield "Debian's package, unpacked under var/", unpack_from_debian
    yield "Playwright's download", download_with_playwright


def main() -> None:
    if starts():
        return
    for name, provide in ways():
        print(f"No Chromium starts here: trying {name}", flush=True)
        try:
            provide()
        except StepFailed as why:
            print(f"  {why}")
        else:
            if starts():
                return
    print("Without a Chromium the browser tests will be left out")


if __name__ == "__main__":
    main()
