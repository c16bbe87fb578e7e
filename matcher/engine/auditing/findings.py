"""What an audit of a plan says: codes with parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One thing that is not as the plan claims, as a code with its parameters."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """What the audit found; a plan is sound when it found nothing."""

    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        return not self.findings
