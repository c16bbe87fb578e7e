"""The plan finds the good partners that were planted, nearly as many as places allow.

What places allow is counted by others: networkx for planted pairs alone, OR-Tools where the plan
must first cover as many villages and engage as many enterprises as it can.
"""

from __future__ import annotations

import networkx as nx
import pytest
from ortools.graph.python import min_cost_flow

from matcher.eligibility import Block
from matcher.programme import Programme
from matcher.rounds.plan import Plan
from matcher.rounds.proposing import propose
from seeds.hundred import programme as generated
from seeds.hundred.partners import Pair, with_partners
from tests.rounds.surveys import a_survey

SHARE = 0.95
SHAPES = [((300, 300), 0), ((200, 400), 1)]
ENGAGED, COVERED = 10**3, 10**7
"""What one more engaged enterprise and one more covered village count, in planted pairs."""


def found(plan: Plan, planted: frozenset[Pair]) -> int:
    return len({(pair.enterprise, pair.village) for pair in plan.pairs} & planted)


def places_of(programme: Programme) -> tuple[dict[str, int], dict[str, int]]:
    enterprises = {one.uscc: one.max_villages for one in programme.enterprises}
    villages = {
        one.code: 1 if one.max_partners is None else one.max_partners for one in programme.villages
    }
    return enterprises, villages


def most_of_the_planted(programme: Programme, planted: frozenset[Pair]) -> int:
    """So many planted pairs have places at once."""
    enterprises, villages = places_of(programme)
    network = nx.DiGraph()
    for uscc, places in enterprises.items():
        network.add_edge("all", uscc, capacity=places)
    for code, places in villages.items():
        network.add_edge(code, "end", capacity=places)
    for uscc, code in planted:
        network.add_edge(uscc, code, capacity=1)
    return int(nx.maximum_flow_value(network, "all", "end"))


def most_with_coverage(programme: Programme, planted: frozenset[Pair]) -> int:
    """So many planted pairs are in one of the plans that cover most and then engage most."""
    enterprises, villages = places_of(programme)
    survey = a_survey(programme)
    pairs = survey.eligibility.pairs(Block.whole(survey.roster))
    usccs = [one.uscc for one in survey.roster.enterprises]
    codes = [one.code for one in survey.roster.villages]
    flow = min_cost_flow.SimpleMinCostFlow()
    split, source = len(usccs), len(usccs) + len(codes)

    def arc(tail: int, head: int, most: int, worth: int) -> None:
        flow.add_arc_with_capacity_and_unit_cost(tail, head, most, -worth)

    for number, uscc in enumerate(usccs):
        arc(source, number, 1, ENGAGED)
        arc(source, number, enterprises[uscc] - 1, 0)
    for number, code in enumerate(codes):
        arc(split + number, source + 1, 1, COVERED)
        arc(split + number, source + 1, villages[code] - 1, 0)
    for enterprise, village in zip(pairs.enterprise.tolist(), pairs.village.tolist(), strict=True):
        is_planted = (usccs[enterprise], codes[village]) in planted
        arc(enterprise, split + village, 1, int(is_planted))
    most = sum(villages.values())
    arc(source, source + 1, most, 0)
    flow.set_node_supply(source, most)
    flow.set_node_supply(source + 1, -most)
    assert flow.solve() == flow.OPTIMAL
    return -flow.optimal_cost() % ENGAGED


@pytest.mark.parametrize(("size", "seed"), SHAPES)
def test_the_best_total_finds_nearly_all_that_have_places(size, seed):
    programme, planted = with_partners(generated(size, seed), 60, seed)
    most = most_of_the_planted(programme, planted)

    plan = propose(programme, method="score")

    assert 150 < most < len(planted)  # places are short
    assert found(plan, planted) >= SHARE * most


@pytest.mark.parametrize(("size", "seed"), SHAPES)
def test_coverage_finds_nearly_all_that_covering_most_leaves_places_for(size, seed):
    programme, planted = with_partners(generated(size, seed), 60, seed)
    most = most_with_coverage(programme, planted)

    plan = propose(programme)

    assert 150 < most <= most_of_the_planted(programme, planted)
    assert found(plan, planted) >= SHARE * most


def test_before_they_were_planted_hardly_any_of_them_was_a_partner():
    before = generated((300, 300), 0)
    programme, planted = with_partners(before, 60, 0)

    plan = propose(before)

    assert found(plan, planted) < most_of_the_planted(programme, planted) / 10
