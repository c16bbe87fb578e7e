"""The best of every party, whatever the blocks, and a bound on all that was left out."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.eligibility import Block, checking
from matcher.programme import Programme
from matcher.rounds import candidates
from matcher.rounds.candidates import NOBODY, Candidates, find_candidates
from matcher.rounds.survey import Survey
from seeds.hundred import programme as generated
from tests.rounds.surveys import a_survey

Scores = dict[tuple[int, int], int]


def every_pair(survey: Survey) -> Scores:
    """The score of every eligible pair, in the order of villages, then enterprises."""
    pairs = survey.eligibility.pairs(Block.whole(survey.roster))
    scores = survey.scorer.scores(pairs)
    return dict(
        zip(zip(pairs.enterprise, pairs.village, strict=True), scores.tolist(), strict=True)
    )


def the_best(scores: Scores, most: int) -> Scores:
    """Those that stand among the `most` best of either side, the lower number first."""
    kept = set()
    for side, other in ((0, 1), (1, 0)):
        of_party = defaultdict(list)
        for pair in scores:
            of_party[pair[side]].append(pair)
        for pairs in of_party.values():
            kept.update(sorted(pairs, key=lambda one: (-scores[one], one[other]))[:most])
    return {pair: score for pair, score in scores.items() if pair in kept}


def as_scores(found: Candidates) -> Scores:
    ends = zip(found.enterprise, found.village, strict=True)
    return dict(zip(ends, found.score.tolist(), strict=True))


def assert_the_best(programme: Programme, most: int) -> Candidates:
    survey = a_survey(programme)
    scores = every_pair(survey)
    found = find_candidates(survey, set(), most)
    assert list(as_scores(found).items()) == list(the_best(scores, most).items())
    assert found.eligible == len(scores)
    listed = as_scores(found)
    for (enterprise, village), score in scores.items():
        if (enterprise, village) not in listed:
            assert score <= min(found.enterprise_cut[enterprise], found.village_cut[village])
    return found


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(5, 60), st.integers(5, 60), st.integers(1, 6))
def test_they_are_the_best_of_every_party(seed, enterprises, villages, most):
    assert_the_best(generated((enterprises, villages), seed), most)


def test_on_three_hundred_of_each_they_are_those_of_the_exhaustive_answer():
    found = assert_the_best(generated((300, 300), 4), 8)

    assert not found.complete


@pytest.mark.parametrize("meetings", [1, 500])
def test_neither_small_blocks_nor_choosing_again_and_again_change_them(monkeypatch, meetings):
    programme = generated((80, 90), 2)
    whole = find_candidates(a_survey(programme), set(), 3)

    monkeypatch.setattr(checking, "MEETINGS_PER_BLOCK", meetings)
    monkeypatch.setattr(candidates, "AT_ONCE", 10)
    in_pieces = find_candidates(a_survey(programme), set(), 3)

    for column in ("enterprise", "village", "score", "enterprise_cut", "village_cut"):
        assert np.array_equal(getattr(whole, column), getattr(in_pieces, column)), column


def test_settled_pairs_stay_however_bad_they_are():
    survey = a_survey(generated((80, 90), 2))
    scores = every_pair(survey)
    worst = min(scores, key=lambda pair: scores[pair])

    assert worst not in as_scores(find_candidates(survey, set(), 1))
    assert worst in as_scores(find_candidates(survey, {worst}, 1))


def test_without_a_limit_all_stay_and_nobody_is_cut():
    survey = a_survey(generated((80, 90), 2))

    found = find_candidates(survey, set(), None)

    assert as_scores(found) == every_pair(survey)
    assert found.complete
    assert (found.enterprise_cut == NOBODY).all()
    assert (found.village_cut == NOBODY).all()


def test_beyond_the_limit_only_the_best_stay(monkeypatch):
    survey = a_survey(generated((80, 90), 2))

    monkeypatch.setattr(candidates, "MOST_PAIRS", 10)
    monkeypatch.setattr(candidates, "BEST_OF_EACH", 2)

    assert as_scores(find_candidates(survey, set(), None)) == the_best(every_pair(survey), 2)
