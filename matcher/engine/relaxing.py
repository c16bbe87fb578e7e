"""When no plan exists: which demands contradict each other, and the least that must give way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from matcher.engine.matching import Status
from matcher.engine.problem import MatchingProblem
from matcher.engine.solve import solve


@dataclass(frozen=True)
class Relaxation:
    """Drop a pin (`array` "pinned", row of the pair), lower a minimum or raise a capacity."""

    array: str
    row: int
    given: int
    to: int


@dataclass(frozen=True)
class Contradiction:
    """Pins (rows of pairs) and minimums (numbers of parties) that cannot all hold together.

    Without any one of them the others can.
    """

    pins: tuple[int, ...]
    enterprise_minimums: tuple[int, ...]
    village_minimums: tuple[int, ...]


def contradiction(problem: MatchingProblem) -> Contradiction:
    """A smallest contradiction: demand after demand is dropped if the rest still contradicts."""
    demands: dict[str, Any] = {
        "pinned": problem.pinned.copy(),
        "enterprise_minimum": problem.enterprise_minimum.copy(),
        "village_minimum": problem.village_minimum.copy(),
    }
    for array, numbers in demands.items():
        _thin(problem, demands, array, np.flatnonzero(numbers))
    left = {array: tuple(np.flatnonzero(numbers).tolist()) for array, numbers in demands.items()}
    return Contradiction(left["pinned"], left["enterprise_minimum"], left["village_minimum"])


def _thin(problem: MatchingProblem, demands: dict[str, Any], array: str, rows: Any) -> None:
    """Drop all of these rows at once if that may be, else half by half."""
    if not len(rows):
        return
    before = demands[array][rows].copy()
    demands[array][rows] = 0
    copies = {name: numbers.copy() for name, numbers in demands.items()}
    if solve(problem.having(**copies), "score").status is Status.INFEASIBLE:
        return
    demands[array][rows] = before
    if len(rows) > 1:
        half = len(rows) // 2
        _thin(problem, demands, array, rows[:half])
        _thin(problem, demands, array, rows[half:])


def cheapest_relaxation(problem: MatchingProblem) -> tuple[Relaxation, ...]:
    """The fewest units by which pins, minimums and capacities must give way, vetoes untouched.

    A circulation with one arc for what is demanded (worth 1 a unit), one for what is allowed, and
    one beyond (costs 1 a unit); networkx finds the cheapest.
    """
    graph = nx.MultiDiGraph()
    graph.add_node("root")
    for side in ("enterprise", "village"):
        least, most = getattr(problem, f"{side}_minimum"), getattr(problem, f"{side}_capacity")
        for party in range(len(most)):
            ends = ("root", (side, party)) if side == "enterprise" else ((side, party), "root")
            room = len(problem.score)
            graph.add_edge(*ends, key="demanded", capacity=int(least[party]), weight=-1)
            graph.add_edge(*ends, key="allowed", capacity=int(most[party] - least[party]), weight=0)
            graph.add_edge(*ends, key="beyond", capacity=room, weight=1)
    for row in np.flatnonzero(~problem.vetoed).tolist():
        giver = ("enterprise", int(problem.enterprise[row]))
        taker = ("village", int(problem.village[row]))
        graph.add_edge(giver, taker, key=row, capacity=1, weight=-1 if problem.pinned[row] else 0)
    _, flow = nx.network_simplex(_simple(graph))
    return tuple(_given_way(problem, flow))


def _simple(graph: nx.MultiDiGraph) -> nx.DiGraph:
    """networkx's simplex wants one arc between two nodes: every arc gets a node of its own."""
    simple = nx.DiGraph()
    simple.add_nodes_from(graph.nodes)
    for start, end, key, data in graph.edges(keys=True, data=True):
        middle = (start, end, key)
        simple.add_edge(start, middle, **data)
        simple.add_edge(middle, end)
    return simple


def _given_way(problem: MatchingProblem, flow: dict[Any, Any]) -> list[Relaxation]:
    found = []
    for row in np.flatnonzero(problem.pinned).tolist():
        start = ("enterprise", int(problem.enterprise[row]))
        end = ("village", int(problem.village[row]))
        if flow[start][start, end, row] == 0:
            found.append(Relaxation("pinned", row, 1, 0))
    for side in ("enterprise", "village"):
        least, most = getattr(problem, f"{side}_minimum"), getattr(problem, f"{side}_capacity")
        for party in range(len(most)):
            ends = ("root", (side, party)) if side == "enterprise" else ((side, party), "root")
            met = flow[ends[0]][(*ends, "demanded")]
            beyond = flow[ends[0]][(*ends, "beyond")]
            if met < least[party]:
                lower = Relaxation(f"{side}_minimum", party, int(least[party]), int(met))
                found.append(lower)
            if beyond:
                given = int(most[party])
                found.append(Relaxation(f"{side}_capacity", party, given, given + int(beyond)))
    return found
