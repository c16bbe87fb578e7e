"""What the engine is measured against: each peer with its own fastest calls, arrays to optimum."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
from ortools.graph.python import max_flow, min_cost_flow
from scipy.optimize import linear_sum_assignment, linprog
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

Arrays = dict[str, np.ndarray]


def ortools(arrays: Arrays) -> int:
    """OR-Tools' optimum with its vectorised calls, from plain arrays to the chosen pairs."""
    ne, nv = len(arrays["enterprise_capacity"]), len(arrays["village_capacity"])
    source, sink = ne + nv, ne + nv + 1
    places = int(arrays["enterprise_capacity"].sum())
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([np.full(ne, source), arrays["enterprise"], ne + np.arange(nv), [source]]),
        np.concatenate([np.arange(ne), ne + arrays["village"], np.full(nv, sink), [sink]]),
        np.concatenate(
            [
                arrays["enterprise_capacity"],
                np.ones(len(arrays["score"]), np.int64),
                arrays["village_capacity"],
                [places],
            ]
        ),
        np.concatenate([np.zeros(ne, np.int64), -arrays["score"], np.zeros(nv + 1, np.int64)]),
    )
    flow.set_nodes_supplies(np.array([source, sink]), np.array([places, -places]))
    assert flow.solve() == flow.OPTIMAL
    pairs = flow.flows(np.arange(ne, ne + len(arrays["score"])))
    return int(arrays["score"][pairs > 0].sum())


def ortools_threshold(arrays: Arrays) -> int:
    """The highest lowest score of a plan that covers all it can: a search over the scores."""

    def covered(least: int) -> int:
        few = arrays["score"] >= least
        ne, nv = len(arrays["enterprise_capacity"]), len(arrays["village_capacity"])
        flow = max_flow.SimpleMaxFlow()
        enterprise, village = arrays["enterprise"][few], arrays["village"][few]
        flow.add_arcs_with_capacity(
            np.concatenate([np.full(ne, ne + nv), enterprise, ne + np.arange(nv)]),
            np.concatenate([np.arange(ne), ne + village, np.full(nv, ne + nv + 1)]),
            np.concatenate(
                [arrays["enterprise_capacity"], np.ones(few.sum(), np.int64), np.ones(nv, np.int64)]
            ),
        )
        assert flow.solve(ne + nv, ne + nv + 1) == flow.OPTIMAL
        return flow.optimal_flow()

    return _highest(np.unique(arrays["score"]), covered)


def highs_threshold(arrays: Arrays) -> int:
    """The same search, each question a linear program for HiGHS."""

    def covered(least: int) -> int:
        few = np.flatnonzero(arrays["score"] >= least)
        ne, nv = len(arrays["enterprise_capacity"]), len(arrays["village_capacity"])
        rows = np.concatenate([arrays["enterprise"][few], ne + arrays["village"][few]])
        columns = np.tile(np.arange(len(few)), 2)
        table = csr_array((np.ones(len(rows)), (rows, columns)), shape=(ne + nv, len(few)))
        most = np.concatenate([arrays["enterprise_capacity"], np.ones(nv)])
        found = linprog(-np.ones(len(few)), A_ub=table, b_ub=most, bounds=(0, 1), method="highs")
        return round(-found.fun)

    return _highest(np.unique(arrays["score"]), covered)


def _highest(scores: np.ndarray, covered: Callable[[int], int]) -> int:
    everybody = covered(0)
    low, high = 0, len(scores) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if covered(int(scores[middle])) == everybody:
            low = middle
        else:
            high = middle - 1
    return int(scores[low])


def scipy(arrays: Arrays) -> dict[str, Callable[[], int]]:
    """Scipy's two assignment solvers; each takes one place a party and, sparse, a full plan."""
    ne, nv = len(arrays["enterprise_capacity"]), len(arrays["village_capacity"])

    def whole() -> int:
        table = np.zeros((ne, nv), np.int64)
        table[arrays["enterprise"], arrays["village"]] = arrays["score"]
        rows, columns = linear_sum_assignment(table, maximize=True)
        return int(table[rows, columns].sum())

    def sparse() -> int:
        # a pair of no worth with a stand-in for every party makes every plan a full one
        own = np.arange(ne + nv)
        rows = np.concatenate(
            [arrays["enterprise"], own[:ne], ne + np.arange(nv), ne + arrays["village"]]
        )
        columns = np.concatenate(
            [arrays["village"], nv + np.arange(ne), np.arange(nv), nv + arrays["enterprise"]]
        )
        worth = np.concatenate(
            [arrays["score"], np.zeros(ne + nv + len(arrays["score"]), np.int64)]
        )
        highest = int(worth.max()) + 1
        table = coo_array((highest - worth, (rows, columns)), shape=(ne + nv, ne + nv)).tocsr()
        chosen = min_weight_full_bipartite_matching(table)
        return int((highest - table[chosen]).sum())

    return {"scipy linear_sum_assignment": whole, "scipy min_weight_full_bipartite": sparse}


def networkx(arrays: Arrays) -> int:
    """networkx' network simplex."""
    graph: Any = nx.DiGraph()
    places = int(arrays["enterprise_capacity"].sum())
    graph.add_node("source", demand=-places)
    graph.add_node("sink", demand=places)
    graph.add_edge("source", "sink", capacity=places, weight=0)
    for e, capacity in enumerate(arrays["enterprise_capacity"].tolist()):
        graph.add_edge("source", ("e", e), capacity=capacity, weight=0)
    for v, capacity in enumerate(arrays["village_capacity"].tolist()):
        graph.add_edge(("v", v), "sink", capacity=capacity, weight=0)
    pairs = zip(*(arrays[one].tolist() for one in ("enterprise", "village", "score")), strict=True)
    for e, v, score in pairs:
        graph.add_edge(("e", e), ("v", v), capacity=1, weight=-score)
    cost, _ = nx.network_simplex(graph)
    return -int(cost)
