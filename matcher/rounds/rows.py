"""Rounds, runs, suggestions and decisions as plain values: what pages and commands are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from matcher.rounds.plan import Uncovered, promise
from matcher.scoring import Part, Profile
from matcher.vocabulary import Decision

Pair = tuple[str, str]
"""An enterprise by its USCC and a village by its code."""


@dataclass(frozen=True)
class RoundRow:
    """A round with its campaign's name; `runs` is how often it was computed."""

    id: str
    campaign: str
    number: int
    name: str
    opened_at: datetime
    opened_by: str
    runs: int
    latest_run_id: str | None


@dataclass(frozen=True)
class RunRow:
    """A run as a header shows it. `status` is the engine's: optimal, feasible, infeasible.

    `profile_version` is None of runs from before it was written down.
    """

    id: str
    round_id: str
    number: int
    method: str
    profile: str
    profile_version: int | None
    weights: Mapping[str, int]
    seed: str
    status: str
    verified: bool
    total_score: int
    covered: int
    engaged: int
    villages: int
    enterprises: int
    pairs: int
    fingerprint: str
    snapshot_sha256: str
    plan_sha256: str
    started_at: datetime
    finished_at: datetime
    operator: str

    @property
    def promise(self) -> str:
        return promise(self.method, self.status)


@dataclass(frozen=True)
class ProfileRow:
    """One version of a named profile; the standard one, which comes with the product, has no date.

    `reason` is what whoever kept it gave for it.
    """

    name: str
    version: int
    weights: Mapping[str, int]
    reason: str
    kept_at: datetime | None
    kept_by: str

    @property
    def profile(self) -> Profile:
        return Profile(self.name, self.version, self.weights)


@dataclass(frozen=True)
class ReviewRow:
    """One decision about a pair of a round. The one with the highest version stands.

    `actor_id` is the account that decided, None for who sits at the machine.
    """

    id: str
    round_id: str
    uscc: str
    enterprise: str
    village_code: str
    village: str
    decision: Decision
    reason: str
    version: int
    decided_at: datetime
    decided_by: str
    actor_id: str | None = None


@dataclass(frozen=True)
class SuggestionRow:
    """A suggested pair with the names of both sides and what was decided about it.

    `review` is the decision that stands, None where there is none or it was taken back; `version`
    is what `decide` expects.
    """

    id: str
    rank: int
    enterprise_id: str
    uscc: str
    enterprise: str
    village_id: str
    village_code: str
    village: str
    town: str
    county: str
    score: int
    pinned: bool
    parts: tuple[Part, ...]
    review: ReviewRow | None
    version: int


@dataclass(frozen=True)
class UncoveredRow:
    """A village without a partner in the plan, and why."""

    village_id: str
    village: str
    town: str
    county: str
    uncovered: Uncovered
