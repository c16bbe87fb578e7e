"""How far a weight can move is true at both ends: proposing anew there gives the plan told."""

from __future__ import annotations

import pytest

from matcher.errors import JieduiError
from matcher.programme import Programme
from matcher.rounds import sensitivity as module
from matcher.rounds.proposing import propose
from matcher.rounds.sensitivity import moved, sensitivity
from matcher.scoring import CRITERIA, DEFAULT_PROFILE, Profile
from seeds.hundred import programme
from tests.builders import a_need, a_village, an_enterprise, an_offer

SMALL = programme((6, 9), seed=5)


def pairs(content: Programme, weights: dict[str, int], method: str) -> set[tuple[str, str]]:
    plan = propose(content, profile=Profile("moved", 1, weights), method=method)
    return {(pair.enterprise, pair.village) for pair in plan.pairs}


@pytest.mark.parametrize("method", ["coverage", "fair"])
def test_within_its_reach_the_plan_stays_and_beyond_it_turns(method: str) -> None:
    weights = dict(DEFAULT_PROFILE.weights)
    present = pairs(SMALL, weights, method)

    found = sensitivity(SMALL, DEFAULT_PROFILE, method=method)

    assert [reach.criterion for reach in found.reaches] == list(CRITERIA)
    assert found.pairs == len(present)
    turns = 0
    for reach in found.reaches:
        assert reach.weight == weights[reach.criterion]
        assert 0 <= reach.lowest <= reach.weight <= reach.highest <= 100
        for inside in {reach.lowest, reach.highest}:
            assert pairs(SMALL, moved(weights, reach.criterion, inside), method) == present
        for turn in filter(None, (reach.below, reach.above)):
            beyond = pairs(SMALL, moved(weights, reach.criterion, turn.weight), method)
            assert beyond != present
            assert turn.gone == len(present - beyond)
            turns += 1
        assert (reach.below is None) == (reach.lowest == 0)
        assert (reach.above is None) == (reach.highest == 100)
    assert turns > 3


def test_a_plan_without_a_choice_never_turns() -> None:
    content = Programme(
        villages=(a_village(),),
        needs=(a_need(),),
        enterprises=(an_enterprise(),),
        offers=(an_offer(),),
    )

    found = sensitivity(content, DEFAULT_PROFILE)

    assert {(one.lowest, one.highest) for one in found.reaches} == {(0, 100)}


def test_the_others_share_what_is_left_in_proportion() -> None:
    weights = {"category": 50, "amount": 30, "text": 20, "ties": 0}

    assert moved(weights, "category", 0) == {"category": 0, "amount": 60, "text": 40, "ties": 0}
    assert moved(weights, "ties", 10) == {"category": 45, "amount": 27, "text": 18, "ties": 10}
    assert moved(weights, "text", 20) == weights
    assert moved({"category": 100, "amount": 0, "text": 0}, "category", 50) == {
        "category": 50,
        "amount": 25,
        "text": 25,
    }


def test_what_would_take_minutes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PAIRS", 3)

    with pytest.raises(JieduiError) as refused:
        sensitivity(SMALL, DEFAULT_PROFILE)

    assert refused.value.code == "rounds.too_large_for_reach"
