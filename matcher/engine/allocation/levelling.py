"""How much each gift is, once it is settled which are made: the worst-served need rises first.

Needs rise together, share by share, until some can rise no further; those stay, the others go on
(lexicographic max–min; Megiddo, Mathematical Programming 7, 1974). The totals that needs can reach
form an integral polymatroid, so raising the lowest by one unit at a time is exact in whole numbers
(Federgruen & Groenevelt, Operations Research 34, 1986); here many units are raised at once. How
far is found from above: where a level cannot be reached, the flow shows a set of needs and all
that can ever come to it, and the level is lowered to what that allows (Dinkelbach, Management
Science 13, 1967).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from matcher.engine.allocation.flow import ROOT, Flow
from matcher.engine.allocation.parts import Part


class Levelling:
    """The flow of one part, from the root over sources and gifts to needs."""

    def __init__(self, part: Part, made: Collection[int]) -> None:
        """Without the gifts that must be substantial and are not `made`."""
        self.part = part
        sources, gifts = len(part.stock), len(part.gift_need)
        self.flow = Flow(1 + sources + gifts + len(part.demand))
        self.first_need = 1 + sources + gifts
        for source, stock in enumerate(part.stock):
            self.flow.arc(ROOT, 1 + source, stock)
        self.gift_arc = {
            gift: self.flow.arc(1 + sources + gift, self.first_need + need, part.demand[need])
            for gift, need in enumerate(part.gift_need)
            if part.gift_least[gift] == 1 or gift in made
        }
        self.way_arc = {
            way: self.flow.arc(1 + source, 1 + sources + gift, limit)
            for way, (source, gift, limit) in enumerate(part.ways)
            if gift in self.gift_arc
        }
        self.possible = all(
            self.flow.demand(arc, part.gift_least[gift])
            for gift, arc in self.gift_arc.items()
            if part.gift_least[gift] > 1
        ) and all(self.given(need) <= demand for need, demand in enumerate(part.demand))
        self._known: list[tuple[set[int], int]] = []

    def given(self, need: int) -> int:
        """What the need has been given so far."""
        return self.flow.held[self.first_need + need]

    def give(self, need: int, amount: int) -> bool:
        """Raise a need to at least this amount, if that can be."""
        missing = amount - self.given(need)
        return missing <= 0 or self.flow.bring(self.first_need + need, missing) == missing

    def level(self, needs: Iterable[int]) -> None:
        """Raise these needs as far as they go, the worst-served first.

        Of two equally served the one that asks for less goes first, then the earlier.
        """
        rising = sorted(needs, key=lambda need: (self.part.demand[need], need))
        share = 0
        while rising:
            share = self.rise(rising, share)
            if share == self.part.whole:
                break
            share += 1
            rising = [need for need in rising if self.give(need, self.part.amount(need, share))]

    def rise(self, needs: Collection[int], share: int) -> int:
        """Raise these needs together, from a share they all can reach, and tell how high they got.

        Nobody who holds something loses it.
        """
        before = self.flow.state()
        rising = set(needs)
        high = self.part.whole
        while True:
            for reach, supply in reversed(self._known):
                high = self._allowed(reach, supply, rising, share, high)
            if all(self.give(need, self.part.amount(need, high)) for need in needs):
                return high
            reach = {node - self.first_need for node in self.flow.behind}
            reach = {need for need in reach if need >= 0}
            self._known.append((reach, sum(self.given(need) for need in reach)))
            self.flow.back_to(before)

    def fill(self) -> int:
        """Raise all needs as far as they go, no matter who goes first; tells the total."""
        for need, demand in enumerate(self.part.demand):
            self.give(need, demand)
        return sum(self.flow.held)

    def settle(self) -> list[int]:
        """Who gives: way after way carries as much as it can; tells the amount of every way."""
        for arc in self.way_arc.values():
            self.flow.settle(arc)
        return [
            self.flow.flow[self.way_arc[way]] if way in self.way_arc else 0
            for way in range(len(self.part.ways))
        ]

    def _allowed(self, reach: set[int], supply: int, rising: set[int], low: int, high: int) -> int:
        """The highest share from low to high at which `reach` holds no more than can come to it."""
        moving = reach & rising
        supply -= sum(self.given(need) for need in reach - rising)

        def fits(share: int) -> bool:
            asked = (max(self.part.amount(need, share), self.given(need)) for need in moving)
            return sum(asked) <= supply

        if not moving or fits(high):
            return high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if fits(middle) else (low, middle)
        return low
