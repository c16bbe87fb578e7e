"""Asks every rule about whole blocks of pairs at once, and explains single refusals on demand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.eligibility.block import Block, blocks
from matcher.eligibility.details import details
from matcher.eligibility.facts import Facts
from matcher.eligibility.rules import RULES, Rule
from matcher.roster import Pairs, Roster, Whole
from matcher.vocabulary import ArrangementKind

ALLOWED = -1
VETOED = next(number for number, rule in enumerate(RULES) if rule.name == "vetoed")
MEETINGS_PER_BLOCK = 2_000_000


@dataclass(frozen=True)
class Refusal:
    """Why these two may not be paired, by numbers of the roster and in plain values."""

    rule: Rule
    enterprise: int
    village: int
    params: dict[str, Any] = field(compare=False)

    @property
    def what(self) -> str:
        """The code of the sentence that says what stands against it."""
        return f"eligibility.{self.rule.name}.what"

    @property
    def lift(self) -> str:
        """The code of the sentence that says what would lift it."""
        return f"eligibility.{self.rule.name}.lift"


@dataclass(frozen=True, eq=False)
class Verdicts:
    """For each pair of a block the rule that refuses it, or ALLOWED.

    `need` and `offer` are the meetings that all rules keep, `row` and `column` their places in the
    block.
    """

    rule: NDArray[np.int8]
    need: Whole
    offer: Whole
    row: Whole
    column: Whole


class Eligibility:
    """The hard rules over one roster; a pin overrides those that are not binding."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self._facts = Facts(roster)

    def blocks(self) -> Iterator[Block]:
        """All pairs that may be looked for, in blocks small enough to look at at once."""
        return blocks(self.roster, MEETINGS_PER_BLOCK)

    def verdicts(self, block: Block) -> Verdicts:
        """Ask every rule about these pairs, and heed the pins."""
        found = self._asked(block)
        pinned = self._facts.said[ArrangementKind.PIN].table(block)
        binding = np.array([rule.binding for rule in RULES])
        found.rule[pinned & (found.rule != ALLOWED) & ~binding[found.rule]] = ALLOWED
        return found

    def pairs(self, block: Block) -> Pairs:
        """The candidate pairs of a block by village, then enterprise, with their meetings.

        A pair refused by nothing but a veto is among them, so that lifting the veto is a question
        the engine can answer.
        """
        found = self.verdicts(block)
        candidate = (found.rule == ALLOWED) | (found.rule == VETOED)
        row, column = np.nonzero(candidate)
        kept = np.flatnonzero(candidate[found.row, found.column])
        place = found.row[kept] * len(block.enterprises) + found.column[kept]
        order = np.argsort(place, kind="stable")
        start = np.searchsorted(place[order], row * len(block.enterprises) + column)
        return Pairs(
            enterprise=block.enterprises[column],
            village=block.villages[row],
            start=np.append(start, len(kept)),
            need=found.need[kept[order]],
            offer=found.offer[kept[order]],
        )

    def among(self, enterprise: Sequence[int] | Whole, village: Sequence[int] | Whole) -> Pairs:
        """These pairs alone, eligible or not, with the meetings that all rules keep."""
        givers, takers = np.asarray(enterprise, np.int64), np.asarray(village, np.int64)
        need, of_need = self.roster.needs_among(takers)
        offer, by_need = self.roster.offers_among(givers[of_need])
        row, need = of_need[by_need], need[by_need]
        for rule in RULES:
            if rule.keeps:
                kept = rule.keeps(self._facts, need, offer)
                row, need, offer = row[kept], need[kept], offer[kept]
        start = np.searchsorted(row, np.arange(len(givers) + 1))
        return Pairs(givers, takers, start, need, offer)

    def refused(self, village: int) -> dict[str, list[int]]:
        """The enterprises that may not pair with this village, by the name of the rule."""
        everybody = np.arange(len(self.roster.enterprises))
        found = self.verdicts(Block(np.array([village]), everybody)).rule[0]
        return {
            RULES[number].name: np.flatnonzero(found == number).tolist()
            for number in np.unique(found[found != ALLOWED])
        }

    def refusal(self, enterprise: int, village: int) -> Refusal | None:
        """What stands against these two, even where a pin overrides it."""
        found = self._asked(Block(np.array([village]), np.array([enterprise]))).rule[0, 0]
        if found == ALLOWED:
            return None
        rule = RULES[found]
        told = details(self.roster, rule.name, enterprise, village)
        return Refusal(rule, enterprise, village, told)

    def _asked(self, block: Block) -> Verdicts:
        table = np.full(block.shape, ALLOWED, np.int8)
        need, row = self.roster.needs_among(block.villages)
        offer, column = self.roster.offers_among(block.enterprises)
        # every need with every offer, as a table until the first rule has thinned it out
        meetings = (need[:, None], offer[None, :], row[:, None], column[None, :])
        for number, rule in enumerate(RULES):
            if rule.refuses:
                refused = rule.refuses(self._facts, block)
            else:
                assert rule.keeps
                kept = rule.keeps(self._facts, meetings[0], meetings[1])
                need, offer, row, column = (
                    np.broadcast_to(one, kept.shape)[kept] for one in meetings
                )
                meetings = (need, offer, row, column)
                refused = np.ones(table.shape, np.bool_)
                refused[row, column] = False
            table[(table == ALLOWED) & refused] = number
        return Verdicts(table, *meetings)
