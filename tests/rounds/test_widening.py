"""A plan found from few candidates is the plan of all pairs, and its proof holds for all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.eligibility import Block
from matcher.engine import Status
from matcher.rounds import apart, pricing, proposing, widening
from matcher.rounds.candidates import find_candidates, gathered
from matcher.rounds.plan import Plan
from matcher.rounds.plan_file import plan_json
from matcher.rounds.proposing import propose
from matcher.rounds.verifying import verify_plan
from matcher.vocabulary import ArrangementKind as Kind
from seeds.hundred import programme as generated
from tests.rounds.plans import ends
from tests.rounds.surveys import a_survey, without_relationships


def worth(plan: Plan) -> list[int]:
    return [level.worth for level in plan.certificate.levels]


@settings(max_examples=12, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(5, 70),
    st.integers(5, 70),
    st.integers(1, 4),
    st.sampled_from(widening.PROVABLE),
)
def test_the_plan_is_the_one_of_all_pairs_drawn_as_among_all_pairs(
    seed, enterprises, villages, most, method
):
    programme = generated((enterprises, villages), seed)

    few = propose(programme, method=method, candidates=most, seed="2026")

    whole = propose(programme, method=method, seed="2026")
    assert ends(few) == ends(whole)
    assert worth(few) == worth(whole)


@pytest.mark.parametrize("seed", [1, 2])
def test_pairs_that_prices_exclude_wait_until_they_come_near(monkeypatch, seed):
    programme = without_relationships(generated((90, 100), seed))
    whole = propose(programme)
    asked = []
    genuine = apart.prices
    monkeypatch.setattr(widening, "NEARLY", 0)
    monkeypatch.setattr(
        apart,
        "prices",
        lambda problem, *how: asked.append(len(problem.score)) or genuine(problem, *how),
    )

    few = propose(programme, candidates=1)

    assert ends(few) == ends(whole)
    assert worth(few) == worth(whole)
    assert len(asked) == few.scope.rounds > 2
    assert any(later < before for before, later in pairwise(asked))


def test_its_prices_exclude_every_eligible_pair_that_is_not_listed():
    programme = generated((300, 300), 1)

    plan = propose(programme, candidates=2)

    survey = a_survey(programme)
    pairs = survey.eligibility.pairs(Block.whole(survey.roster))
    score = survey.scorer.scores(pairs)
    sign = pricing.margin_sign(plan.certificate.levels, pairs.enterprise, pairs.village, score)
    listed = set(zip(plan.problem.enterprise, plan.problem.village, strict=True))
    for enterprise, village, above in zip(pairs.enterprise, pairs.village, sign, strict=True):
        assert above <= 0 or (enterprise, village) in listed
    assert plan.certificate.gap(plan.problem) == 0
    assert len(listed) < len(pairs)


def test_plain_top_k_would_have_lost_and_the_scope_says_how_much(monkeypatch):
    programme = generated((300, 300), 1)
    whole = propose(programme)

    scope = propose(programme, candidates=1).scope

    assert [one.proven for one in scope.worth] == worth(whole)
    assert [one.first for one in scope.worth] < worth(whole)
    assert scope.added > 0
    monkeypatch.setattr(widening, "left_out", lambda *_, least: gathered([]))
    blind = propose(programme, candidates=1)
    assert worth(blind) == [one.first for one in scope.worth]


def test_a_list_that_holds_every_pair_needs_no_proof_beyond_the_engine_s():
    programme = generated((30, 30))

    assert propose(programme).scope is None
    assert propose(programme, candidates=10_000).scope is None


def test_pins_and_vetoes_hold_as_among_all_pairs():
    programme = generated((60, 60), 3)
    plan = propose(programme)
    worst, best = (choose(plan.pairs, key=lambda pair: pair.score) for choose in (min, max))
    a_tie = next(tie for tie in programme.arrangements if tie.village_code)
    decided = replace(
        programme,
        arrangements=(
            *programme.arrangements,
            replace(a_tie, kind=Kind.PIN, uscc=worst.enterprise, village_code=worst.village),
            replace(a_tie, kind=Kind.VETO, uscc=best.enterprise, village_code=best.village),
        ),
    )

    few = propose(decided, candidates=1)

    assert ends(few) == ends(propose(decided))
    assert (worst.enterprise, worst.village) in ends(few)
    assert (best.enterprise, best.village) not in ends(few)


def test_minimums_that_the_best_alone_cannot_meet_widen_the_list():
    programme = generated((12, 60), 1)
    places = Counter(pair.enterprise for pair in propose(programme).pairs)
    demanding = replace(
        programme,
        enterprises=tuple(
            replace(one, min_villages=places[one.uscc]) for one in programme.enterprises
        ),
    )
    survey = a_survey(demanding)

    few = propose(demanding, candidates=1)

    assert few.status is Status.OPTIMAL
    assert ends(few) == ends(propose(demanding))
    least = {one.uscc: one.min_villages for one in demanding.enterprises}
    best = find_candidates(survey, set(), 1)
    listed = Counter(survey.roster.enterprises[one].uscc for one in best.enterprise)
    assert any(listed[uscc] < least[uscc] for uscc in least)


@pytest.mark.parametrize("method", ["fair", "stable", "greedy"])
def test_methods_without_such_prices_keep_to_the_best_of_each(method):
    programme = generated((60, 60), 3)

    plan = propose(programme, method=method, candidates=2)

    most = np.bincount(plan.problem.village).max()
    assert most > 2  # an enterprise's best may be a village's third
    assert plan.scope.first == len(plan.problem.score) < plan.scope.eligible
    assert plan.scope.worth == ()
    assert verify_plan(plan_json(plan, programme)) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("method", widening.PROVABLE)
def test_where_there_are_too_many_pairs_to_score_the_proof_holds_for_all_the_same(
    monkeypatch, seed, method
):
    programme = without_relationships(generated((90, 100), seed))
    whole = propose(programme, method=method)
    monkeypatch.setattr(proposing, "MOST_SCORED", 1_000)

    bounded = propose(programme, method=method, candidates=2)

    assert worth(bounded) == worth(whole)
    assert bounded.scope.eligible == 90 * 100
    survey = a_survey(programme)
    pairs = survey.eligibility.pairs(Block.whole(survey.roster))
    score = survey.scorer.scores(pairs)
    sign = pricing.margin_sign(bounded.certificate.levels, pairs.enterprise, pairs.village, score)
    listed = set(zip(bounded.problem.enterprise, bounded.problem.village, strict=True))
    for enterprise, village, above in zip(pairs.enterprise, pairs.village, sign, strict=True):
        assert above <= 0 or (enterprise, village) in listed
