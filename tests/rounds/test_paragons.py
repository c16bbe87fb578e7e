"""No pair scores more than its paragon, and every pair that is not near has one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.eligibility import Block
from matcher.programme import Programme
from matcher.rounds.near import near_blocks
from matcher.rounds.paragons import Paragons
from matcher.scoring import DEFAULT_PROFILE
from seeds.hundred import programme as generated
from tests.programmes import programmes
from tests.rounds.surveys import a_survey, without_relationships


def assert_bounded(programme: Programme) -> int:
    """How many pairs were bounded, after asserting that they are."""
    survey = a_survey(programme)
    roster = survey.roster
    paragons = Paragons.of(roster, DEFAULT_PROFILE)
    near = np.zeros((len(roster.villages), len(roster.enterprises)), np.bool_)
    for block in near_blocks(roster, 50):
        near[np.ix_(block.villages, block.enterprises)] = True
    pairs = survey.eligibility.pairs(Block.whole(roster))
    score = survey.scorer.scores(pairs)
    far = ~near[pairs.village, pairs.enterprise]
    bound = paragons.bound[pairs.village, paragons.kind[pairs.enterprise]]
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


def test_a_paragon_that_gives_less_than_one_of_its_kind_would_be_found_out(monkeypatch):
    programme = without_relationships(generated((120, 130), 1))
    genuine = Paragons.of

    def stingy(roster, profile):
        found = genuine(roster, profile)
        return replace(found, bound=(found.bound - 1).astype(np.int16))

    monkeypatch.setattr(Paragons, "of", stingy)

    with pytest.raises(AssertionError):
        assert_bounded(programme)
