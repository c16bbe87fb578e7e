"""From a programme to a plan: what is in it, what stays out and why, and that it never wavers."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine import Status
from matcher.engine.solve import METHODS
from matcher.errors import JieduiError, ProblemRefused
from matcher.messages import LANGUAGES, say
from matcher.programme import Programme
from matcher.rounds import proposing
from matcher.rounds.plan import draw
from matcher.rounds.plan_file import plan_json
from matcher.rounds.proposing import propose
from matcher.vocabulary import ArrangementKind as Kind
from matcher.vocabulary import Category
from tests.builders import (
    a_need,
    a_village,
    an_arrangement,
    an_enterprise,
    an_offer,
    uscc,
    village_code,
)
from tests.programmes import programmes
from tests.rounds.plans import ends, two_by_two


def shuffled(programme: Programme, seed: int) -> Programme:
    dice = random.Random(seed)
    return Programme(
        *(
            tuple(dice.sample(rows, len(rows)))
            for rows in (
                programme.villages,
                programme.needs,
                programme.enterprises,
                programme.offers,
                programme.arrangements,
            )
        )
    )


def test_the_small_gift_goes_to_the_small_gap():
    plan = propose(two_by_two())

    assert ends(plan) == [(uscc(1), village_code(1)), (uscc(2), village_code(2))]
    assert (plan.status, plan.covered, plan.engaged) == (Status.OPTIMAL, 2, 2)
    assert plan.total_score == sum(pair.score for pair in plan.pairs)


def test_a_pin_is_kept_even_where_it_costs():
    plan = propose(two_by_two(an_arrangement(Kind.PIN, 1, 2)))

    assert (uscc(1), village_code(2)) in ends(plan)
    assert [pair.pinned for pair in plan.pairs if pair.enterprise == uscc(1)] == [True]


def test_a_veto_is_never_in_the_plan():
    plan = propose(two_by_two(an_arrangement(Kind.VETO, 1, 1)))

    assert (uscc(1), village_code(1)) not in ends(plan)


def test_a_pin_against_what_was_filled_in_is_kept_and_says_what_it_overrides():
    programme = two_by_two(an_arrangement(Kind.PIN, 1, 1))
    other = replace(programme.needs[0], category=Category.JOBS)
    plan = propose(replace(programme, needs=(other, programme.needs[1])))

    (pair,) = [pair for pair in plan.pairs if pair.pinned]
    assert pair.overrides.code == "eligibility.no_common_category.what"
    assert "示例村01" in say(pair.overrides.code, "zh", **pair.overrides.params)
    assert sum(part.points for part in pair.parts) == pair.score


@pytest.mark.parametrize(
    ("ties", "named"),
    [
        ([an_arrangement(Kind.PIN), an_arrangement(Kind.VETO)], "pinned_and_vetoed"),
        ([an_arrangement(Kind.PIN), an_arrangement(Kind.VILLAGE_DECLINES)], "pinned_against"),
        ([an_arrangement(Kind.PIN), an_arrangement(Kind.ENTERPRISE_DECLINES)], "pinned_against"),
    ],
)
def test_a_pin_against_somebody_s_word_is_a_contradiction_that_names_both(ties, named):
    with pytest.raises(JieduiError) as refused:
        propose(two_by_two(*ties))

    assert refused.value.code == "plan.contradictions"
    for language in LANGUAGES:
        told = say(refused.value.code, language, **refused.value.params)
        assert "示例企业01" in told
        assert "示例村01" in told
    assert named in refused.value.params["contradictions"][0]["code"]


def test_all_contradictions_are_told_at_once():
    programme = replace(
        two_by_two(
            an_arrangement(Kind.PIN, 1, 1),
            an_arrangement(Kind.VETO, 1, 1),
            an_arrangement(Kind.PIN, 2, 2),
            an_arrangement(Kind.VILLAGE_DECLINES, 2, 2),
        ),
        enterprises=(an_enterprise(1, min_villages=3, max_villages=2), an_enterprise(2)),
    )

    with pytest.raises(JieduiError) as refused:
        propose(programme)

    assert refused.value.params["count"] == 3


def test_a_village_pinned_to_two_takes_two_unless_it_says_otherwise():
    pins = [an_arrangement(Kind.PIN, 1, 1), an_arrangement(Kind.PIN, 2, 1)]
    programme = two_by_two(*pins, places=2)

    assert len([pair for pair in propose(programme).pairs if pair.pinned]) == 2
    limited = replace(programme, villages=(a_village(1, max_partners=1), a_village(2)))
    assert propose(limited).status is Status.INFEASIBLE


@pytest.mark.parametrize(
    "broken",
    [
        replace(two_by_two(), needs=(a_need(1, 9),)),
        replace(two_by_two(), offers=(an_offer(1, 9),)),
        replace(two_by_two(), arrangements=(an_arrangement(Kind.PIN, 9, 1),)),
        replace(two_by_two(), arrangements=(an_arrangement(Kind.PIN, 1, 9),)),
        replace(two_by_two(), villages=(a_village(1), a_village(1))),
        replace(two_by_two(), enterprises=(an_enterprise(1), an_enterprise(1))),
    ],
)
def test_rows_about_parties_that_are_not_there_or_there_twice_are_refused(broken):
    with pytest.raises(JieduiError) as refused:
        propose(broken)

    assert all(say(refused.value.code, language, **refused.value.params) for language in LANGUAGES)


def test_an_unknown_method_lists_the_known_ones():
    with pytest.raises(ProblemRefused) as refused:
        propose(two_by_two(), method="best")

    assert refused.value.params["known"] == list(METHODS)


@settings(max_examples=100, deadline=None)
@given(programmes(), st.sampled_from(METHODS))
def test_every_plan_verifies_adds_up_and_explains_every_village(programme, method):
    plan = propose(programme, method=method)

    covered = {pair.village for pair in plan.pairs}
    assert {one.village for one in plan.uncovered} == {
        one.code for one in programme.villages
    } - covered
    assert plan.total_score == sum(pair.score for pair in plan.pairs)
    for pair in plan.pairs:
        assert sum(part.points for part in pair.parts) == pair.score
        assert pair.draw == draw("", pair.enterprise, pair.village)
    for one in plan.uncovered:
        assert all(say(one.why, language, **one.params) for language in LANGUAGES)
        for advice in one.would_help:
            assert all(say(advice.code, language, **advice.params) for language in LANGUAGES)


@settings(max_examples=40, deadline=None)
@given(programmes(), st.integers(0, 1000))
def test_the_order_of_rows_changes_not_a_byte(programme, seed):
    mixed = shuffled(programme, seed)

    assert plan_json(propose(mixed), mixed) == plan_json(propose(programme), programme)


def test_a_fresh_process_with_other_hashes_writes_the_same_bytes():
    ask = (
        "import hashlib; from tests.programmes import a_programme; "
        "from matcher.rounds import plan_json, propose; p = a_programme(7, most=6); "
        "print(hashlib.sha256(plan_json(propose(p, seed='抽签'), p)).hexdigest())"
    )

    answers = {
        subprocess.run(
            [sys.executable, "-c", ask],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": number, "PYTHONPATH": "."},
        ).stdout
        for number in ("1", "4711")
    }

    assert len(answers) == 1


def test_a_plan_is_made_without_any_database():
    ask = "import sys, matcher.rounds.proposing; print('sqlalchemy' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "False"


def test_another_seed_draws_otherwise_between_equals_and_the_same_seed_the_same():
    programme = Programme(
        (a_village(1),),
        (a_need(),),
        tuple(an_enterprise(number) for number in range(1, 9)),
        tuple(an_offer(number, number) for number in range(1, 9)),
    )

    winners = {propose(programme, seed=str(seed)).pairs[0].enterprise for seed in range(12)}

    assert len(winners) > 1
    for seed in range(12):
        best = max(
            (one.uscc for one in programme.enterprises),
            key=lambda code: draw(str(seed), code, village_code(1)),
        )
        assert propose(programme, seed=str(seed)).pairs[0].enterprise == best


def test_the_draw_is_the_published_one():
    digest = hashlib.sha256(f"{uscc(1)} {village_code(1)} 2026".encode()).hexdigest()

    assert draw("2026", uscc(1), village_code(1)) == int(digest[:12], 16)


def test_progress_is_told_from_the_first_to_the_last():
    told = []

    propose(two_by_two(), progress=lambda *stage: told.append(stage))

    assert told[0] == ("plan.stage.preparing", 0, 1)
    assert told[-1] == ("plan.stage.explaining", 1, 1)
    assert all(say(stage, language) for stage, _, _ in told for language in LANGUAGES)


def test_a_plan_that_fails_its_audit_is_never_returned(monkeypatch):
    genuine = proposing.solve

    def forged(problem, method):
        return replace(genuine(problem, method), total_score=10**6)

    monkeypatch.setattr(proposing, "solve", forged)

    with pytest.raises(JieduiError, match=r"plan\.unverified"):
        propose(two_by_two())
