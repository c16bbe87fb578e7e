"""The problem taken apart: groups of sources and needs that share nothing, each in draw order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.engine.allocation.problem import AllocationProblem, Whole


@dataclass(frozen=True)
class Gifts:
    """Per way the gift it is part of; per gift its need and the least it may be, if not nothing."""

    of_way: Whole
    need: Whole
    least: Whole
    most: Whole

    @classmethod
    def of(cls, problem: AllocationProblem) -> Gifts:
        """What one enterprise gives one need is one gift, whatever the number of its sources."""
        room = np.minimum(problem.limit, problem.stock[problem.source])
        giver = problem.enterprise[problem.source].astype(np.int64)
        key = giver * (len(problem.demand) + 1) + problem.need
        _, first, of_way = np.unique(key, return_index=True, return_inverse=True)
        need = problem.need[first]
        most = np.zeros(len(first), np.int64)
        np.add.at(most, of_way, room)
        ticket = np.zeros(len(first), np.int64)
        np.maximum.at(ticket, of_way, problem.least_ticket[problem.source] * (room > 0))
        asked = problem.demand[need]
        least = np.minimum(np.maximum(ticket, problem.min_share[need]), asked)
        least = np.where(problem.indivisible[need], asked, least)
        return cls(of_way, need, least, np.minimum(most, asked))


STEPS = 10_000


@dataclass(frozen=True)
class Part:
    """One group, its sources, gifts, needs and ways numbered in the order of the draw.

    `ways` holds source, gift and limit of each way, `rows` its row in the problem. A gift of which
    any amount may be made has `least` 1. Served shares are counted in `whole`-ths of the demand:
    so fine that two different shares never fall into one, and `step` is a ten-thousandth.
    """

    stock: list[int]
    demand: list[int]
    urgency: list[int]
    gift_need: list[int]
    gift_least: list[int]
    ways: list[tuple[int, int, int]]
    rows: list[int]

    @cached_property
    def step(self) -> int:
        """The difference in shares from which on it matters which gifts are made."""
        return 2 * max(self.demand) ** 2 + 1

    @property
    def whole(self) -> int:
        """The share of a need that is filled."""
        return STEPS * self.step

    def amount(self, need: int, share: int) -> int:
        """The least that serves this share of the need."""
        return -(-share * self.demand[need] // self.whole)

    @property
    def tiers(self) -> list[list[int]]:
        """The needs, most urgent tier first."""
        tiers: dict[int, list[int]] = {}
        for need, urgency in enumerate(self.urgency):
            tiers.setdefault(urgency, []).append(need)
        return [tiers[urgency] for urgency in sorted(tiers)]

    @property
    def choices(self) -> list[int]:
        """The gifts that must be something substantial or nothing at all."""
        return [gift for gift, least in enumerate(self.gift_least) if least > 1]


def parts(problem: AllocationProblem) -> Iterator[Part]:
    """Every group with at least one gift that can be made.

    Ways are taken greatest draw first, then lowest source, then lowest need; sources, gifts and
    needs count from the first way that touches them. With distinct draws no number that was given
    to a party or a row matters.
    """
    gifts = Gifts.of(problem)
    room = np.minimum(problem.limit, problem.stock[problem.source])
    possible = (gifts.most > 0) & (gifts.most >= gifts.least)
    order = np.lexsort((problem.need, problem.source, ~problem.draw))
    order = order[(possible[gifts.of_way] & (room > 0))[order]]
    source, need = problem.source[order].tolist(), problem.need[order].tolist()
    groups: dict[int, list[int]] = {}
    for place, group in enumerate(_groups(source, need)):
        groups.setdefault(group, []).append(place)
    for places in groups.values():
        yield _part(problem, gifts, order[places])


def _groups(source: list[int], need: list[int]) -> list[int]:
    """Per way the number of its group: whatever hangs together has the same."""
    leader: dict[tuple[str, int], tuple[str, int]] = {}

    def lead(node: tuple[str, int]) -> tuple[str, int]:
        leader.setdefault(node, node)
        while leader[node] != node:
            leader[node] = node = leader[leader[node]]
        return node

    for one, other in zip(source, need, strict=True):
        leader[lead(("source", one))] = lead(("need", other))
    number: dict[tuple[str, int], int] = {}
    return [number.setdefault(lead(("source", one)), len(number)) for one in source]


def _part(problem: AllocationProblem, gifts: Gifts, rows: Whole) -> Part:
    sources, givings, needs = (
        list(dict.fromkeys(numbers[rows].tolist()))
        for numbers in (problem.source, gifts.of_way, problem.need)
    )
    place = [
        {number: at for at, number in enumerate(numbers)} for numbers in (sources, givings, needs)
    ]
    return Part(
        stock=problem.stock[sources].tolist(),
        demand=problem.demand[needs].tolist(),
        urgency=problem.urgency[needs].tolist(),
        gift_need=[place[2][number] for number in gifts.need[givings].tolist()],
        gift_least=np.maximum(gifts.least[givings], 1).tolist(),
        ways=[
            (place[0][source], place[1][gift], limit)
            for source, gift, limit in zip(
                problem.source[rows].tolist(),
                gifts.of_way[rows].tolist(),
                problem.limit[rows].tolist(),
                strict=True,
            )
        ],
        rows=rows.tolist(),
    )
