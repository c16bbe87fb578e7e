"""Documents tell the truth: their commands run, their paths exist, and nothing is left out."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from matcher.engine import METHODS
from matcher.scoring import CRITERIA
from tests.architecture.source import ROOT, project

DOCUMENTS = (
    "README.md",
    "matcher/README.md",
    "web/README.md",
    "seeds/README.md",
    "tests/README.md",
)
STAYS = ("demo", "serve")  # these run until somebody ends them
MOST_LINES = 150


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def blocks(document: str, kind: str) -> list[list[str]]:
    """The lines of each fenced block of that kind, comments cut off."""
    found = re.findall(rf"^```{kind}\n(.*?)^```", text_of(document), re.MULTILINE | re.DOTALL)
    return [[line.split("#")[0].rstrip() for line in block.splitlines()] for block in found]


def commands(document: str) -> list[str]:
    return [line for block in blocks(document, "sh") for line in block if line]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_in_a_document_exists(document):
    linked = re.findall(r"\]\(([^)#:]+)\)", text_of(document))
    named = re.findall(r"`([\w./-]+/[\w.-]+\.(?:py|toml|md|html|css|js|csv))`", text_of(document))
    folder = (ROOT / document).parent
    missing = [one for one in linked if not (folder / one).exists()]
    missing += [one for one in named if not (folder / one).exists() and not (ROOT / one).exists()]

    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_in_a_document_exists(document):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = re.findall(r"`?make ([a-z]+)", "\n".join(commands(document)))
    named += re.findall(r"`make ([a-z]+)", text_of(document))

    assert sorted(set(named) - targets) == []


def test_readme_names_every_command_and_no_other():
    known = set(project()["project"]["entry-points"]["jiedui.commands"])
    named = set(re.findall(r"^\| `jiedui ([\w-]+)", text_of("README.md"), re.MULTILINE))

    assert named == known


def test_readme_is_read_in_one_sitting():
    assert len(text_of("README.md").splitlines()) <= MOST_LINES


@pytest.fixture(scope="module")
def carried_out(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, int, str]]:
    """Every `jiedui` line of README, run one after the other: the line, the status, the words."""
    folder: Path = tmp_path_factory.mktemp("readme")
    lines = [line for line in commands("README.md") if line.startswith("jiedui ")]
    done = []
    for line in lines:
        words = shlex.split(line)[1:]
        if not set(words) & set(STAYS):
            asked = [sys.executable, "-m", "matcher", *words]
            quiet = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "100"}
            answer = subprocess.run(
                asked, cwd=folder, env=quiet, capture_output=True, text=True, check=False
            )
            done.append((line, answer.returncode, answer.stdout + answer.stderr))
    return done


def test_every_command_of_readme_runs_as_it_stands(carried_out):
    assert len(carried_out) >= 4
    assert [done for done in carried_out if done[1] != 0] == []


def test_the_plan_in_readme_is_what_the_command_prints(carried_out):
    said = "\n".join(words for _, _, words in carried_out)
    shown = [line for block in blocks("README.md", "text") for line in block if line.strip(" …")]

    assert shown
    assert [line for line in shown if line.rstrip() not in said] == []


def test_the_method_is_described_with_all_its_parts():
    described = text_of("matcher/README.md")

    assert [name for name in [*METHODS, *CRITERIA] if f"`{name}`" not in described] == []
