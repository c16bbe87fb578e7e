"""What a plan file says of the pairs it does not list: checked within, and from the workbook."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from matcher.rounds import candidates, widening
from matcher.rounds.candidates import gathered
from matcher.rounds.plan_file import digest, plan_json
from matcher.rounds.proposing import propose
from matcher.rounds.verifying import compare, verify_plan
from seeds.hundred import programme as generated

PROGRAMME = generated((120, 130), 1)


@pytest.fixture(autouse=True)
def _large(monkeypatch):
    """Small examples count as large."""
    monkeypatch.setattr(candidates, "MOST_PAIRS", 100)
    monkeypatch.setattr(candidates, "BEST_OF_EACH", 1)


def signed(document: dict) -> bytes:
    """The document as a forger writes it, its digest counted again."""
    return json.dumps({**document, "digest": digest(document)}).encode()


def told(reasons) -> set[tuple[str, str]]:
    return {(one.code, one.params.get("what", "")) for one in reasons}


@pytest.mark.parametrize("method", widening.PROVABLE)
def test_a_proof_over_all_pairs_is_genuine_from_its_file_and_from_the_workbook(method):
    plan = propose(PROGRAMME, method=method)
    data = plan_json(plan, PROGRAMME)

    assert plan.scope.added > 0
    assert [one.first for one in plan.scope.worth] < [one.proven for one in plan.scope.worth]
    assert verify_plan(data) == []
    assert compare(data, PROGRAMME) == []


def _proven_more(scope):
    scope["worth"][0]["proven"] += 1


def _level_left_out(scope):
    scope["worth"].pop()


def _first_better_than_proven(scope):
    scope["worth"][0]["first"] = scope["worth"][0]["proven"] + 1


def _fewer_looked_at_than_listed(scope):
    scope["added"] = -scope["first"]


def _more_pairs_than_there_can_be(scope):
    scope["eligible"] = 120 * 130 + 1


def _fewer_eligible_than_looked_at(scope):
    scope["eligible"] = scope["first"] + scope["added"] - 1


@pytest.mark.parametrize(
    ("forge", "what"),
    [
        (_proven_more, "proven"),
        (_level_left_out, "proven"),
        (_first_better_than_proven, "first"),
        (_fewer_looked_at_than_listed, "added"),
        (_more_pairs_than_there_can_be, "eligible"),
        (_fewer_eligible_than_looked_at, "eligible"),
    ],
)
def test_a_claim_that_does_not_fit_the_rest_of_the_file_is_refused(forge, what):
    document = json.loads(plan_json(propose(PROGRAMME), PROGRAMME))
    assert verify_plan(signed(document)) == []

    forge(document["scope"])

    assert told(verify_plan(signed(document))) == {("plan.differs.scope", what)}


def test_a_loss_stated_smaller_than_it_is_counts_otherwise_from_the_workbook():
    document = json.loads(plan_json(propose(PROGRAMME), PROGRAMME))
    for level in document["scope"]["worth"]:
        level["first"] = level["proven"]

    assert verify_plan(signed(document)) == []  # nobody could tell from the file alone
    assert told(compare(signed(document), PROGRAMME)) == {("plan.differs.workbook", "scope")}


def test_a_plan_of_the_list_alone_that_claims_all_pairs_is_found_out_from_the_workbook(monkeypatch):
    with monkeypatch.context() as blind:
        blind.setattr(widening, "left_out", lambda *_, least: gathered([]))
        forged = plan_json(propose(PROGRAMME), PROGRAMME)

    assert verify_plan(forged) == []
    assert ("plan.differs.workbook", "certificate") in told(compare(forged, PROGRAMME))
    assert ("plan.differs.workbook", "pairs") in told(compare(forged, PROGRAMME))


def test_a_list_that_claims_to_be_all_pairs_is_found_out_from_the_workbook():
    plan = propose(PROGRAMME)
    forged = plan_json(replace(plan, scope=None), PROGRAMME)

    assert ("plan.differs.workbook", "scope") in told(compare(forged, PROGRAMME))


def test_prices_below_what_a_listed_pair_is_worth_prove_nothing():
    document = json.loads(plan_json(propose(PROGRAMME), PROGRAMME))
    prices = document["certificate"][-1]["village_price"]
    dear = max(range(len(prices)), key=lambda village: prices[village])

    prices[dear] -= 1

    assert "engine.verify.gap" in {one.code for one in verify_plan(signed(document))}
