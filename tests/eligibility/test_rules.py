"""Each hard rule: what it refuses, what lifts it, and that blocks say what single pairs say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings

from matcher.eligibility import RULES, Block, Eligibility, checking
from matcher.eligibility.checking import ALLOWED, VETOED
from matcher.messages import LANGUAGES, say, sentences
from matcher.programme import Programme
from matcher.region import county_code, is_county
from matcher.roster import OPEN, Roster
from matcher.vocabulary import ArrangementKind, Category, NeedStatus, Receiver
from tests.builders import a_need, a_village, an_arrangement, an_enterprise, an_offer
from tests.programmes import programmes

FIRST_DAY = date(2026, 12, 1)
SUITED = Programme((a_village(),), (a_need(),), (an_enterprise(),), (an_offer(),))


def refused(programme: Programme) -> str | None:
    """The rule that refuses the only pair, or None."""
    refusal = Eligibility(Roster.of(programme)).refusal(0, 0)
    return refusal.rule.name if refusal else None


def meetings(pairs):
    """The meetings of each pair, by enterprise and village."""
    return {
        (enterprise, village): list(zip(pairs.need[a:b], pairs.offer[a:b], strict=True))
        for enterprise, village, a, b in zip(
            pairs.enterprise, pairs.village, pairs.start[:-1], pairs.start[1:], strict=True
        )
    }


def with_need(**fields):
    return replace(SUITED, needs=(a_need(**fields),))


def with_offer(**fields):
    return replace(SUITED, offers=(an_offer(**fields),))


def with_enterprise(**fields):
    return replace(SUITED, enterprises=(an_enterprise(**fields),))


def with_village(**fields):
    return replace(SUITED, villages=(a_village(**fields),))


def with_tie(kind, **fields):
    offers = (an_offer(starts_on=FIRST_DAY),)
    return replace(SUITED, offers=offers, arrangements=(an_arrangement(kind, **fields),))


def of_districts(aid, home, **fields):
    return replace(
        SUITED,
        villages=(a_village(aid_district=aid, **fields),),
        enterprises=(an_enterprise(registered_district=home),),
    )


def test_an_enterprise_and_a_village_that_suit_may_pair():
    assert refused(SUITED) is None


@pytest.mark.parametrize(
    ("rule", "programme"),
    [
        ("no_open_need", with_need(status=NeedStatus.COUNTY_AUDIT)),
        ("no_open_need", replace(SUITED, needs=())),
        ("no_offer", replace(SUITED, offers=())),
        ("no_common_category", with_need(category=Category.JOBS)),
        ("category_excluded", with_enterprise(excluded_categories=(Category.INDUSTRY,))),
        ("outside_counties", with_offer(counties=("砚山县",))),
        ("receiver_not_accepted", None),
        ("enterprise_declines", with_tie(ArrangementKind.ENTERPRISE_DECLINES)),
        ("village_declines", with_tie(ArrangementKind.VILLAGE_DECLINES)),
        ("vetoed", with_tie(ArrangementKind.VETO)),
        ("related_party", with_enterprise(related_parties="上海某公司、示例村01村委会")),
        ("related_party", with_enterprise(related_parties="532627105201")),
        ("enterprise_suspended", with_enterprise(suspended_until=FIRST_DAY)),
        ("village_suspended", with_village(suspended_until=FIRST_DAY)),
        ("already_paired", with_tie(ArrangementKind.PAIRED, ends_on=FIRST_DAY)),
        ("outside_aid_relationship", of_districts("静安区", "闵行区")),
        ("outside_aid_relationship", of_districts("静安、黄浦区", "上海市闵行区")),
        ("village_merged", with_village(successor_code="532627105299")),
    ],
)
def test_each_rule_refuses_what_it_is_named_for(rule, programme):
    if programme is None:
        programme = replace(
            with_need(receiver=Receiver.COLLECTIVE),
            offers=(an_offer(receivers=(Receiver.SCHOOL,)),),
        )

    assert refused(programme) == rule


@pytest.mark.parametrize(
    "programme",
    [
        with_need(status=NeedStatus.PARTLY_MET),
        with_enterprise(excluded_categories=(Category.JOBS,)),
        with_offer(counties=("广南县", "砚山县")),
        with_offer(counties=("广南",)),
        with_offer(counties=("532627",)),
        with_offer(receivers=(Receiver.SCHOOL,)),  # the need names no receiver
        with_enterprise(preferred_counties=("砚山县",)),  # a preference, no rule
        with_enterprise(related_parties="上海某公司"),
        with_tie(ArrangementKind.VISITED),
        with_tie(ArrangementKind.PAIRED),
        with_tie(ArrangementKind.PAIRED, ends_on=FIRST_DAY - timedelta(days=1)),
        with_tie(ArrangementKind.VISITED, ends_on=FIRST_DAY),
        of_districts("静安区", "静安"),
        of_districts("黄浦区、静安", "上海市静安区"),
        of_districts("静安区", "广南县"),  # an enterprise of the county itself
        of_districts("静安区", None),
        of_districts(None, "闵行区"),
    ],
)
def test_what_no_rule_speaks_of_is_allowed(programme):
    assert refused(programme) is None


@pytest.mark.parametrize("side", ["villages", "enterprises"])
def test_who_was_suspended_until_before_the_first_offer_begins_takes_part(side):
    programme = replace(
        with_village(suspended_until=FIRST_DAY - timedelta(days=1)),
        offers=(an_offer(starts_on=FIRST_DAY),),
    )
    if side == "enterprises":
        suspended = (an_enterprise(suspended_until=FIRST_DAY - timedelta(days=1)),)
        programme = replace(programme, villages=(a_village(),), enterprises=suspended)

    assert refused(programme) is None


def test_one_good_meeting_among_bad_ones_is_enough():
    programme = replace(
        SUITED,
        needs=(a_need(1, category=Category.JOBS), a_need(2)),
        offers=(an_offer(1, counties=("砚山县",)), an_offer(2)),
    )

    assert refused(programme) is None


def test_a_pair_is_refused_for_the_rule_that_takes_its_last_meeting():
    """One meeting falls to the exclusion, the other, which passed that, to the county."""
    programme = Programme(
        (a_village(),),
        (a_need(1, category=Category.JOBS), a_need(2)),
        (an_enterprise(excluded_categories=(Category.JOBS,)),),
        (an_offer(1, categories=(Category.JOBS,)), an_offer(2, counties=("砚山县",))),
    )

    assert refused(programme) == "outside_counties"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_says_what_is_wrong_and_what_would_lift_it(rule):
    for name in ("what", "lift", "count"):
        assert set(sentences()[f"eligibility.{rule.name}.{name}"]) == set(LANGUAGES)


@settings(max_examples=60, deadline=None)
@given(programmes())
def test_every_refusal_can_be_said_in_both_languages(programme):
    eligibility = Eligibility(Roster.of(programme))
    for village in range(len(programme.villages)):
        for rule, enterprises in eligibility.refused(village).items():
            for enterprise in enterprises:
                refusal = eligibility.refusal(enterprise, village)
                assert refusal.rule.name == rule
                for language in LANGUAGES:
                    assert say(refusal.what, language, **refusal.params)
                    assert say(refusal.lift, language, **refusal.params)


def plainly_refused(programme: Programme, enterprise, village) -> str | None:
    """The rules again for one pair, as a person would go through them with the papers."""
    said = {
        tie.kind
        for tie in programme.arrangements
        if tie.uscc == enterprise.uscc and tie.village_code == village.code
    }
    first_day = min((one.starts_on for one in programme.offers if one.starts_on), default=date.min)
    running = {
        tie.kind
        for tie in programme.arrangements
        if tie.uscc == enterprise.uscc
        and tie.village_code == village.code
        and tie.ends_on
        and tie.ends_on >= first_day
    }
    related = enterprise.related_parties or ""
    if village.name in related or village.code in related:
        return "related_party"
    for one, name in ((enterprise, "enterprise_suspended"), (village, "village_suspended")):
        if one.suspended_until and one.suspended_until >= first_day:
            return name
    for kind in (ArrangementKind.ENTERPRISE_DECLINES, ArrangementKind.VILLAGE_DECLINES):
        if kind in said:
            return str(kind)
    if ArrangementKind.PAIRED in running:
        return "already_paired"
    aid, home = village.aid_district, enterprise.registered_district
    if aid and home:
        helped_by = [*aid.split("、"), village.county]
        if not any(one.rstrip("区") in home for one in helped_by):
            return "outside_aid_relationship"
    if village.successor_code:
        return "village_merged"
    needs = [
        need
        for need in programme.needs
        if need.village_code == village.code and need.status in OPEN
    ]
    offers = [offer for offer in programme.offers if offer.uscc == enterprise.uscc]
    if not needs:
        return "no_open_need"
    if not offers:
        return "no_offer"
    meetings = [(need, offer) for need in needs for offer in offers]
    county = (village.county, county_code(village.code))
    for name, keeps in (
        ("no_common_category", lambda need, offer: need.category in offer.categories),
        (
            "category_excluded",
            lambda need, offer: need.category not in enterprise.excluded_categories,
        ),
        (
            "outside_counties",
            lambda need, offer: (
                not offer.counties or any(is_county(word, *county) for word in offer.counties)
            ),
        ),
        (
            "receiver_not_accepted",
            lambda need, offer: (
                not offer.receivers or need.receiver is None or need.receiver in offer.receivers
            ),
        ),
    ):
        meetings = [meeting for meeting in meetings if keeps(*meeting)]
        if not meetings:
            return name
    return "vetoed" if ArrangementKind.VETO in said else None


@settings(max_examples=150, deadline=None)
@given(programmes())
def test_blocks_of_pairs_are_judged_as_each_pair_alone(programme):
    roster = Roster.of(programme)
    eligibility = Eligibility(roster)

    verdicts = eligibility.verdicts(Block.whole(roster)).rule

    for village, one in enumerate(roster.villages):
        for enterprise, other in enumerate(roster.enterprises):
            number = verdicts[village, enterprise]
            found = None if number == ALLOWED else RULES[number].name
            assert found == plainly_refused(programme, other, one)


@settings(max_examples=100, deadline=None)
@given(programmes(pins=True))
def test_candidates_are_the_pairs_that_are_allowed_or_only_vetoed(programme):
    roster = Roster.of(programme)
    eligibility = Eligibility(roster)
    everyone = Block.whole(roster)

    pairs = eligibility.pairs(everyone)

    verdicts = eligibility.verdicts(everyone).rule
    village, enterprise = np.nonzero((verdicts == ALLOWED) | (verdicts == VETOED))
    assert pairs.village.tolist() == village.tolist()
    assert pairs.enterprise.tolist() == enterprise.tolist()
    again = eligibility.among(enterprise.tolist(), village.tolist())
    assert pairs.start.tolist() == again.start.tolist()
    assert pairs.need.tolist() == again.need.tolist()
    assert pairs.offer.tolist() == again.offer.tolist()


@settings(max_examples=50, deadline=None)
@given(programmes())
def test_small_blocks_give_the_same_candidates_as_one_large_block(programme):
    roster = Roster.of(programme)
    eligibility = Eligibility(roster)
    at_once = eligibility.pairs(Block.whole(roster))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "MEETINGS_PER_BLOCK", 3)
        blocks = list(eligibility.blocks())

    assert sorted(village for block in blocks for village in block.villages) == list(
        range(len(programme.villages))
    )
    one_by_one = [meetings(eligibility.pairs(block)) for block in blocks]
    assert {pair: met for found in one_by_one for pair, met in found.items()} == meetings(at_once)


@pytest.mark.parametrize(
    ("kind", "overridden"),
    [(None, True), (ArrangementKind.VILLAGE_DECLINES, False)],
    ids=["a rule about what was filled in", "somebody's word"],
)
def test_a_pin_overrides_what_was_filled_in_but_nobody_s_word(kind, overridden):
    ties = [an_arrangement(ArrangementKind.PIN)]
    if kind:
        ties.append(an_arrangement(kind))
    programme = replace(with_need(category=Category.JOBS), arrangements=tuple(ties))
    eligibility = Eligibility(Roster.of(programme))

    assert (len(eligibility.pairs(Block.whole(eligibility.roster))) == 1) == overridden
    assert eligibility.refusal(0, 0) is not None  # and what it overrides can still be told


def test_the_reason_of_a_veto_is_told():
    tie = an_arrangement(ArrangementKind.VETO, reason="企业正在整改", on=date(2026, 3, 1))
    eligibility = Eligibility(Roster.of(replace(SUITED, arrangements=(tie,))))

    assert eligibility.refusal(0, 0).params["reason"] == "企业正在整改"


@pytest.mark.parametrize(
    ("programme", "overridden"),
    [
        (of_districts("静安区", "闵行区"), True),
        (with_tie(ArrangementKind.PAIRED, ends_on=FIRST_DAY), True),
        (with_enterprise(suspended_until=FIRST_DAY), False),
        (with_village(suspended_until=FIRST_DAY), False),
    ],
    ids=["outside the aid relationship", "already paired", "enterprise", "village"],
)
def test_a_pin_renews_and_crosses_districts_but_lifts_no_suspension(programme, overridden):
    pinned = (*programme.arrangements, an_arrangement(ArrangementKind.PIN))

    roster = Roster.of(replace(programme, arrangements=pinned))
    (block,) = Eligibility(roster).blocks()
    pairs = Eligibility(roster).pairs(block)

    assert (len(pairs) == 1) == overridden


def test_the_refusal_tells_until_when_and_whose_county_it_is():
    said = {}
    for programme in (
        with_tie(ArrangementKind.PAIRED, ends_on=date(2027, 6, 30)),
        of_districts("静安区", "闵行区"),
        with_village(successor_code="532627105299"),
    ):
        refusal = Eligibility(Roster.of(programme)).refusal(0, 0)
        said[refusal.rule.name] = say(refusal.what, "zh", **refusal.params)

    assert "2027年6月30日到期" in said["already_paired"]
    assert "广南县由静安区对口帮扶" in said["outside_aid_relationship"]
    assert "532627105299" in said["village_merged"]
