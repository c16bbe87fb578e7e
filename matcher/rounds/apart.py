"""The prices of a large problem, worked out part by part where no candidate joins the parts.

Enterprises and villages of one aid relationship have no candidates in another, so the best plan of
all is the best plan of each, level by level, and its prices are theirs. Parts are solved wherever
the blocks are done. No draw is held here: prices do not depend on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from matcher.engine import Level, MatchingProblem, solve
from matcher.roster import Whole
from matcher.rounds.knots import Knot
from matcher.rounds.workshop import Workshop

ENOUGH = 50_000
"""Small parts are solved together until they have so many candidates."""

NAMES = {"coverage": ("coverage", "engagement", "score"), "score": ("score",)}
"""The levels of the methods that are proven by prices."""

KNOT = 2
"""So many columns tell a knot; levels are told by more."""


@dataclass(frozen=True, eq=False)
class Part:
    """Some of the parties, by their numbers in the whole, with all their candidates."""

    enterprises: Whole
    villages: Whole
    problem: MatchingProblem


@dataclass(frozen=True)
class Pricing:
    """The prices of one part, what every worker does."""

    method: str

    def __call__(self, part: Part) -> tuple[Whole, ...]:
        """What its best plan is worth level by level, then each level's prices of enterprises and
        of villages; where no plan exists, only the enterprises and the villages of its knot."""
        matching = solve(part.problem, self.method)
        if matching.conflict is not None:
            knot = matching.conflict.enterprises, matching.conflict.villages
            return np.array(knot[0], np.int64), np.array(knot[1], np.int64)
        certificate = matching.certificate
        assert certificate is not None  # these methods prove every plan they find
        worth = np.array([level.worth for level in certificate.levels])
        prices = [
            price
            for level in certificate.levels
            for price in (level.enterprise_price, level.village_price)
        ]
        return worth, *prices


def prices(problem: MatchingProblem, method: str, workshop: Workshop) -> tuple[Level, ...] | Knot:
    """The levels that prove the best plan of `method`, or the first knot of a part without one."""
    parts = list(_parts(problem))
    names = NAMES[method]
    worth = np.zeros(len(names), np.int64)
    of_enterprises = np.zeros((len(names), len(problem.enterprise_capacity)), np.int64)
    of_villages = np.zeros((len(names), len(problem.village_capacity)), np.int64)
    for part, answer in zip(parts, workshop.each(Pricing(method), parts), strict=True):
        if len(answer) == KNOT:
            return Knot(part.enterprises[answer[0]], part.villages[answer[1]])
        worth += answer[0]
        of_enterprises[:, part.enterprises] = answer[1::2]
        of_villages[:, part.villages] = answer[2::2]
    rows = zip(names, worth.tolist(), of_enterprises, of_villages, strict=True)
    return tuple(Level(*row) for row in rows)


def _parts(problem: MatchingProblem) -> Iterator[Part]:
    """The problem in parts, every party in one of them."""
    split = len(problem.enterprise_capacity)
    size = split + len(problem.village_capacity)
    joined = coo_array(
        (np.ones(len(problem.score), np.int8), (problem.enterprise, problem.village + split)),
        shape=(size, size),
    )
    count, component = connected_components(joined, directed=False)
    pairs = np.bincount(component[problem.enterprise], minlength=count)
    group = ((np.cumsum(pairs) - pairs) // ENOUGH)[component]
    rows = np.argsort(group[problem.enterprise], kind="stable")
    of_rows = group[problem.enterprise][rows]
    for number in np.unique(group):
        first, last = np.searchsorted(of_rows, [number, number + 1])
        enterprises = np.flatnonzero(group[:split] == number)
        villages = np.flatnonzero(group[split:] == number)
        yield Part(enterprises, villages, _of(problem, rows[first:last], enterprises, villages))


def _of(
    problem: MatchingProblem, rows: Whole, enterprises: Whole, villages: Whole
) -> MatchingProblem:
    return problem.having(
        enterprise=np.searchsorted(enterprises, problem.enterprise[rows]),
        village=np.searchsorted(villages, problem.village[rows]),
        score=problem.score[rows],
        enterprise_capacity=problem.enterprise_capacity[enterprises],
        village_capacity=problem.village_capacity[villages],
        village_weight=problem.village_weight[villages],
        enterprise_minimum=problem.enterprise_minimum[enterprises],
        village_minimum=problem.village_minimum[villages],
        pinned=problem.pinned[rows],
        vetoed=problem.vetoed[rows],
        draw=problem.draw[rows],
    )
