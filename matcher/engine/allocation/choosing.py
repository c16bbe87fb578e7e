"""Which gifts to make where each must be substantial or nothing: HiGHS proposes, integers decide.

Served shares are lifted level by level, as for amounts, but here it is a choice who is left behind:
at each level as many needs as possible get above it (the distribution approach to lexicographic
max–min where the possible is not convex; Ogryczak & Śliwiński, ICCSA 2006). Every answer is rebuilt
in whole numbers; one that does not hold to the last unit is forbidden, and HiGHS is asked again.
"""

from __future__ import annotations

from dataclasses import dataclass

from matcher.engine.allocation.levelling import Levelling
from matcher.engine.allocation.parts import Part
from matcher.engine.allocation.possible import Level, Possible
from matcher.engine.allocation.program import Answer

TRIES = 20
AT_ONCE = 20  # gifts whose order one answer can tell: 2**-20 is far above HiGHS' tolerance


def choose(part: Part) -> tuple[list[int], bool]:
    """The gifts to make, and whether the choice is known to be the best.

    First the shares, tier after tier; then the total; then the fewest gifts; then the earliest.
    """
    choice = _Choice(part)
    for tier in part.tiers:
        choice.lift(tier)
    if choice.fill():
        choice.thin()
    return choice.made, choice.proven


@dataclass(frozen=True)
class _Found:
    """An answer, and what it comes to in whole numbers."""

    answer: Answer
    levelling: Levelling

    def above(self, level: Level) -> list[int]:
        """The needs it serves up to this level."""
        return [need for need, column in level.above.items() if self.answer.value[column] > 0.5]

    def holds(self, levels: list[Level], total: int) -> bool:
        """Whether its gifts can be made, the needs be served as it says, and the total kept."""
        amount = self.levelling.part.amount
        served = self.levelling.possible and all(
            self.levelling.give(need, amount(need, level.share))
            for level in levels
            for need in self.above(level)
        )
        return served and (total == 0 or self.total() >= total)

    def total(self) -> int:
        """The most its gifts can give in all; afterwards no level can rise."""
        return self.levelling.fill()

    def highest(self, needs: list[int]) -> int:
        """The share up to which its gifts can serve these needs all together."""
        return self.levelling.rise(needs, 0)


class _Choice:
    """The best choice so far, and what every better one must keep to."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.made: list[int] = []
        self.proven = True
        self._possible = Possible(part)
        self._levels: list[Level] = []
        self._total = 0

    def lift(self, tier: list[int]) -> None:
        """Lift the worst-served of this tier, then the second worst, and so on."""
        share, whole, step = 0, self.part.whole, self.part.step
        while share < whole:
            level = self._possible.watch(tier, min(share + step, whole))
            self._levels.append(level)
            found = self._ask(dict.fromkeys(level.above.values(), 1.0) | {level.height: 0.5})
            reached = found.above(level) if found else []
            if found is None or not reached:
                self._levels.remove(level)
                self._possible.release(level.push)
                self._possible.settle(level, level.above, above=False)
                return
            share = found.highest(reached)
            # A hair below, or no other choice could ever do the same to the last unit; so thin that
            # all these hairs together lift nobody by a step.
            self._possible.keep(level, share - step // (4 * len(self.part.demand)), len(reached))
            tier = self._still_open(level, reached)

    def _still_open(self, level: Level, reached: list[int]) -> list[int]:
        """The needs of which it is not settled yet how far they are served.

        Settles who is above this level in every plan; where nobody can change places with those
        who are left behind, their shares are settled too.
        """
        behind = set(level.above) - set(reached)
        doubtful = set(behind)
        while len(doubtful) < len(level.above):
            others = {need: column for need, column in level.above.items() if need not in doubtful}
            answer = self._possible.greatest(dict.fromkeys(others.values(), -1.0))
            if answer is None or not answer.best:
                return list(level.above)
            found = {need for need, column in others.items() if answer.value[column] < 0.5}
            if not found:
                break
            doubtful |= found
        self._possible.settle(level, set(level.above) - doubtful, above=True)
        if doubtful != behind:
            return list(level.above)
        self._possible.settle(level, behind, above=False)
        return reached

    def fill(self) -> bool:
        """Make the total as large as possible, every level kept; tells whether that was found."""
        found = self._ask(self._possible.total)
        if found is None:
            return False
        self._total = found.total()
        self._possible.row(self._possible.total, least=self._total / sum(self.part.demand))
        return True

    def thin(self) -> None:
        """Make as few gifts as possible; of equally many the earliest."""
        made = self._possible.made
        if self._ask(dict.fromkeys(made.values(), -1.0)) is None:
            return
        self._possible.row(dict.fromkeys(made.values(), 1.0), most=len(self.made))
        gifts = list(made)
        for start in range(0, len(gifts), AT_ONCE):
            block = gifts[start : start + AT_ONCE]
            if self._ask({made[gift]: 0.5**place for place, gift in enumerate(block)}) is None:
                return
            for gift in block:
                self._possible.fix(made[gift], float(gift in self.made))

    def _ask(self, terms: dict[int, float]) -> _Found | None:
        """The best answer that holds in whole numbers; what it makes is kept."""
        for _ in range(TRIES):
            answer = self._possible.greatest(terms)
            if answer is None:
                break
            gifts = self._possible.made.items()
            made = [gift for gift, column in gifts if answer.value[column] > 0.5]
            found = _Found(answer, Levelling(self.part, made))
            if found.holds(self._levels, self._total):
                self.made = made
                self.proven &= answer.best
                return found
            self._possible.forbid(answer)
        self.proven = False
        return None
