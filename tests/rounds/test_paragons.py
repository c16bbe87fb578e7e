"""No pair scores more than its paragon, and every pair that is not near has one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.eligibility import Block
from matcher.programme import Programme
from matcher.roster import Roster
from matcher.rounds import paragons, proposing
from matcher.rounds.near import near_blocks
from matcher.rounds.paragons import Paragons
from matcher.rounds.proposing import propose
from matcher.scoring import DEFAULT_PROFILE
from seeds.hundred import programme as generated
from tests.programmes import programmes
from tests.rounds.surveys import a_survey, without_relationships


def assert_bounded(programme: Programme) -> int:
    """How many pairs were bounded, after asserting that they are."""
    survey = a_survey(programme)
    roster = survey.roster
    found = Paragons.of(roster, DEFAULT_PROFILE)
    near = np.zeros((len(roster.villages), len(roster.enterprises)), np.bool_)
    for block in near_blocks(roster, 50):
        near[np.ix_(block.villages, block.enterprises)] = True
    pairs = survey.eligibility.pairs(Block.whole(roster))
    score = survey.scorer.scores(pairs)
    far = ~near[pairs.village, pairs.enterprise]
    bound = found.bound[pairs.village, found.kind[pairs.enterprise]]
    assert (score[far] <= bound[far]).all()
    return int(far.sum())


@settings(max_examples=60, deadline=None)
@given(programmes(most=8))
def test_no_pair_that_is_not_near_scores_more_than_its_paragon(programme):
    assert_bounded(programme)


@pytest.mark.parametrize("free", [False, True], ids=["as generated", "everybody with everybody"])
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_nor_do_generated_ones(free, seed):
    programme = generated((120, 130), seed)

    bounded = assert_bounded(without_relationships(programme) if free else programme)

    assert (bounded > 1000) == free


@pytest.mark.parametrize("alike", [1, 3])
def test_nor_do_those_of_smaller_kinds_which_are_bounded_more_closely(monkeypatch, alike):
    programme = without_relationships(generated((120, 130), 1))
    roster = Roster.of(programme)
    loose = Paragons.of(roster, DEFAULT_PROFILE)
    monkeypatch.setattr(paragons, "ALIKE", alike)

    assert_bounded(programme)

    close = Paragons.of(roster, DEFAULT_PROFILE)
    assert max(len(group) for group in close.members) == alike
    assert sorted(np.concatenate(close.members)) == list(range(120))
    of_each = close.bound[:, close.kind] - loose.bound[:, loose.kind]
    assert (of_each <= 0).all()
    assert (of_each < 0).any()


def test_where_hardly_any_are_alike_each_pair_is_scored(monkeypatch):
    programme = without_relationships(generated((40, 50), 1))
    whole = propose(programme)
    monkeypatch.setattr(proposing, "MOST_SCORED", 0)
    bounded = propose(programme, candidates=2)
    monkeypatch.setattr(paragons, "MOST_BOUNDS", 10)

    scored = propose(programme, candidates=2)

    assert bounded.scope.eligible == 40 * 50
    assert scored.scope.eligible < 40 * 50
    assert [(one.enterprise, one.village) for one in scored.pairs] == [
        (one.enterprise, one.village) for one in whole.pairs
    ]


def test_a_paragon_that_gives_less_than_one_of_its_kind_would_be_found_out(monkeypatch):
    programme = without_relationships(generated((120, 130), 1))
    genuine = Paragons.of

    def stingy(roster, profile):
        found = genuine(roster, profile)
        return replace(found, bound=(found.bound - 1).astype(np.int16))

    monkeypatch.setattr(Paragons, "of", stingy)

    with pytest.raises(AssertionError):
        assert_bounded(programme)
