"""Debian's Chromium for somebody who may not install packages: fetched by apt, unpacked in var/.

apt resolves what this system lacks and checks every signature, as root's apt would; only its
lists and its cache lie in this folder. Nothing is installed.
"""

from __future__ import annotations

import os
import platform
import shutil
from pathlib import Path
from xml.sax.saxutils import escape

WANTED = ("chromium", "libatomic1")  # Playwright's own driver asks for the second
FOLDER = Path(__file__).parents[2] / "var" / "debian"
ROOT = FOLDER / "root"
PROGRAM = ROOT / "usr/lib/chromium/chromium"

APT = (
    "apt-get",
    "--option=Debug::NoLocking=true",
    f"--option=Dir::State::lists={FOLDER / 'lists'}",
    f"--option=Dir::Cache={FOLDER / 'cache'}",
)
FETCH = (
    (*APT, "update"),
    (*APT, "install", "--yes", "--no-install-recommends", "--download-only", *WANTED),
)
INSTALL = (
    ("apt-get", "update"),
    ("apt-get", "install", "--yes", "--no-install-recommends", *WANTED),
)


def make_room() -> None:
    for name in ("lists/partial", "cache/archives/partial", "root"):
        (FOLDER / name).mkdir(parents=True, exist_ok=True)


def unpack() -> tuple[tuple[str, ...], ...]:
    """The steps that unpack what was fetched."""
    archives = sorted((FOLDER / "cache" / "archives").glob("*.deb"))
    return tuple(("dpkg", "--extract", str(one), str(ROOT)) for one in archives)


def tidy() -> None:
    """Keep only what runs, and say where the fonts are: that is otherwise told on installation."""
    shutil.rmtree(FOLDER / "cache")
    shutil.rmtree(FOLDER / "lists")
    fonts = escape(str(ROOT / "usr" / "share" / "fonts"))
    kept = escape(str(FOLDER / "fonts"))
    (FOLDER / "fonts.conf").write_text(
        f"<fontconfig><dir>{fonts}</dir><cachedir>{kept}</cachedir></fontconfig>", encoding="utf-8"
    )


def surroundings() -> dict[str, str]:
    """The environment in which the unpacked Chromium finds its libraries; empty without one."""
    if not PROGRAM.exists():
        return {}
    machine = f"{platform.machine()}-linux-gnu"
    folders = [f"usr/lib/{machine}", f"lib/{machine}", f"usr/lib/{machine}/pulseaudio"]
    paths = [str(ROOT / one) for one in folders] + [os.environ.get("LD_LIBRARY_PATH", "")]
    return {
        "LD_LIBRARY_PATH": ":".join(filter(None, paths)),
        "FONTCONFIG_FILE": str(FOLDER / "fonts.conf"),
    }
