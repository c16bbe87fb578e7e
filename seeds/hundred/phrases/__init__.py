"""The words the generated programmes are put together from, one TOML file for each kind."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


@cache
def phrases(kind: str) -> Mapping[str, Any]:
    """The content of `<kind>.toml`."""
    return tomllib.loads((Path(__file__).parent / f"{kind}.toml").read_text(encoding="utf-8"))
