"""No file grows past what a person reads to the end."""

from __future__ import annotations

import pytest

from tests.architecture.source import ROOT

MOST_LINES = {
    "matcher/**/*.py": 300,
    "web/**/*.py": 300,
    "seeds/**/*.py": 300,
    "tests/**/*.py": 400,
    "web/templates/**/*.html": 200,
    "web/static/**/*.css": 400,
    "web/static/**/*.js": 200,
}


@pytest.mark.parametrize(("pattern", "most"), MOST_LINES.items())
def test_every_file_is_short_enough_to_read(pattern, most):
    sizes = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in ROOT.glob(pattern)
    }
    too_long = [f"{name} has {lines} lines" for name, lines in sizes.items() if lines > most]

    assert not too_long, f"over {most} lines: " + "; ".join(sorted(too_long))
