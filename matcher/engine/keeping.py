"""Least disturbance: what an earlier plan's pairs are worth for staying, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from matcher.engine.assignment.levels import best_by
from matcher.engine.checking import in_range, whole_numbers
from matcher.engine.matching import Conflict
from matcher.engine.objectives import Keep, coverage, engagement, score
from matcher.engine.problem import MatchingProblem, Whole
from matcher.errors import ProblemRefused

HIGHEST_BONUS = 10**9
ABOVE = {"score": (), "coverage": (coverage, engagement)}


def kept(problem: MatchingProblem, rows: ArrayLike | None, bonus: int) -> Keep | None:
    """What `keep` and `keep_bonus` mean for this problem; None when nothing is to be kept."""
    if not 0 <= bonus <= HIGHEST_BONUS:
        raise ProblemRefused(
            "engine.too_large", array="keep_bonus", row=0, value=str(bonus), most=HIGHEST_BONUS
        )
    if rows is None or bonus == 0:
        return None
    numbers = whole_numbers("keep", rows, most=2**31 - 1)
    in_range("keep", numbers, len(problem.score))
    return Keep(np.unique(numbers), int(bonus))


@dataclass(frozen=True)
class Disturbance:
    """At a `keep_bonus` above `bonus`, `changed` earlier pairs go and the plan scores as told.

    `kept` are the rows of the earlier pairs that stay. A plan in which these are pinned scores the
    same: whatever scored more and kept them all would have been the better exchange.
    """

    bonus: Fraction
    changed: int
    total_score: int
    kept: Whole = field(compare=False, repr=False)


def disturbance_curve(
    problem: MatchingProblem, keep: ArrayLike, method: str = "score"
) -> tuple[Disturbance, ...]:
    """Every exchange of score for changes that some bonus makes best, from most changes to fewest.

    The best value grows convexly with the bonus, so between two plans the only bonus worth looking
    at is where they are worth the same: if nothing is better there, nothing lies between them.
    Empty where no plan exists.
    """
    if method not in ABOVE:
        raise ProblemRefused("engine.unknown_method", method=method, known=list(ABOVE))
    rows = np.unique(whole_numbers("keep", keep, most=2**31 - 1))
    in_range("keep", rows, len(problem.score))
    stays = np.zeros_like(problem.score)
    stays[rows] = 1

    def best(*values: Whole) -> _Line | None:
        levels = [level(problem) for level in ABOVE[method]]
        levels += [replace(score(problem), value=value) for value in values]
        found = best_by(problem, levels)
        if isinstance(found, Conflict):
            return None
        staying = rows[found.picked[rows]]
        return _Line(len(staying), int(problem.score[found.picked].sum()), staying)

    first, last = best(problem.score, stays), best(stays, problem.score)
    if first is None or last is None:
        return ()
    lines = [first]
    waiting = [last]
    while waiting:
        low, high = lines[-1], waiting[-1]
        gained, lost = high.kept - low.kept, low.score - high.score
        middle = best(problem.score * gained + stays * lost) if gained else None
        if (
            middle
            and middle.score * gained + middle.kept * lost > low.score * gained + low.kept * lost
        ):
            waiting.append(middle)
        else:
            waiting.pop()
            if gained:
                lines.append(high)
    return tuple(
        Disturbance(
            Fraction(before.score - line.score, line.kept - before.kept) if before else Fraction(0),
            len(rows) - line.kept,
            line.score,
            line.rows,
        )
        for before, line in zip([None, *lines], lines, strict=False)
    )


@dataclass(frozen=True, eq=False)
class _Line:
    """A plan as a line over the bonus: it is worth `score` and `kept` times the bonus."""

    kept: int
    score: int
    rows: Whole
