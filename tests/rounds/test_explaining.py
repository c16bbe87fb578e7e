"""What a plan says of what it could not do: why, and what would help."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from matcher.engine import Status
from matcher.engine.solve import METHODS
from matcher.messages import say
from matcher.programme import Programme
from matcher.rounds.proposing import propose
from matcher.vocabulary import ArrangementKind as Kind
from matcher.vocabulary import Category, NeedStatus
from tests.builders import (
    a_need,
    a_village,
    an_arrangement,
    an_enterprise,
    an_offer,
    village_code,
)
from tests.rounds.plans import WAN, two_by_two


def explained(programme, method="coverage"):
    """The only uncovered village: its code of why, and the codes of what would help."""
    (missed,) = propose(programme, method=method).uncovered
    return missed.why, [advice.code for advice in missed.would_help]


@pytest.mark.parametrize(
    ("programme", "why", "help_"),
    [
        (Programme(), None, None),
        (Programme(enterprises=(an_enterprise(),), offers=(an_offer(),)), None, None),
        (
            Programme(villages=(a_village(),), needs=(a_need(),)),
            "plan.uncovered.no_enterprise",
            "plan.help.invite_enterprises",
        ),
        (
            replace(two_by_two(), needs=(a_need(1, 1, status=NeedStatus.DRAFT),)),
            "plan.uncovered.no_open_need",
            "plan.help.audit_needs",
        ),
        (
            replace(two_by_two(), needs=(a_need(1, 1, category=Category.JOBS),)),
            "plan.uncovered.refused",
            "plan.help.find_category",
        ),
        (
            replace(
                two_by_two(),
                villages=(a_village(1, suspended_until=date(2027, 1, 1)),),
                needs=(a_need(1, 1),),
            ),
            "eligibility.village_suspended.what",
            "eligibility.village_suspended.lift",
        ),
        (
            replace(
                two_by_two(),
                villages=(a_village(1, successor_code=village_code(9)),),
                needs=(a_need(1, 1),),
            ),
            "eligibility.village_merged.what",
            "eligibility.village_merged.lift",
        ),
    ],
    ids=[
        "nothing",
        "no village",
        "no enterprise",
        "no open need",
        "no common category",
        "suspended",
        "merged",
    ],
)
@pytest.mark.parametrize("method", METHODS)
def test_a_programme_without_a_pair_is_answered(programme, why, help_, method):
    plan = propose(programme, method=method)

    assert plan.pairs == ()
    assert plan.covered == 0
    assert len(plan.uncovered) == len(programme.villages)
    if why:
        first = plan.uncovered[0]
        assert first.why == why
        assert help_ in [advice.code for advice in first.would_help]


def test_pins_beyond_the_places_are_infeasible_and_named():
    plan = propose(two_by_two(an_arrangement(Kind.PIN, 1, 1), an_arrangement(Kind.PIN, 1, 2)))

    assert plan.status is Status.INFEASIBLE
    assert plan.pairs == ()
    told = say(plan.obstacles[0].code, "zh", **plan.obstacles[0].params)
    assert all(name in told for name in ("示例企业01", "示例村01", "示例村02"))


def test_a_minimum_out_of_reach_is_infeasible_and_named():
    programme = replace(
        two_by_two(),
        enterprises=(an_enterprise(1, min_villages=3, max_villages=5), an_enterprise(2)),
    )

    plan = propose(programme)

    assert plan.status is Status.INFEASIBLE
    assert "示例企业01" in say(plan.obstacles[0].code, "zh", **plan.obstacles[0].params)
    assert {one.why for one in plan.uncovered} == {"plan.uncovered.no_plan"}


@pytest.mark.parametrize(
    ("method", "why"),
    [
        ("coverage", "plan.uncovered.places_needed"),
        ("score", "plan.uncovered.outbid"),
        ("greedy", "plan.uncovered.full"),
    ],
)
def test_a_village_that_found_no_place_hears_who_is_full_and_what_one_more_place_would_do(
    method, why
):
    programme = Programme(
        tuple(a_village(number) for number in (1, 2, 3)),
        tuple(a_need(number, number, gap_fen=number * 10 * WAN) for number in (1, 2, 3)),
        (an_enterprise(1), an_enterprise(2)),
        (an_offer(1, 1, amount_fen=10 * WAN), an_offer(2, 2, amount_fen=10 * WAN)),
    )

    (missed,) = propose(programme, method=method).uncovered

    assert missed.village == village_code(3)
    assert missed.why == why
    assert say(missed.why, "zh", **missed.params)
    assert [advice.code for advice in missed.would_help] == ["plan.help.one_more_place"] * 2


def test_one_more_place_does_what_the_advice_says():
    """Every advised place, granted, covers one village more."""
    programme = Programme(
        tuple(a_village(number) for number in (1, 2, 3)),
        tuple(a_need(number, number) for number in (1, 2, 3)),
        (an_enterprise(1), an_enterprise(2)),
        (an_offer(1, 1), an_offer(2, 2)),
    )
    plan = propose(programme)
    names = {advice.params["enterprise"] for advice in plan.uncovered[0].would_help}

    assert names == {"示例企业01", "示例企业02"}
    for name in names:
        enterprises = tuple(
            replace(one, max_villages=2) if one.name == name else one
            for one in programme.enterprises
        )
        assert propose(replace(programme, enterprises=enterprises)).covered == plan.covered + 1


def lonely(need=None, offer=None, enterprise=None, village=None, ties=()) -> Programme:
    """One village and one enterprise that do not come together."""
    return Programme(
        (village or a_village(),),
        (need or a_need(),),
        (enterprise or an_enterprise(),),
        (offer or an_offer(),),
        ties,
    )


@pytest.mark.parametrize(
    ("programme", "nearest"),
    [
        (lonely(offer=an_offer(counties=("砚山县",))), "eligibility.outside_counties.lift"),
        (
            lonely(enterprise=an_enterprise(excluded_categories=(Category.INDUSTRY,))),
            "eligibility.category_excluded.lift",
        ),
        (lonely(ties=(an_arrangement(Kind.VETO),)), "eligibility.vetoed.lift"),
        (
            lonely(ties=(an_arrangement(Kind.ENTERPRISE_DECLINES),)),
            "eligibility.enterprise_declines.lift",
        ),
        (lonely(need=a_need(category=Category.JOBS)), "plan.help.find_category"),
        (lonely(enterprise=an_enterprise(related_parties="示例村01")), "plan.help.find_category"),
    ],
)
def test_the_nearest_refusal_to_lift_is_advised_first(programme, nearest):
    why, advice = explained(programme)

    assert why == "plan.uncovered.refused"
    assert advice[0] == nearest


def test_refusals_are_counted_by_rule():
    programme = Programme(
        (a_village(),),
        (a_need(),),
        tuple(an_enterprise(number) for number in (1, 2, 3)),
        (
            an_offer(1, 1, categories=(Category.JOBS,)),
            an_offer(2, 2, categories=(Category.JOBS,)),
            an_offer(3, 3, counties=("砚山县",)),
        ),
    )

    (missed,) = propose(programme).uncovered

    told = say(missed.why, "zh", **missed.params)
    assert all(word in told for word in ("3 家企业", "2 家的类别对不上", "1 家的帮扶不含本县"))


def test_a_village_that_takes_no_partner_is_told_apart():
    assert explained(lonely(village=a_village(max_partners=0)))[0] == "plan.uncovered.takes_none"


def test_enterprises_without_places_are_told_apart():
    why, advice = explained(lonely(enterprise=an_enterprise(max_villages=0)))

    assert why == "plan.uncovered.no_places"
    assert advice == ["plan.help.one_more_place"]


def test_the_only_enterprise_that_could_help_is_named():
    programme = Programme(
        (a_village(1), a_village(2)),
        (a_need(1, 1, gap_fen=WAN), a_need(2, 2, gap_fen=9 * WAN)),
        (an_enterprise(),),
        (an_offer(amount_fen=WAN),),
    )

    assert explained(programme)[0] == "plan.uncovered.only_hope"
