"""A plan as plain frozen values: what was proposed, why, and all that proves it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matcher.engine import Certificate, MatchingProblem, Status
from matcher.scoring import Part, Reason

DRAW_BYTES = 6  # every number of the draw stays exact in JSON


@dataclass(frozen=True)
class PlannedPair:
    """One suggestion: the enterprise by its USCC, the village by its code.

    `draw` is its place in the public draw, `parts` add up to `score`. A pinned pair that a rule
    would have refused says so in `overrides`.
    """

    enterprise: str
    village: str
    score: int
    pinned: bool
    draw: int
    parts: tuple[Part, ...]
    overrides: Reason | None = None


@dataclass(frozen=True)
class Uncovered:
    """A village without a partner, why, and what would help it to one, the nearest first."""

    village: str
    why: str
    params: dict[str, Any]
    would_help: tuple[Reason, ...]


@dataclass(frozen=True)
class Worth:
    """What one level of the objective is worth by the first list, and over all pairs."""

    level: str
    first: int
    proven: int


@dataclass(frozen=True)
class Scope:
    """How the pairs of a plan were found among all that are eligible.

    `eligible` is how many those are; where they are too many to ask about each, how many pairs
    there are at all. `first` is how many the best of each party were, `added` how many more were
    needed to prove it. `worth` is empty where nothing is proven of the pairs outside the list.
    """

    eligible: int
    first: int
    added: int
    rounds: int
    worth: tuple[Worth, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """The answer of a round; when `status` is infeasible there are no pairs, but `obstacles`.

    `problem` is what the engine was asked, and `fingerprint` is its fingerprint; its parties are
    numbered as in `enterprises` (USCCs) and `villages` (codes). `scope` is None where every
    eligible pair is in it.
    """

    method: str
    status: Status
    fingerprint: str
    total_score: int
    covered: int
    engaged: int
    pairs: tuple[PlannedPair, ...]
    uncovered: tuple[Uncovered, ...]
    obstacles: tuple[Reason, ...]
    profile: str
    profile_version: int
    weights: Mapping[str, int]
    seed: str
    problem: MatchingProblem
    enterprises: tuple[str, ...]
    villages: tuple[str, ...]
    certificate: Certificate | None
    scope: Scope | None = None

    @property
    def promise(self) -> str:
        return promise(self.method, self.status)

    def __repr__(self) -> str:
        return (
            f"<Plan: {self.method}, {self.status}, {len(self.pairs):,} pairs, "
            f"{self.covered:,} of {len(self.villages):,} villages covered, "
            f"total score {self.total_score:,}>"
        )


def promise(method: str, status: str) -> str:
    """What may be said of a plan: optimal (prices prove it), fairest, stable, feasible, infeasible.

    The fairest plan and a stable one have no prices; who doubts them computes them again.
    """
    special = {"fair": "fairest", "stable": "stable"}
    return str(status) if status == Status.INFEASIBLE else special.get(method, str(status))


def draw(seed: str, uscc: str, village_code: str) -> int:
    """A pair's number in the public draw: the first 48 bits of SHA-256 over "USCC code seed"."""
    digest = hashlib.sha256(f"{uscc} {village_code} {seed}".encode()).digest()
    return int.from_bytes(digest[:DRAW_BYTES], "big")
