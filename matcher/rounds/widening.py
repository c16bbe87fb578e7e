"""A plan proven best over every eligible pair, though the engine is asked only about some of them.

The best of every party are solved; the prices of that plan tell which pairs outside the list could
better it; those are added and the plan is solved again, until there are none (column generation).
Candidates far below the prices are not asked about again before prices come near them; but where
the plan has not become better, none is left out, so that none comes and goes for ever.
At last the list is narrowed to the pairs that no price excludes. Every plan of that worth is made
of those alone, and the same prices prove each of them; so the public draw is held as it would have
been among all pairs, and the plan does not depend on how long the first list was. Only where there
are too many pairs to score each (`everywhere`), equals that nobody listed take no part in the draw.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matcher.engine import Certificate, Level, Matching
from matcher.errors import JieduiError
from matcher.roster import Mask
from matcher.rounds.candidates import Candidates, best_of_each
from matcher.rounds.everywhere import Everywhere
from matcher.rounds.knots import Knot, untying
from matcher.rounds.plan import Scope, Worth
from matcher.rounds.pricing import left_out, margin, margin_sign
from matcher.rounds.survey import Survey

PROVABLE = ("coverage", "score")
"""The methods whose prices speak for pairs they have never seen."""

NEARLY = 8
"""So many of the best of each party are asked about again, though their prices exclude them."""

FIRST_HELP = 8
"""So many of the best are added at first for each party of a knot, then twice as many."""

Priced = Callable[[Candidates], tuple[Level, ...] | Knot]
"""The prices that prove the best plan of these candidates, or what allows none."""

Drawn = Callable[[Candidates], Matching]
"""The best plan of these candidates, the public draw held."""


@dataclass(frozen=True, eq=False)
class Widening:
    """What every step needs."""

    survey: Survey
    priced: Priced
    drawn: Drawn
    everywhere: Everywhere | None = None

    def proven(self, found: Candidates, kept: Mask) -> tuple[Matching, Scope]:
        """The best plan over every eligible pair, and what that took beyond these candidates; or
        the answer that there is none.

        Rows of `kept` stay in the list whatever their price.
        """
        eligible = self.everywhere.pairs if self.everywhere else found.eligible
        start, first = self._untied(found)
        if isinstance(first, Knot):
            return self.drawn(start), Scope(eligible, len(found), len(start) - len(found), 1, ())
        always = found.keys[kept]
        known, asked, levels, rounds, rose = start, start, first, 1, True
        while True:
            known = self._better(known, levels)
            sign = margin_sign(levels, known.enterprise, known.village, known.score)
            before = np.isin(known.keys, asked.keys)
            if not (sign[~before] > 0).any():
                break
            nearly = _nearly(known, levels) if rose else before
            asked = known.among((sign >= 0) | nearly | np.isin(known.keys, always))
            again = self.priced(asked)
            assert not isinstance(again, Knot)  # the plan there was is still possible
            rose = [one.worth for one in again] > [one.worth for one in levels]
            levels, rounds = again, rounds + 1
        known = known.with_pairs(left_out(self.survey, known, levels, least=0))
        listed = np.isin(known.keys, always)
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
        scope = Scope(eligible, len(start), len(known) - len(start), rounds, worth)
        return drawn.having(certificate=certificate), scope

    def _untied(self, found: Candidates) -> tuple[Candidates, tuple[Level, ...] | Knot]:
        """The candidates with those besides that minimums and pins need, and their prices; or, with
        all who could help, the knot that nobody can untie."""
        known, most = found, FIRST_HELP
        while isinstance(levels := self.priced(known), Knot):
            more = untying(self.survey, known, levels, most)
            if not len(more[0]):
                break
            known, most = known.with_pairs(more), 2 * most
        return known, levels

    def _better(self, known: Candidates, levels: tuple[Level, ...]) -> Candidates:
        """The candidates with those besides that could better the plan."""
        known = known.with_pairs(left_out(self.survey, known, levels, least=1))
        if self.everywhere is not None:
            known = known.with_pairs(self.everywhere.left_out(known, levels))
        return known


def _nearly(known: Candidates, levels: tuple[Level, ...]) -> Mask:
    """The best of each party by what its score lies above the prices, or least below."""
    worth = margin(levels, known.enterprise, known.village, known.score)
    return best_of_each(known.enterprise, known.village, worth, NEARLY)


def _dispensable(levels: tuple[Level, ...]) -> Mask:
    """Villages that some best plan may leave out keep all their candidates, so that it can be
    explained to them."""
    sign = np.zeros(len(levels[0].village_price), np.int64)
    for level in levels:
        bonus = level.name == "coverage"
        sign = np.where(sign == 0, np.sign(bonus + level.village_price), sign)
    dispensable: Mask = sign <= 0
    return dispensable
