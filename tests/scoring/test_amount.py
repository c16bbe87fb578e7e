"""Amount fit: how much of a need's gap one offer can fill."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.scoring import UNKNOWN
from matcher.vocabulary import Category, OfferKind
from tests.builders import a_need, an_offer
from tests.scoring.pairing import a_pair, reason, value

WAN = 1_000_000


def fit(needs, offers) -> float:
    return value("amount", a_pair(needs, offers))


@pytest.mark.parametrize(("given_fen", "expected"), [(30 * WAN, 1), (10 * WAN, 0.5), (0, 0)])
def test_the_value_is_the_share_of_the_gap_that_can_be_filled(given_fen, expected):
    assert fit([a_need(gap_fen=20 * WAN)], [an_offer(amount_fen=given_fen)]) == expected


def test_without_a_gap_the_whole_budget_is_what_is_missing():
    assert fit([a_need(budget_fen=40 * WAN)], [an_offer(amount_fen=10 * WAN)]) == 0.25


@pytest.mark.parametrize(
    ("need", "offer"),
    [
        (a_need(), an_offer(amount_fen=WAN)),
        (a_need(gap_fen=WAN), an_offer()),
        (a_need(gap_fen=0), an_offer(amount_fen=WAN)),
        (a_need(quantity=Decimal(5), unit="台"), an_offer(quantity=Decimal(9), unit="个")),
        (a_need(quantity=Decimal(5)), an_offer(quantity=Decimal(9))),
    ],
    ids=["no gap", "no amount", "gap of nothing", "other units", "no units"],
)
def test_what_is_not_said_is_neutral_and_says_so(need, offer):
    assert fit([need], [offer]) == UNKNOWN
    assert "没有填全" in reason("amount", a_pair([need], [offer]))


def test_quantities_of_the_same_unit_are_compared_where_money_is_not_said():
    needs, offers = (
        [a_need(quantity=Decimal(40), unit="个")],
        [an_offer(quantity=Decimal("10.0"), unit=" 个")],
    )

    assert fit(needs, offers) == 0.25
    assert "需要 40 个,对方可提供 10 个" in reason("amount", a_pair(needs, offers)).replace(
        "，", ","
    )


@pytest.mark.parametrize(
    ("category", "kind", "compared"),
    [
        (Category.JOBS, OfferKind.JOBS, True),
        (Category.JOBS, OfferKind.TRAINING, False),
        (Category.SKILLS, OfferKind.TRAINING, True),
        (Category.SKILLS, OfferKind.JOBS, False),
    ],
)
def test_people_in_a_course_are_no_answer_to_people_who_seek_work(category, kind, compared):
    needs = [a_need(category=category, quantity=Decimal(30), unit="人")]
    offers = [an_offer(kind=kind, quantity=Decimal(30), unit="人")]

    assert fit(needs, offers) == (1 if compared else UNKNOWN)


@pytest.mark.parametrize(
    ("category", "kind", "compared"),
    [
        (Category.CONSUMPTION, OfferKind.PURCHASE, True),
        (Category.INDUSTRY, OfferKind.PURCHASE, False),
        (Category.SKILLS, OfferKind.CASH, True),
        (Category.JOBS, OfferKind.CASH, False),
    ],
)
def test_money_to_buy_produce_pays_for_nothing_else(category, kind, compared):
    needs = [a_need(category=category, gap_fen=WAN)]

    assert fit(needs, [an_offer(kind=kind, amount_fen=WAN)]) == (1 if compared else UNKNOWN)


def test_less_than_the_least_share_counts_nothing():
    needs = [a_need(title="水渠", gap_fen=20 * WAN, min_share_fen=5 * WAN)]

    assert fit(needs, [an_offer(amount_fen=4 * WAN)]) == 0
    assert fit(needs, [an_offer(amount_fen=5 * WAN)]) == 0.25
    assert "最少要 5 万元" in reason("amount", a_pair(needs, [an_offer(amount_fen=4 * WAN)]))


def test_the_best_of_several_meetings_counts_and_is_told():
    needs = [
        a_need(1, title="水渠", gap_fen=50 * WAN),
        a_need(2, title="冷链设备", gap_fen=20 * WAN),
    ]
    offers = [an_offer(1, amount_fen=2 * WAN), an_offer(2, amount_fen=30 * WAN)]

    assert fit(needs, offers) == 1
    assert "「冷链设备」缺口 20 万元" in reason("amount", a_pair(needs, offers))
    assert "30 万元" in reason("amount", a_pair(needs, offers))


def test_a_figure_that_is_missing_never_wins_over_one_that_is_known():
    known = [a_need(1, gap_fen=100 * WAN)], [an_offer(1, amount_fen=10 * WAN)]
    with_unknown = [*known[0], a_need(2)], known[1]

    assert fit(*with_unknown) == fit(*known) == 0.1


def test_nobody_to_meet_is_neutral():
    assert fit([], [an_offer(amount_fen=WAN)]) == UNKNOWN


@settings(max_examples=100, deadline=None)
@given(
    gap=st.integers(1, 10**10),
    amounts=st.lists(st.integers(0, 10**10), min_size=1, max_size=3),
    more=st.integers(0, 10**10),
    least=st.integers(0, 10**10),
)
def test_more_budget_never_lowers_the_fit(gap, amounts, more, least):
    needs = [a_need(gap_fen=gap, min_share_fen=least)]
    offers = [an_offer(number, amount_fen=amount) for number, amount in enumerate(amounts)]
    raised = [an_offer(0, amount_fen=amounts[0] + more), *offers[1:]]

    assert fit(needs, raised) >= fit(needs, offers)


@settings(max_examples=50, deadline=None)
@given(gap=st.integers(1, 10**10), more=st.integers(0, 10**10), amount=st.integers(0, 10**10))
def test_a_larger_gap_never_raises_the_fit(gap, more, amount):
    offers = [an_offer(amount_fen=amount)]

    assert fit([a_need(gap_fen=gap + more)], offers) <= fit([a_need(gap_fen=gap)], offers)
