"""Scores: parts that add up exactly, weights that are refused, reasons in both languages."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.errors import JieduiError
from matcher.messages import LANGUAGES, say, sentences
from matcher.roster import Roster
from matcher.scoring import CRITERIA, DEFAULT_PROFILE, FULL_SCORE, Profile, Scorer
from matcher.scoring.scorer import points_of
from matcher.vocabulary import ArrangementKind, Category, Designation, OfferKind, Urgency
from tests.builders import a_need, a_village, an_arrangement, an_enterprise, an_offer
from tests.programmes import programmes
from tests.scoring.pairing import a_pair, every_meeting


def profiles():
    """Any weights over the criteria that sum to 100."""
    cuts = st.lists(st.integers(0, 100), min_size=len(CRITERIA) - 1, max_size=len(CRITERIA) - 1)
    return cuts.map(
        lambda places: Profile(
            "any",
            1,
            dict(zip(CRITERIA, np.diff([0, *sorted(places), 100]).tolist(), strict=True)),
        )
    )


@settings(max_examples=80, deadline=None)
@given(programmes(), profiles())
def test_parts_are_whole_points_that_add_up_to_the_score(programme, profile):
    roster = Roster.of(programme)
    pairs = every_meeting(roster)
    scorer = Scorer(roster, profile)

    scores, cards = scorer.scores(pairs), scorer.parts(pairs)

    assert len(cards) == len(pairs)
    for score, parts in zip(scores.tolist(), cards, strict=True):
        assert sum(part.points for part in parts) == score
        assert 0 <= score <= FULL_SCORE
        for part in parts:
            assert 0 <= part.value <= 1
            assert part.points == points_of(part.weight, part.value)
            assert part.weight == profile.weights[part.criterion] > 0


@settings(max_examples=40, deadline=None)
@given(programmes())
def test_a_pair_scores_the_same_alone_as_among_others(programme):
    roster = Roster.of(programme)
    pairs = every_meeting(roster)
    scorer = Scorer(roster)

    alone = [int(scorer.scores(pairs.take(np.array([row])))[0]) for row in range(len(pairs))]

    assert alone == scorer.scores(pairs).tolist()


@settings(max_examples=40, deadline=None)
@given(programmes())
def test_every_reason_can_be_said_in_both_languages_from_plain_values(programme):
    roster = Roster.of(programme)
    for parts in Scorer(roster).parts(every_meeting(roster)):
        for part in parts:
            assert all(say(part.reason, language, **part.params) for language in LANGUAGES)
            assert all(
                isinstance(one, str | int | list | type(None)) for one in part.params.values()
            )


def test_a_pair_that_fits_in_everything_has_every_point():
    said = ("PAIRED", "VISITED", "ENTERPRISE_KEEN", "VILLAGE_KEEN")
    need = a_need(
        category=Category.CONSUMPTION,
        title="大米采购",
        gap_fen=100,
        urgency=Urgency.URGENT,
        needed_by=date(2027, 1, 25),
    )
    offer = an_offer(
        kind=OfferKind.PURCHASE, title="采购大米", amount_fen=100, starts_on=date(2026, 11, 1)
    )
    village = a_village(
        designation=Designation.KEY,
        special_products="八宝米",
        harvest_months=(10,),
        aid_district="静安区",
    )
    enterprise = an_enterprise(
        registered_district="静安区",
        preferred_counties=("广南县",),
        product_interests="大米",
        decision_days=30,
    )
    programme = a_pair(
        [need],
        [offer],
        [
            *(an_arrangement(ArrangementKind[kind]) for kind in said),
            an_arrangement(ArrangementKind.PAIRED, village=2),
        ],
        village,
        enterprise,
    )
    roster = Roster.of(replace(programme, villages=(village, a_village(2))))

    (parts,) = Scorer(roster).parts(every_meeting(roster).take(np.array([0])))

    assert {part.criterion: part.value for part in parts} == dict.fromkeys(CRITERIA, 1)
    assert sum(part.points for part in parts) == FULL_SCORE


def test_the_meeting_that_fits_best_in_all_is_named_where_several_fit_alike():
    needs = [a_need(1, title="修建灌溉水渠"), a_need(2, title="肉牛养殖大棚扩建")]
    offers = [
        an_offer(1, title="茶叶加工设备资金", kind=OfferKind.CASH),
        an_offer(2, title="养牛圈舍扩建资金", kind=OfferKind.CASH),
    ]
    roster = Roster.of(a_pair(needs, offers))

    (parts,) = Scorer(roster).parts(every_meeting(roster))

    told = {part.criterion: part.params for part in parts}
    assert (told["category"]["need"], told["category"]["offer"]) == (
        "肉牛养殖大棚扩建",
        "养牛圈舍扩建资金",
    )


def test_what_is_said_nowhere_loses_to_a_real_fit():
    silent = a_pair([a_need(title="甲")], [an_offer(title="乙")])
    told = a_pair([a_need(title="甲", gap_fen=100)], [an_offer(title="乙", amount_fen=50)])

    scores = [
        int(Scorer(Roster.of(one)).scores(every_meeting(Roster.of(one)))[0])
        for one in (silent, told)
    ]

    assert scores[0] < scores[1]


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ({"category": 99}, "scoring.bad_sum"),
        ({"category": 50, "taste": 50}, "scoring.no_such_criterion"),
        ({"category": 150, "text": -50}, "scoring.bad_weight"),
        ({"category": 50.0, "text": 50}, "scoring.bad_weight"),
        ({}, "scoring.bad_sum"),
    ],
)
def test_weights_that_are_no_weights_are_refused(weights, code):
    with pytest.raises(JieduiError) as refused:
        Profile("wrong", 1, weights)

    assert refused.value.code == code
    assert all(say(code, language, **refused.value.params) for language in LANGUAGES)


def test_a_profile_cannot_be_changed_after_it_was_made():
    weights = {"category": 100}
    profile = Profile("fixed", 1, weights)

    weights["category"] = 5

    assert profile.weights["category"] == 100
    with pytest.raises(TypeError):
        profile.weights["category"] = 5
    with pytest.raises(dataclasses.FrozenInstanceError):
        profile.name = "other"


def test_a_criterion_without_weight_has_no_part():
    roster = Roster.of(a_pair())

    parts = Scorer(roster, Profile("one", 1, {"text": 100})).parts(every_meeting(roster))

    assert [part.criterion for part in parts[0]] == ["text"]


def test_every_criterion_has_a_name_in_both_languages_and_a_weight():
    assert set(DEFAULT_PROFILE.weights) == set(CRITERIA)
    for name, criterion in CRITERIA.items():
        assert criterion.name == name
        assert set(sentences()[f"scoring.criterion.{name}"]) == set(LANGUAGES)


def test_scoring_loads_no_scikit_learn():
    ask = "import sys, matcher.scoring; print('sklearn' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "False"
