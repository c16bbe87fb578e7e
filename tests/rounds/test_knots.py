"""Minimums that the listed pairs cannot meet: others are found, or nobody can meet them at all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.eligibility import Block
from matcher.engine import Status
from matcher.programme import Programme
from matcher.rounds import knots, proposing
from matcher.rounds.candidates import find_candidates
from matcher.rounds.knots import Knot, untying
from matcher.rounds.plan_file import plan_json
from matcher.rounds.proposing import propose
from matcher.rounds.verifying import verify_plan
from seeds.hundred import programme as generated
from tests.rounds.plans import ends
from tests.rounds.surveys import a_survey, without_relationships


def demanding(programme: Programme, least: int, first: int) -> Programme:
    """The first enterprises each want at least so many villages."""
    return replace(
        programme,
        enterprises=tuple(
            replace(one, min_villages=least, max_villages=least) if place < first else one
            for place, one in enumerate(programme.enterprises)
        ),
    )


@pytest.mark.parametrize("bounded", [False, True], ids=["each scored", "by bounds"])
def test_minimums_are_met_by_pairs_outside_the_list(monkeypatch, bounded):
    programme = demanding(without_relationships(generated((40, 60), 1)), 4, first=12)
    whole = propose(programme)
    monkeypatch.setattr(proposing, "MOST_SCORED", 0 if bounded else 10**9)

    few = propose(programme, candidates=1)

    assert whole.status is Status.OPTIMAL
    assert few.certificate.levels[-1].worth == whole.certificate.levels[-1].worth
    assert bounded or ends(few) == ends(whole)


@pytest.mark.parametrize("bounded", [False, True], ids=["each scored", "by bounds"])
def test_minimums_that_nobody_can_meet_are_an_answer(monkeypatch, bounded):
    programme = demanding(without_relationships(generated((40, 60), 1)), 4, first=40)
    whole = propose(programme)
    monkeypatch.setattr(proposing, "MOST_SCORED", 0 if bounded else 10**9)

    few = propose(programme, candidates=1)

    assert whole.status is few.status is Status.INFEASIBLE
    assert few.pairs == ()
    assert few.obstacles
    assert verify_plan(plan_json(few, programme)) == []


def test_only_unlisted_pairs_that_lead_out_of_a_knot_are_found(monkeypatch):
    survey = a_survey(without_relationships(generated((40, 60), 1)))
    known = find_candidates(survey, set(), 1)
    knot = Knot(np.array([3, 4]), np.array([5, 6, 7]))

    everything = untying(survey, known, knot, 10**6)
    monkeypatch.setattr(knots, "CELLS", 7)
    in_pieces = untying(survey, known, knot, 10**6)

    pairs = survey.eligibility.pairs(Block.whole(survey.roster))
    listed = set(zip(known.enterprise, known.village, strict=True))
    wanted = {
        (enterprise, village)
        for enterprise, village in zip(pairs.enterprise, pairs.village, strict=True)
        if (enterprise in (3, 4)) != (village in (5, 6, 7)) and (enterprise, village) not in listed
    }
    assert set(zip(everything[0], everything[1], strict=True)) == wanted
    assert set(zip(in_pieces[0], in_pieces[1], strict=True)) == wanted
    assert len(wanted) > 50
    assert 2 < len(untying(survey, known, knot, 1)[0]) < len(wanted)
