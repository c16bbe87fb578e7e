"""A plan proven best over every eligible pair, though the engine is asked only about some of them.

The best of every party are solved; the prices of that plan tell which pairs outside the list could
better it; those are added and the plan is solved again, until there are none (column generation).
At last the list is narrowed to the pairs that no price excludes. Every plan of that worth is made
of those alone, and the same prices prove each of them; so the public draw is held as it would have
been among all pairs, and the plan does not depend on how long the first list was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matcher.engine import Certificate, Level, Matching
from matcher.errors import JieduiError
from matcher.roster import Mask
from matcher.rounds.candidates import Candidates
from matcher.rounds.everywhere import Everywhere
from matcher.rounds.plan import Scope, Worth
from matcher.rounds.pricing import left_out, margin_sign
from matcher.rounds.survey import Survey

PROVABLE = ("coverage", "score")
"""The methods whose prices speak for pairs they have never seen."""

Priced = Callable[[Candidates], tuple[Level, ...] | None]
"""The prices that prove the best plan of these candidates; None where there is no plan."""

Drawn = Callable[[Candidates], Matching]
"""The best plan of these candidates, the public draw held."""


@dataclass(frozen=True, eq=False)
class Widening:
    """What every step needs."""

    survey: Survey
    priced: Priced
    drawn: Drawn
    everywhere: Everywhere | None = None

    def proven(self, found: Candidates, kept: Mask) -> tuple[Matching, Scope] | None:
        """The best plan over every eligible pair, and what that took beyond these candidates.

        Rows of `kept` stay in the list whatever their price. None where these candidates alone
        allow no plan.
        """
        first = self.priced(found)
        if first is None:
            return None
        known, levels, rounds = found, first, 1
        while len(more := self._better(known, levels)) > len(known):
            known, rounds = more, rounds + 1
            again = self.priced(known)
            assert again is not None  # more candidates make no plan impossible
            levels = again
        known = known.with_pairs(left_out(self.survey, known, levels, least=0))
        listed = np.isin(known.keys, found.keys[kept])
        listed |= margin_sign(levels, known.enterprise, known.village, known.score) >= 0
        listed |= _dispensable(levels)[known.village]
        drawn = self.drawn(known.among(listed))
        certificate = Certificate.of(levels, None, drawn.chosen)
        if certificate.gap(drawn.problem):
            raise JieduiError("plan.unverified", codes=["engine.verify.gap"])
        worth = tuple(
            Worth(one.name, one.worth, other.worth)
            for one, other in zip(first, levels, strict=True)
        )
        added = int((~np.isin(known.keys, found.keys)).sum())
        eligible = self.everywhere.pairs if self.everywhere else found.eligible
        scope = Scope(eligible, len(found), added, rounds, worth)
        return drawn.having(certificate=certificate), scope

    def _better(self, known: Candidates, levels: tuple[Level, ...]) -> Candidates:
        """The candidates with those besides that could better the plan."""
        known = known.with_pairs(left_out(self.survey, known, levels, least=1))
        if self.everywhere is not None:
            known = known.with_pairs(self.everywhere.left_out(known, levels))
        return known


def _dispensable(levels: tuple[Level, ...]) -> Mask:
    """Villages that some best plan may leave out keep all their candidates, so that it can be
    explained to them."""
    sign = np.zeros(len(levels[0].village_price), np.int64)
    for level in levels:
        bonus = level.name == "coverage"
        sign = np.where(sign == 0, np.sign(bonus + level.village_price), sign)
    dispensable: Mask = sign <= 0
    return dispensable
