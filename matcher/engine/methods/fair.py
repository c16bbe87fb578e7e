"""As much coverage as possible; then the worst-off village as well off as possible, and so on."""

from __future__ import annotations

import numpy as np

from matcher.engine import objectives
from matcher.engine.assignment.face import Face, indifferent, opened, settled
from matcher.engine.assignment.levels import best_by, drawn
from matcher.engine.certificate import AT, Certificate, Level
from matcher.engine.matching import Best, Conflict, Matching
from matcher.engine.methods.lifting import ground, lift, next_chosen
from matcher.engine.methods.roles import in_roles
from matcher.engine.problem import Mask, MatchingProblem, Whole

NO_PRICES = np.empty(0, np.int64)


def plan(problem: MatchingProblem) -> Matching:
    """Leximin over the best pair of every covered village; then the total score of all pairs.

    Among the plans that cover the greatest weight, as few villages as possible stand at the lowest
    score, then at the second lowest, … (lexicographic bottleneck, Burkard and Rendl 1991); among
    those the greatest total, then the draw. Villages of weight 0 are not compared.
    """
    # few villages stand low in a plan of good scores, so it is a good one to start from
    undrawn = problem.having(draw=np.zeros_like(problem.draw))
    start = best_by(undrawn, [objectives.coverage(problem), objectives.score(problem)])
    if isinstance(start, Conflict):
        return Matching.impossible(problem, "fair", start)
    return Matching.proven(problem, "fair", _Fairest(problem, start.picked).best())


class _Fairest:
    """A level for coverage, one for every score at which a village may have to stand, the total.

    `levels` holds what is proven so far, `face` what that leaves open, `picked` a plan within it;
    `free` are the prices of the many levels at which no place costs anything.
    """

    def __init__(self, problem: MatchingProblem, start: Mask) -> None:
        self.roles = in_roles(problem)
        self.enterprises = len(problem.enterprise_capacity)
        self.levels: list[Level] = []
        self.face: Face = opened(self.roles.problem)
        self.picked: Mask = self.roles.cast(start)
        self.free = np.zeros(self.enterprises, np.int64)

    def best(self) -> Best:
        """Settle level after level."""
        roles = self.roles
        self._settle("coverage", roles.weight)
        self._lift()
        self._settle("score", roles.problem.score)
        if roles.problem.draw.any():
            self.picked = drawn(self.face, roles.problem.draw)
        pairs = self.picked[: roles.pairs]
        chosen = np.flatnonzero(pairs)
        return Best(pairs, chosen, Certificate.of(tuple(self.levels), None, chosen))

    def _settle(self, name: str, value: Whole) -> None:
        """The next level: its best plan, its prices, and what they leave open."""
        at_stake = value[self.face.pairs]
        nothing = np.zeros_like(self.face.most)
        chosen, price = settled(self.face, at_stake, nothing, self.picked[self.face.pairs])
        self.picked = self.face.with_chosen(chosen)
        self._note(name, int(value[self.picked].sum()), price)
        self.face = indifferent(self.face, at_stake, nothing, price)

    def _note(self, name: str, worth: int, price: Whole) -> None:
        asked = price[: self.enterprises].copy() if price.any() else self.free
        asked.setflags(write=False)
        self.levels.append(Level(name, worth, asked, NO_PRICES))

    def _lift(self) -> None:
        """From the lowest score at which a village stands upwards."""
        face, standing = self.face, self.roles.standing
        ours = ground(face, self.picked[face.pairs])
        order = np.argsort(standing[face.pairs], kind="stable")
        rising = standing[face.pairs][order]
        decided = np.sort(standing[face.decided])
        done = -1
        while True:
            start = int(np.searchsorted(rising, done, side="right"))
            used = rising[next_chosen(order, ours.chosen, start) :][:1]
            fixed = decided[np.searchsorted(decided, done, side="right") :][:1]
            if not len(used) + len(fixed):
                break
            score = int(np.append(used, fixed).min())
            first, last = np.searchsorted(rising, [score, score + 1]).tolist()
            ours.is_open[order[start:first]] = False
            band = order[first:last]
            price = lift(band, ours)
            many = int(ours.chosen[band].sum()) + int((decided == score).sum())
            self._note(f"{AT}{score}", -many, price)
            done = score
        self.picked = face.with_chosen(ours.chosen)
        closed = ~ours.is_open
        self.face = face.without(closed, closed & ours.chosen, ours.least, ours.most)
