"""What is asked for on the board at one go: decisions about pairs, and places for parties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from matcher.rounds.drafting import Pair
from matcher.vocabulary import Decision, Side

NEEDS_REASON = (Decision.VETO, Decision.SWAP, Decision.ASIDE)
"""What takes something from somebody, or makes them wait, is not done without saying why."""


@dataclass(frozen=True)
class Verdict:
    """A decision about a pair; `version` is that of the decision that stood when it was seen."""

    pair: Pair
    decision: Decision
    version: int
    reason: str = ""

    def because(self, reason: str) -> Self:
        """With the reason of the whole deed where it has none of its own."""
        return replace(self, reason=(self.reason or reason).strip())


@dataclass(frozen=True)
class Places:
    """How many partners a party may have in this round; None: as many as its record says."""

    side: Side
    code: str
    places: int | None
    version: int


@dataclass(frozen=True)
class Wish:
    """All that one deed is to do, and why."""

    verdicts: Sequence[Verdict] = ()
    places: Sequence[Places] = ()
    reason: str = ""
