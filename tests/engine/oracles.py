"""Other people's solvers, asked for the optimum that ours must reach."""

from __future__ import annotations

import networkx as nx
import numpy as np
from ortools.graph.python import min_cost_flow
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack

from matcher.engine import MatchingProblem


def total_by_ortools(problem: MatchingProblem) -> int:
    """The largest total score; vetoes kept, no pins, no minimums."""
    ne, nv = len(problem.enterprise_capacity), len(problem.village_capacity)
    source, sink = ne + nv, ne + nv + 1
    flow = min_cost_flow.SimpleMinCostFlow()
    for e, capacity in enumerate(problem.enterprise_capacity):
        flow.add_arc_with_capacity_and_unit_cost(source, e, capacity, 0)
    for v, capacity in enumerate(problem.village_capacity):
        flow.add_arc_with_capacity_and_unit_cost(ne + v, sink, capacity, 0)
    for i in np.flatnonzero(~problem.vetoed):
        flow.add_arc_with_capacity_and_unit_cost(
            problem.enterprise[i], ne + problem.village[i], 1, -int(problem.score[i])
        )
    places = int(problem.enterprise_capacity.sum())
    flow.add_arc_with_capacity_and_unit_cost(source, sink, places, 0)
    flow.set_node_supply(source, places)
    flow.set_node_supply(sink, -places)
    assert flow.solve() == flow.OPTIMAL
    return -flow.optimal_cost()


def coverage_by_networkx(problem: MatchingProblem) -> int:
    """The greatest weight of covered villages; minimums of enterprises kept, no pins or vetoes."""
    graph = nx.DiGraph()
    least = int(problem.enterprise_minimum.sum())
    graph.add_node("must", demand=-least)
    graph.add_node("root", demand=least)
    graph.add_edge("root", "may")
    for e, capacity in enumerate(problem.enterprise_capacity):
        minimum = problem.enterprise_minimum[e]
        graph.add_edge("must", ("e", e), capacity=int(minimum))
        graph.add_edge("may", ("e", e), capacity=int(capacity - minimum))
    for v, capacity in enumerate(problem.village_capacity):
        if capacity:
            first = ("first", v)
            graph.add_edge(("v", v), first, capacity=1, weight=-int(problem.village_weight[v]))
            graph.add_edge(first, "root")
            graph.add_edge(("v", v), "root", capacity=int(capacity - 1))
    for e, v in zip(problem.enterprise, problem.village, strict=True):
        graph.add_edge(("e", e), ("v", v), capacity=1)
    cost, _ = nx.network_simplex(graph)
    return -int(cost)


class Highs:
    """A problem as a program for HiGHS: one variable for each pair, village and enterprise.

    A village's variable says that it has a partner, an enterprise's that it has a village, and a
    pair has a second one: that its village is compared by it. An objective that was maximised
    stays at its best while the next one is.
    """

    def __init__(self, problem: MatchingProblem) -> None:
        self.problem = problem
        m = len(problem.score)
        ne, nv = len(problem.enterprise_capacity), len(problem.village_capacity)
        self.pairs, self.standing = slice(0, m), slice(m, 2 * m)
        self.villages, self.enterprises = slice(2 * m, 2 * m + nv), slice(2 * m + nv, None)
        self.size = 2 * m + nv + ne
        upper = np.ones(self.size)
        upper[self.pairs][problem.vetoed] = 0
        lower = np.zeros(self.size)
        lower[self.pairs][problem.pinned] = 1
        self.bounds = Bounds(lower, upper)
        self.limits: list[LinearConstraint] = []
        for ends, least, most, at, n in (
            (
                problem.enterprise,
                problem.enterprise_minimum,
                problem.enterprise_capacity,
                2 * m + nv,
                ne,
            ),
            (problem.village, problem.village_minimum, problem.village_capacity, 2 * m, nv),
        ):
            chosen = self._sums(ends, 0, n)
            has_one = csr_array((np.ones(n), (np.arange(n), at + np.arange(n))), (n, self.size))
            self.limits.append(LinearConstraint(chosen, least, most))
            self.limits.append(LinearConstraint(chosen - has_one, 0, np.inf))
        compared = self._sums(problem.village, m, nv)
        self.limits.append(LinearConstraint(compared, 0, 1))
        rows = np.arange(m)
        both = csr_array((np.ones(m), (rows, rows)), (m, self.size))
        self.limits.append(
            LinearConstraint(
                both - csr_array((np.ones(m), (rows, m + rows)), (m, self.size)), 0, np.inf
            )
        )

    def _sums(self, ends: np.ndarray, at: int, parties: int) -> csr_array:
        columns = at + np.arange(len(ends))
        return csr_array((np.ones(len(ends)), (ends, columns)), (parties, self.size))

    def best(self, **values: np.ndarray | int) -> int | None:
        """The greatest sum of these values per pair, standing, village or enterprise."""
        objective = np.zeros(self.size)
        for name, value in values.items():
            objective[getattr(self, name)] = value
        found = milp(
            -objective, integrality=np.ones(self.size), bounds=self.bounds, constraints=self.limits
        )
        if found.x is None:
            return None
        best = round(objective @ np.round(found.x))
        self.limits.append(LinearConstraint(csr_array(objective[None, :]), best, np.inf))
        return best


def fewest_units_by_highs(problem: MatchingProblem) -> int:
    """By how many units pins, minimums and capacities must give way at least, vetoes kept."""
    m = len(problem.score)
    least = np.append(problem.enterprise_minimum, problem.village_minimum)
    most = np.append(problem.enterprise_capacity, problem.village_capacity)
    n, rows = len(least), np.arange(m)
    ends = np.append(problem.enterprise, problem.village + len(problem.enterprise_capacity))
    taken = csr_array((np.ones(2 * m), (ends, np.append(rows, rows))), (n, m))
    one, none = eye_array(n, format="csr"), csr_array((n, n))
    upper = np.append(np.where(problem.vetoed, 0, 1), np.full(2 * n, np.inf))
    found = milp(
        np.append(np.where(problem.pinned, -1, 0), np.ones(2 * n)),
        integrality=np.ones(m + 2 * n),
        bounds=Bounds(0, upper),
        constraints=[
            LinearConstraint(hstack([taken, one, none]), least, np.inf),
            LinearConstraint(hstack([taken, none, -one]), -np.inf, most),
        ],
    )
    return round(found.fun) + int(problem.pinned.sum())
