"""Everything that can go wrong on purpose: one exception tree, each error a code with parameters.

JieduiError              base; the sentence for its code lives in matcher/sentences
├── InputRefused         the input is at fault; carries every Fault found, not only the first
├── ProblemRefused       arrays handed to the engine are malformed (engine only)
├── NotAllowed           the actor lacks the right
├── NotFound             no such thing, or not one this actor may see: the answer is the same
├── Conflict             the thing changed meanwhile, or is in the wrong state
└── Misconfigured        the installation itself is wrong (file missing, unknown database, …)
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any


class JieduiError(Exception):
    """An expected failure: `code` names the sentence, `params` fill its places."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({shown})"


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with the input: where it is, what it is, and (by its code) how to mend it.

    `sheet` and `cell` are as the user sees them ("需求", "F7"); empty when the fault is the file's.
    `field` is the programme's own name ("budget_fen"). `params` are plain JSON values.
    """

    file: str
    sheet: str
    cell: str
    code: str
    field: str = ""
    params: dict[str, Any] = dataclass_field(default_factory=dict, compare=False)


class InputRefused(JieduiError):
    """The input has faults; nothing of it was taken."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("input.refused", count=len(faults))
        self.faults = faults


class ProblemRefused(JieduiError):
    """Arrays that are no matching problem: `params` name the array and the row."""


class NotAllowed(JieduiError):
    """The actor may not do this."""


class NotFound(JieduiError):
    """There is no such thing for this actor."""


class Conflict(JieduiError):
    """Somebody was faster, or the thing is not in a state that allows this."""


class Misconfigured(JieduiError):
    """The installation must be mended before the service can run."""
