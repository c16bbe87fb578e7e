"""Scores: parts that add up exactly, weights that are refused, reasons in both languages."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.errors import JieduiError
from matcher.messages import LANGUAGES, say, sentences
from matcher.roster import Roster
from matcher.scoring import CRITERIA, DEFAULT_PROFILE, FULL_SCORE, Profile, Scorer
from matcher.scoring.scorer import points_of
from matcher.vocabulary import ArrangementKind, Designation, OfferKind, Urgency
from tests.builders import a_need, a_village, an_arrangement, an_offer
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
    ties = [
        an_arrangement(ArrangementKind.ENTERPRISE_KEEN),
        an_arrangement(ArrangementKind.VILLAGE_KEEN),
    ]
    programme = a_pair(
        [a_need(title="冷链设备", gap_fen=100, urgency=Urgency.URGENT)],
        [an_offer(title="冷链设备", amount_fen=100, kind=OfferKind.CASH)],
        ties,
        village=a_village(designation=Designation.KEY),
    )
    roster = Roster.of(programme)

    assert Scorer(roster).scores(every_meeting(roster)).tolist() == [FULL_SCORE]


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
