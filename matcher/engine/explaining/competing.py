"""Villages that want a partner from too few places: a Hall violator, small enough to read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.engine.matching import Matching
from matcher.engine.problem import Mask, MatchingProblem, Whole

READABLE = 60


@dataclass(frozen=True)
class Competition:
    """These villages have no other candidates than these enterprises, whose `places` are fewer.

    Dropping any one village would leave enough places for the others.
    """

    villages: tuple[int, ...]
    enterprises: tuple[int, ...]
    places: int


class Neighbours:
    """Who reaches whom in a plan, laid out once so that each question looks only around itself."""

    def __init__(self, problem: MatchingProblem, matching: Matching) -> None:
        villages, enterprises = len(problem.village_capacity), len(problem.enterprise_capacity)
        chosen = np.zeros(len(problem.score), np.bool_)
        chosen[matching.chosen] = True
        self.candidates = _Lists(villages, problem.village, problem.enterprise, ~problem.vetoed)
        self.holders = _Lists(enterprises, problem.enterprise, problem.village, chosen)
        partners = np.bincount(problem.village[chosen], minlength=villages)
        givers = np.bincount(problem.enterprise[chosen], minlength=enterprises)
        shared = np.zeros(enterprises, np.bool_)
        shared[problem.enterprise[chosen & (partners > 1)[problem.village]]] = True
        self.lends: list[bool] = (shared | (givers < problem.enterprise_capacity)).tolist()

    def competition(self, village: int) -> Competition | None:
        """The circle of villages this uncovered one competes in, all on ways of exchange from it.

        Each candidate gives all its places to villages of the circle, each of which has this one
        partner; so places are one fewer than villages, and whoever is dropped would free a place
        that the exchange hands on to this one (Hall 1935). None when places are not what lacks, or
        when the circle is too wide to tell a reader anything.
        """
        villages, waiting = {village}, [village]
        enterprises: set[int] = set()
        while waiting:
            for enterprise in self.candidates.of(waiting.pop()):
                if enterprise in enterprises:
                    continue
                enterprises.add(enterprise)
                new = [other for other in self.holders.of(enterprise) if other not in villages]
                if self.lends[enterprise] or len(villages) + len(new) > READABLE:
                    return None
                villages.update(new)
                waiting += new
        places = len(villages) - 1
        return Competition(tuple(sorted(villages)), tuple(sorted(enterprises)), places)


class _Lists:
    """For every party of one side the parties of the other that marked pairs join it to."""

    def __init__(self, parties: int, ends: Whole, others: Whole, marked: Mask) -> None:
        rows = np.flatnonzero(marked)
        order = rows[np.argsort(ends[rows], kind="stable")]
        self.first = np.searchsorted(ends[order], np.arange(parties + 1)).tolist()
        self.others: list[int] = others[order].tolist()

    def of(self, party: int) -> list[int]:
        return self.others[self.first[party] : self.first[party + 1]]
