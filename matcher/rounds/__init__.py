"""Rounds: from a programme to a plan, its review, and what was decided.

Names are loaded when first asked for, because a plan is made without any database.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "Plan": "plan",
    "PlannedPair": "plan",
    "Uncovered": "plan",
    "decide": "reviewing",
    "open_round": "running",
    "plan_bytes": "reading",
    "plan_json": "plan_file",
    "programme_of": "reading",
    "propose": "proposing",
    "read_plan": "plan_reading",
    "rounds": "reading",
    "run_of": "reading",
    "run_round": "running",
    "take_back": "reviewing",
    "verify_plan": "verifying",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
