"""Whether any plan meets all pins and minimums: a maximum flow by networkx, not by our solvers."""

from __future__ import annotations

import networkx as nx
import numpy as np

from matcher.engine.problem import MatchingProblem

SIDES = ("enterprise", "village")


def plan_exists(problem: MatchingProblem) -> bool:
    """A circulation through both sides: what must flow is fed in and drawn off beside it."""
    graph = nx.DiGraph()
    graph.add_nodes_from(["must", "met", "root"])
    asked = 0
    fed: dict[object, int] = {}
    for side in SIDES:
        least, most = getattr(problem, f"{side}_minimum"), getattr(problem, f"{side}_capacity")
        for party, (low, high) in enumerate(zip(least.tolist(), most.tolist(), strict=True)):
            ends = ["root", (side, party)]
            start, end = ends if side == "enterprise" else ends[::-1]
            graph.add_edge(start, end, capacity=high - low)
            fed[end] = fed.get(end, 0) + low
            fed[start] = fed.get(start, 0) - low
    for row in np.flatnonzero(~problem.vetoed).tolist():
        giver = ("enterprise", int(problem.enterprise[row]))
        taker = ("village", int(problem.village[row]))
        if problem.pinned[row]:
            fed[taker] += 1
            fed[giver] -= 1
        else:
            graph.add_edge(giver, taker, capacity=1)
    for node, amount in fed.items():
        if amount > 0:
            graph.add_edge("must", node, capacity=amount)
            asked += amount
        elif amount < 0:
            graph.add_edge(node, "met", capacity=-amount)
    return int(nx.maximum_flow_value(graph, "must", "met")) == asked
