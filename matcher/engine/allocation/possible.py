"""What could be given, as a mixed-integer program; amounts are counted in the demand they meet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import accumulate

from matcher.engine.allocation.parts import Part
from matcher.engine.allocation.program import Program


@dataclass(eq=False)
class Level:
    """A served share and, per need, the variable that says whether it is served up to there.

    `rows` tie these variables to the shares; `push` makes one variable, `height`, no greater than
    the share of any need above.
    """

    share: int
    above: dict[int, int]
    rows: dict[int, int]
    height: int
    push: list[int]


class Possible(Program):
    """Every way a number, every gift that must be substantial a choice."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self.part = part
        self.ways = [
            self.number(min(1.0, min(limit, part.stock[source]) / self._asked(gift)))
            for source, gift, limit in part.ways
        ]
        self.made = {gift: self.choice() for gift in part.choices}
        self._share: dict[int, dict[int, float]] = {}
        self._keep_stocks()
        self._keep_gifts()
        self._keep_counts()

    @property
    def total(self) -> dict[int, float]:
        """The sum of everything given, in units of everything asked."""
        whole = sum(self.part.demand)
        return {
            way: self._asked(gift) / whole
            for way, (_, gift, _) in zip(self.ways, self.part.ways, strict=True)
        }

    def watch(self, needs: Iterable[int], share: int) -> Level:
        """From now on variables tell which of these needs are served up to this share."""
        above = {need: self.choice() for need in needs}
        rows = {
            need: self.row(self._share[need] | {column: -self._at(need, share)}, least=0.0)
            for need, column in above.items()
        }
        height = self.number(1.0)
        push = [
            self.row(self._share[need] | {height: -1.0, column: -1.0}, least=-1.0)
            for need, column in above.items()
        ]
        return Level(share, above, rows, height, push)

    def keep(self, level: Level, share: int, count: int) -> None:
        """As many needs must be served up to this share, whichever they are."""
        level.share = share
        for need, row in level.rows.items():
            self.reweigh(row, level.above[need], -self._at(need, share))
        self.row(dict.fromkeys(level.above.values(), 1.0), least=count)
        self.release(level.push)

    def settle(self, level: Level, needs: Collection[int], above: bool) -> None:
        """These needs are served up to this share, or are not, in every plan still possible."""
        for need in needs:
            self.fix(level.above[need], float(above))

    def _asked(self, gift: int) -> int:
        return self.part.demand[self.part.gift_need[gift]]

    def _at(self, need: int, share: int) -> float:
        return self.part.amount(need, share) / self.part.demand[need]

    def _keep_stocks(self) -> None:
        """No source gives more than it holds, in units of its largest need."""
        given: dict[int, dict[int, int]] = {}
        for way, (source, gift, _) in zip(self.ways, self.part.ways, strict=True):
            given.setdefault(source, {})[way] = self._asked(gift)
        for source, asked in given.items():
            unit = max(asked.values())
            stock = min(self.part.stock[source], sum(asked.values()))
            self.row({way: amount / unit for way, amount in asked.items()}, most=stock / unit)

    def _keep_gifts(self) -> None:
        """A gift is nothing or substantial; a need takes no more than it asks."""
        of_gift: dict[int, dict[int, float]] = {}
        for way, (_, gift, _) in zip(self.ways, self.part.ways, strict=True):
            of_gift.setdefault(gift, {})[way] = 1.0
            self._share.setdefault(self.part.gift_need[gift], {})[way] = 1.0
        for ways in self._share.values():
            self.row(ways, most=1.0)
        for gift, made in self.made.items():
            least = self.part.gift_least[gift] / self._asked(gift)
            self.row(of_gift[gift] | {made: -1.0}, most=0.0)
            self.row(of_gift[gift] | {made: -least}, least=0.0)

    def _keep_counts(self) -> None:
        """No source makes more gifts than its stock allows at the least: counted in whole units.

        The stock says so too, but HiGHS would not notice that a billion is one unit short.
        """
        givers: dict[int, set[int]] = {}
        for source, gift, _ in self.part.ways:
            givers.setdefault(gift, set()).add(source)
        alone: dict[int, list[int]] = {}
        for gift in self.made:
            if len(givers[gift]) == 1:
                alone.setdefault(min(givers[gift]), []).append(gift)
        for source, gifts in alone.items():
            least = accumulate(sorted(self.part.gift_least[gift] for gift in gifts))
            most = sum(spent <= self.part.stock[source] for spent in least)
            self.row({self.made[gift]: 1.0 for gift in gifts}, most=most)
