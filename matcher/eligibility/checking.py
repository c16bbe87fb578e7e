"""Asks every rule about whole blocks of pairs at once, and explains single refusals on demand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
    """For each village of a block and each enterprise the rule that refuses, or ALLOWED.

    `need` and `offer` are the meetings that all rules keep.
    """

    rule: NDArray[np.int8]
    need: Whole
    offer: Whole


class Eligibility:
    """The hard rules over one roster; a pin overrides those that are not binding."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self._facts = Facts(roster)

    def blocks(self) -> Iterator[range]:
        """All villages, in ranges small enough to look at at once."""
        offers = max(len(self.roster.offers), len(self.roster.enterprises), 1)
        first = 0
        while first < len(self.roster.villages):
            last = first + 1
            meetings = len(self.roster.needs_of(first)) * offers
            while last < len(self.roster.villages) and meetings < MEETINGS_PER_BLOCK:
                meetings += len(self.roster.needs_of(last)) * offers
                last += 1
            yield range(first, last)
            first = last

    def verdicts(self, villages: range) -> Verdicts:
        """Ask every rule about these villages and all enterprises, and heed the pins."""
        found = self._asked(villages)
        pinned = self._facts.said[ArrangementKind.PIN].table(villages)
        binding = np.array([rule.binding for rule in RULES])
        found.rule[pinned & (found.rule != ALLOWED) & ~binding[found.rule]] = ALLOWED
        return found

    def pairs(self, villages: range) -> Pairs:
        """The candidate pairs of these villages by village, then enterprise, with their meetings.

        A pair refused by nothing but a veto is among them, so that lifting the veto is a question
        the engine can answer.
        """
        found = self.verdicts(villages)
        candidate = (found.rule == ALLOWED) | (found.rule == VETOED)
        village, enterprise = np.nonzero(candidate)
        row = self.roster.need_village[found.need] - villages.start
        column = self.roster.offer_enterprise[found.offer]
        kept = np.flatnonzero(candidate[row, column])
        place = row * len(self.roster.enterprises) + column
        kept = kept[np.argsort(place[kept], kind="stable")]
        start = np.searchsorted(place[kept], village * len(self.roster.enterprises) + enterprise)
        return Pairs(
            enterprise=enterprise,
            village=village + villages.start,
            start=np.append(start, len(kept)),
            need=found.need[kept],
            offer=found.offer[kept],
        )

    def among(self, enterprise: Sequence[int], village: Sequence[int]) -> Pairs:
        """These pairs alone, eligible or not, with the meetings that all rules keep."""
        meetings = [
            (row, need, offer)
            for row, (giver, taker) in enumerate(zip(enterprise, village, strict=True))
            for need in self.roster.needs_of(taker)
            for offer in self.roster.offers_of(giver)
        ]
        row, need, offer = np.array(meetings, np.int64).reshape(-1, 3).T
        for rule in RULES:
            if rule.keeps:
                kept = rule.keeps(self._facts, need, offer)
                row, need, offer = row[kept], need[kept], offer[kept]
        return Pairs(
            enterprise=np.array(enterprise, np.int64),
            village=np.array(village, np.int64),
            start=np.searchsorted(row, np.arange(len(enterprise) + 1)),
            need=need,
            offer=offer,
        )

    def refused(self, village: int) -> dict[str, list[int]]:
        """The enterprises that may not pair with this village, by the name of the rule."""
        found = self.verdicts(range(village, village + 1)).rule[0]
        return {
            RULES[number].name: np.flatnonzero(found == number).tolist()
            for number in np.unique(found[found != ALLOWED])
        }

    def refusal(self, enterprise: int, village: int) -> Refusal | None:
        """What stands against these two, even where a pin overrides it."""
        found = self._asked(range(village, village + 1)).rule[0, enterprise]
        if found == ALLOWED:
            return None
        rule = RULES[found]
        told = details(self.roster, rule.name, enterprise, village)
        return Refusal(rule, enterprise, village, told)

    def _asked(self, villages: range) -> Verdicts:
        table = np.full((len(villages), len(self.roster.enterprises)), ALLOWED, np.int8)
        first, last = np.searchsorted(self.roster.need_village, [villages.start, villages.stop])
        # every need with every offer, as a table until the first rule has thinned it out
        need, offer = np.arange(first, last)[:, None], np.arange(len(self.roster.offers))[None, :]
        for number, rule in enumerate(RULES):
            if rule.refuses:
                refused = rule.refuses(self._facts, villages)
            else:
                assert rule.keeps
                kept = rule.keeps(self._facts, need, offer)
                need, offer = (np.broadcast_to(one, kept.shape)[kept] for one in (need, offer))
                refused = np.ones(table.shape, np.bool_)
                row = self.roster.need_village[need] - villages.start
                refused[row, self.roster.offer_enterprise[offer]] = False
            table[(table == ALLOWED) & refused] = number
        return Verdicts(table, need, offer)
