"""An outsider's check: a genuine plan passes, and every damage and every forgery is found."""

from __future__ import annotations

import copy
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine.solve import METHODS
from matcher.messages import LANGUAGES, say
from matcher.rounds.plan_file import digest, plan_json
from matcher.rounds.proposing import propose
from matcher.rounds.verifying import compare, verify_plan
from matcher.vocabulary import ArrangementKind as Kind
from tests.builders import an_arrangement
from tests.programmes import a_programme, programmes
from tests.rounds.plans import two_by_two

PROGRAMME = a_programme(191, most=9)
GENUINE = {
    method: json.loads(plan_json(propose(PROGRAMME, method=method, seed="2026"), PROGRAMME))
    for method in METHODS
}


def test_the_plan_that_is_damaged_below_has_something_to_damage():
    for document in GENUINE.values():
        assert len(document["pairs"]) >= 3
        assert document["uncovered"]
        assert len(document["problem"]["candidates"]["score"]) > len(document["pairs"]) + 3


@settings(max_examples=60, deadline=None)
@given(programmes(pins=False), st.sampled_from(METHODS), st.text(max_size=4))
def test_every_genuine_plan_passes(programme, method, seed):
    assert verify_plan(plan_json(propose(programme, method=method, seed=seed), programme)) == []


def test_an_infeasible_plan_is_genuine_too():
    programme = two_by_two(an_arrangement(Kind.PIN, 1, 1), an_arrangement(Kind.PIN, 1, 2))

    assert verify_plan(plan_json(propose(programme), programme)) == []


# ── damages: each takes a document and dice, and changes one thing that matters ─────────────────


def _pair_dropped(document, dice):
    document["pairs"].pop(dice.randrange(len(document["pairs"])))


def _pair_twice(document, dice):
    document["pairs"].append(copy.deepcopy(dice.choice(document["pairs"])))


def _pair_swapped(document, dice):
    one, other = dice.sample(document["pairs"], 2)
    if one["village"] == other["village"]:
        one["village"] = "532627105999"
    one["village"], other["village"] = other["village"], one["village"]


def _pair_of_a_stranger(document, dice):
    dice.choice(document["pairs"])["enterprise"] = "91310106MA1F99999X"


def _score_raised(document, dice):
    dice.choice(document["pairs"])["score"] += dice.choice([-1, 1, 100])


def _points_moved(document, dice):
    one, other = dice.sample(dice.choice(document["pairs"])["parts"], 2)
    one["points"] += 1
    other["points"] -= 1


def _value_raised(document, dice):
    part = dice.choice(dice.choice(document["pairs"])["parts"])
    part["value"] = 0.123 if part["value"] > 0.5 else 0.876


def _weight_moved(document, dice):
    one, other = dice.sample(sorted(document["weights"]), 2)
    document["weights"][one] += 1
    document["weights"][other] -= 1


def _part_dropped(document, dice):
    parts = dice.choice(document["pairs"])["parts"]
    parts.pop(dice.randrange(len(parts)))


def _count_altered(document, dice):
    document[dice.choice(["covered", "engaged", "total_score"])] += dice.choice([-1, 1])


def _candidate_altered(document, dice):
    scores = document["problem"]["candidates"]["score"]
    scores[dice.randrange(len(scores))] += 1


def _place_added(document, dice):
    dice.choice(document["problem"]["enterprises"])["most"] += 1


def _seed_altered(document, dice):
    document["seed"] = str(dice.random())


def _fingerprint_altered(document, dice):
    document["fingerprint"] = f"{dice.getrandbits(256):064x}"


def _draw_altered(document, dice):
    dice.choice(document["pairs"])["draw"] += 1


def _pinned_afterwards(document, dice):
    pair = dice.choice(document["pairs"])
    pair["pinned"] = True
    document["problem"]["pinned"].append([pair["enterprise"], pair["village"]])


def _village_hidden(document, dice):
    document["uncovered"].pop(dice.randrange(len(document["uncovered"])))


def _village_denied(document, dice):
    missed = copy.deepcopy(dice.choice(document["uncovered"]))
    missed["village"] = dice.choice(document["pairs"])["village"]
    document["uncovered"].append(missed)


def _price_altered(document, dice):
    level = dice.choice(document["certificate"])
    prices = level[dice.choice(["enterprise_price", "village_price"])]
    prices[dice.randrange(len(prices))] += dice.choice([-3, -1, 1, 2])


def _worth_altered(document, dice):
    dice.choice(document["certificate"])["worth"] += 1


def _status_altered(document, dice):
    others = {"optimal", "feasible", "infeasible"} - {document["status"]}
    document["status"] = dice.choice(sorted(others))


def _method_altered(document, dice):
    document["method"] = dice.choice(["best", "Coverage", ""])


PRICED = (_price_altered, _worth_altered)
FORGERIES = (
    _candidate_altered,
    _count_altered,
    _draw_altered,
    _fingerprint_altered,
    _method_altered,
    _pair_dropped,
    _pair_of_a_stranger,
    _pair_swapped,
    _pair_twice,
    _part_dropped,
    _pinned_afterwards,
    _place_added,
    _points_moved,
    _score_raised,
    _seed_altered,
    _status_altered,
    _value_raised,
    _village_denied,
    _village_hidden,
    _weight_moved,
    *PRICED,
)


@pytest.mark.parametrize("seed", range(9))
@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__[1:])
def test_every_forgery_is_found_even_with_a_new_digest(forge, seed):
    dice = random.Random(seed)
    methods = [
        method for method in METHODS if forge not in PRICED or method in ("score", "coverage")
    ]
    document = copy.deepcopy(GENUINE[methods[seed % len(methods)]])
    before = copy.deepcopy(document)

    forge(document, dice)
    document["digest"] = digest(document)

    assert document != before
    found = verify_plan(json.dumps(document, ensure_ascii=False).encode())
    assert [one for one in found if one.code != "plan.differs.digest"]
    for one in found:
        assert all(say(one.code, language, **one.params) for language in LANGUAGES)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(METHODS), st.integers(0, 10**9))
def test_any_change_of_any_value_is_found(method, number):
    """Sentences and names too: the digest covers every word of the file."""
    dice = random.Random(number)
    document = copy.deepcopy(GENUINE[method])
    here, spot, key = document, {}, ""
    while isinstance(here, dict | list) and here:
        key = dice.choice(sorted(here) if isinstance(here, dict) else range(len(here)))
        spot, here = here, here[key]
    spot[key] = here + 1 if isinstance(here, int | float) else f"{here}!"

    assert verify_plan(json.dumps(document, ensure_ascii=False).encode())


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9))
def test_damaged_bytes_never_break_the_check(number):
    dice = random.Random(number)
    data = bytearray(json.dumps(GENUINE["coverage"], ensure_ascii=False).encode())
    for _ in range(dice.randint(1, 3)):
        data[dice.randrange(len(data))] = dice.randrange(256)

    found = verify_plan(bytes(data))

    try:
        same = json.loads(bytes(data)) == GENUINE["coverage"]
    except (ValueError, RecursionError):
        same = False
    assert bool(found) != same


def test_layout_is_no_damage():
    assert verify_plan(json.dumps(GENUINE["coverage"], indent=4).encode()) == []


def test_a_plan_fits_its_own_workbook_and_no_other():
    data = plan_json(propose(PROGRAMME, seed="2026"), PROGRAMME)

    assert compare(data, PROGRAMME) == []
    assert compare(data, a_programme(5, most=9))
