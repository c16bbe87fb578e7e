"""PLAN.json: the keys people were promised, read back without loss, and only when it is one."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine.solve import METHODS
from matcher.errors import JieduiError
from matcher.messages import say
from matcher.programme import Programme
from matcher.rounds import plan_file
from matcher.rounds.plan_file import plan_json
from matcher.rounds.plan_reading import read_plan
from matcher.rounds.proposing import propose
from matcher.rounds.verifying import verify_plan
from matcher.scoring import DEFAULT_PROFILE
from matcher.vocabulary import ArrangementKind as Kind
from seeds.hundred import programme as generated
from tests.builders import a_need, a_village, an_arrangement, uscc, village_code
from tests.programmes import programmes
from tests.rounds.plans import two_by_two

PROMISED = {
    "method",
    "fingerprint",
    "status",
    "total_score",
    "covered",
    "engaged",
    "pairs",
    "uncovered",
    "weights",
}


def written(programme: Programme, **options) -> dict:
    return json.loads(plan_json(propose(programme, **options), programme))


def test_the_promised_keys_are_there():
    programme = two_by_two()
    programme = Programme(
        (*programme.villages, a_village(3)),
        (*programme.needs, a_need(3, 3)),
        programme.enterprises,
        programme.offers,
    )
    document = written(programme)

    assert set(document) >= PROMISED
    pair = document["pairs"][0]
    assert set(pair) >= {"enterprise", "village", "score", "parts"}
    assert (pair["enterprise"], pair["village"]) == (uscc(1), village_code(1))
    for part in pair["parts"]:
        assert set(part) >= {"criterion", "value", "weight", "points", "reason"}
        assert part["reason"] == say(part["code"], "zh", **part["params"])
        assert part["reason_en"] == say(part["code"], "en", **part["params"])
    missed = document["uncovered"][0]
    assert set(missed) >= {"village", "why", "would_help"}
    assert missed["would_help"]
    assert document["weights"] == dict(DEFAULT_PROFILE.weights)
    assert document["profile"] == {"name": DEFAULT_PROFILE.name, "version": DEFAULT_PROFILE.version}


def test_it_is_utf8_with_sorted_keys_and_ends_with_a_line():
    programme = two_by_two()
    data = plan_json(propose(programme), programme)

    text = data.decode()

    assert "示例企业01" in text
    assert text.endswith("}\n")
    document = json.loads(text, object_pairs_hook=lambda items: items)
    assert [key for key, _ in document] == sorted(key for key, _ in document)


def test_pins_vetoes_and_seed_stand_in_it_by_the_ids_of_the_workbook():
    programme = two_by_two(an_arrangement(Kind.PIN, 1, 2), an_arrangement(Kind.VETO, 2, 2))
    document = written(programme, seed="2026")

    assert document["problem"]["pinned"] == [[uscc(1), village_code(2)]]
    assert document["problem"]["vetoed"] == [[uscc(2), village_code(2)]]
    assert document["seed"] == "2026"


@settings(max_examples=60, deadline=None)
@given(programmes(), st.sampled_from(METHODS), st.text(max_size=5))
def test_what_is_read_back_is_what_was_written(programme, method, seed):
    plan = propose(programme, method=method, seed=seed)
    data = plan_json(plan, programme)

    again = read_plan(data)

    assert plan_json(again, programme) == data
    assert again.pairs == plan.pairs
    assert again.uncovered == plan.uncovered
    assert again.problem.fingerprint == plan.fingerprint


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"format": 1}',
        b'{"format": 2}',
        b"[" * 200_000,
        b'{"format": 1, "format": 1}',
        b'{"format": NaN}',
    ],
    ids=["empty", "no text", "list", "nothing", "bare", "other format", "deep", "twice", "NaN"],
)
def test_what_is_no_plan_file_is_refused_with_a_sentence(data):
    with pytest.raises(JieduiError) as refused:
        read_plan(data)

    assert refused.value.code == "plan.malformed"
    assert say(refused.value.code, "zh", **refused.value.params)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_file_of_the_wrong_shape_is_refused_and_never_breaks(data):
    """Any single value of the document replaced by another kind of thing, or gone."""
    programme = two_by_two(an_arrangement(Kind.PIN, 1, 2))
    document = written(programme)
    spot, key = document, data.draw(st.sampled_from(sorted(document)))
    while isinstance(spot[key], dict | list) and spot[key] and data.draw(st.booleans()):
        spot = spot[key]
        keys = sorted(spot) if isinstance(spot, dict) else list(range(len(spot)))
        key = data.draw(st.sampled_from(keys))
    wrong = data.draw(
        st.sampled_from([None, [], {}, "x", -1, 1.5, 10**30, 1e999, True, [None], {"a": 1}, "gone"])
    )
    if wrong == "gone":
        del spot[key]
    else:
        spot[key] = wrong

    damaged = json.dumps(document).encode()

    with suppress(JieduiError):
        read_plan(damaged)
    assert verify_plan(damaged) or document == written(programme)


def test_a_plan_chosen_among_more_pairs_than_it_lists_is_read_back_and_verifies():
    programme = generated((120, 130), 3)
    plan = propose(programme, candidates=1)

    data = plan_json(plan, programme)

    assert plan.scope is not None
    assert read_plan(data).scope == plan.scope
    assert plan_json(read_plan(data), programme) == data
    assert verify_plan(data) == []


def test_rows_made_one_by_one_are_the_same_bytes(monkeypatch):
    programme = two_by_two(an_arrangement(Kind.VETO, 1, 1))
    plan = propose(programme)
    at_once = plan_json(plan, programme)

    monkeypatch.setattr(plan_file, "FEW", 0)

    assert plan_json(plan, programme) == at_once
    assert verify_plan(at_once) == []
