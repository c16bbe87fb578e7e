"""Villages that want a partner from too few places: a Hall violator, small enough to read."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np

from matcher.engine.matching import Matching
from matcher.engine.problem import MatchingProblem

READABLE = 60


@dataclass(frozen=True)
class Competition:
    """These villages have no other candidates than these enterprises, whose `places` are fewer.

    Dropping any one village would leave enough places for the others.
    """

    villages: tuple[int, ...]
    enterprises: tuple[int, ...]
    places: int


def competition(problem: MatchingProblem, matching: Matching, village: int) -> Competition | None:
    """The smallest circle of villages this one competes in; None when places are not what lacks.

    Also None when the circle is too wide to tell a reader anything.
    """
    rivals = _reachable(problem, matching, village)
    if rivals is None:
        return None
    for other in sorted(rivals - {village}):
        fewer = rivals - {other}
        if other in rivals and not _all_covered(problem, fewer):
            rivals = _violating(problem, fewer, village)
    enterprises = _candidates(problem, rivals)
    places = int(problem.enterprise_capacity[list(enterprises)].sum()) if enterprises else 0
    return Competition(tuple(sorted(rivals)), tuple(sorted(enterprises)), places)


def _reachable(problem: MatchingProblem, matching: Matching, village: int) -> set[int] | None:
    """Villages on alternating ways from this one, if no way ends at a free or a second place."""
    chosen = np.zeros(len(problem.score), np.bool_)
    chosen[matching.chosen] = True
    partners = np.bincount(problem.village[chosen], minlength=len(problem.village_capacity))
    used = np.bincount(problem.enterprise[chosen], minlength=len(problem.enterprise_capacity))
    found, waiting = {village}, [village]
    asked: set[int] = set()
    while waiting:
        rows = np.flatnonzero((problem.village == waiting.pop()) & ~problem.vetoed)
        for e in set(problem.enterprise[rows].tolist()) - asked:
            asked.add(e)
            if used[e] < problem.enterprise_capacity[e]:
                return None
            holders = set(problem.village[chosen & (problem.enterprise == e)].tolist())
            if any(partners[v] > 1 for v in holders):
                return None
            waiting += sorted(holders - found)
            found |= holders
            if len(found) > READABLE:
                return None
    return found


def _candidates(problem: MatchingProblem, villages: set[int]) -> set[int]:
    rows = np.isin(problem.village, list(villages)) & ~problem.vetoed
    return set(problem.enterprise[rows].tolist())


def _flow(problem: MatchingProblem, villages: set[int]) -> tuple[int, nx.DiGraph]:
    graph = nx.DiGraph()
    graph.add_nodes_from(["all", "places"])
    for v in sorted(villages):
        graph.add_edge("all", ("village", v), capacity=1)
    rows = np.flatnonzero(np.isin(problem.village, list(villages)) & ~problem.vetoed)
    for i in rows.tolist():
        e = int(problem.enterprise[i])
        graph.add_edge(("village", int(problem.village[i])), ("enterprise", e), capacity=1)
        room = int(problem.enterprise_capacity[e])
        graph.add_edge(("enterprise", e), "places", capacity=room)
    return int(nx.maximum_flow_value(graph, "all", "places")), graph


def _all_covered(problem: MatchingProblem, villages: set[int]) -> bool:
    return _flow(problem, villages)[0] == len(villages)


def _violating(problem: MatchingProblem, villages: set[int], keep: int) -> set[int]:
    """The villages on the short side of a smallest cut, with `keep` if it is among them."""
    _, graph = _flow(problem, villages)
    _, (short, _) = nx.minimum_cut(graph, "all", "places")
    found = {name[1] for name in short if isinstance(name, tuple) and name[0] == "village"}
    return found if keep in found else villages
