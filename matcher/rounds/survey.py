"""Looking at every block of pairs that may be: what is asked of them, where, and who is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from matcher.eligibility import Block, Eligibility
from matcher.roster import Roster
from matcher.rounds.near import near_blocks
from matcher.rounds.workshop import Arrays, Threads, Workshop
from matcher.scoring import Scorer

Progress = Callable[[str, int, int], None]
"""Told the code of a stage, how much of it is done, and how much there is."""


AT_ONCE = 500_000
"""So many pairs are in one block of near ones."""


@dataclass(frozen=True, eq=False)
class Survey:
    """One roster with its rules and its scores. The workshop changes nothing in any answer."""

    eligibility: Eligibility
    scorer: Scorer
    workshop: Workshop
    progress: Progress
    near: bool = False
    """Whether only the pairs that have something to do with each other are looked at."""

    @property
    def roster(self) -> Roster:
        return self.eligibility.roster

    @cached_property
    def blocks(self) -> list[Block]:
        return near_blocks(self.roster, AT_ONCE) if self.near else list(self.eligibility.blocks())

    @property
    def pairs(self) -> int:
        """How many pairs there are to look at."""
        return sum(block.shape[0] * block.shape[1] for block in self.blocks)

    def scored(self, work: Callable[[Block], Arrays], name: str) -> Iterator[tuple[Block, Arrays]]:
        """Work that scores whole blocks, done in the workshop and kept there under this name."""
        name = f"{'near' if self.near else 'all'}-{name}"
        return self._told("plan.stage.scoring", self.workshop.each(work, self.blocks, name))

    def priced(self, work: Callable[[Block], Arrays]) -> Iterator[tuple[Block, Arrays]]:
        """Work that scores hardly anything, done here."""
        return self._told("plan.stage.pricing", Threads().each(work, self.blocks))

    def _told(self, stage: str, answers: Iterator[Arrays]) -> Iterator[tuple[Block, Arrays]]:
        for done, (block, answer) in enumerate(zip(self.blocks, answers, strict=True), start=1):
            yield block, answer
            self.progress(stage, done, len(self.blocks))
