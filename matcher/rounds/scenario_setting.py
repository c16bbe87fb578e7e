"""The setting of a scenario: what is supposed of a run, and the plan that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matcher.engine import METHODS
from matcher.errors import Fault, InputRefused
from matcher.programme import Programme
from matcher.queue.plain import plain
from matcher.rounds.plan import Plan
from matcher.rounds.proposing import propose
from matcher.rounds.survey import Progress
from matcher.rounds.what_if_plain import plain_what_if, read_what_if
from matcher.rounds.what_ifs import WhatIf, supposed
from matcher.scoring import Profile

LONGEST_NAME = 40
MOST_WHAT_IFS = 20


@dataclass(frozen=True)
class Setting:
    """What is supposed of a run: a method, weights, and what-ifs in their order."""

    run_id: str
    name: str
    method: str
    profile: Profile
    what_ifs: tuple[WhatIf, ...] = ()

    def plan(
        self, programme: Programme, seed: str, progress: Progress | None = None
    ) -> tuple[Plan, Programme]:
        """The plan for the run's programme and seed, and the programme it is a plan of.

        Raises JieduiError for what-ifs of nobody in it, or where they contradict each other.
        """
        would_be = supposed(programme, self.what_ifs)
        plan = propose(
            would_be, method=self.method, profile=self.profile, seed=seed, progress=progress
        )
        return plan, would_be


def refuse_setting(setting: Setting) -> None:
    """Raises InputRefused for a name or a method that is none, or too many what-ifs."""
    faults = []
    if not setting.name:
        faults.append(_fault("name", "rounds.name_missing"))
    elif len(setting.name) > LONGEST_NAME:
        faults.append(_fault("name", "rounds.scenario_name_long", most=LONGEST_NAME))
    if setting.method not in METHODS:
        faults.append(_fault("method", "rounds.no_such_method", known=list(METHODS)))
    if len(setting.what_ifs) > MOST_WHAT_IFS:
        faults.append(_fault("", "rounds.too_many_what_ifs", most=MOST_WHAT_IFS))
    if faults:
        raise InputRefused(faults)


def plain_setting(setting: Setting) -> dict[str, Any]:
    """As JSON knows it."""
    return {
        "run": setting.run_id,
        "name": setting.name,
        "method": setting.method,
        "profile": plain(setting.profile),
        "what_ifs": [plain_what_if(one) for one in setting.what_ifs],
    }


def read_setting(value: Mapping[str, Any]) -> Setting:
    """What `plain_setting` wrote."""
    return Setting(
        run_id=value["run"],
        name=value["name"],
        method=value["method"],
        profile=Profile(**value["profile"]),
        what_ifs=tuple(map(read_what_if, value["what_ifs"])),
    )


def _fault(field: str, code: str, **params: Any) -> Fault:
    return Fault(file="", sheet="", cell="", code=code, field=field, params=params)
