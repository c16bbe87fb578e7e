"""Timing: the day of the need, the days to decide, and the harvest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.scoring import UNKNOWN
from matcher.vocabulary import Category, OfferKind
from tests.builders import a_need, a_village, an_enterprise, an_offer
from tests.scoring.pairing import a_pair, reason, value

START = date(2026, 12, 1)
DAYS = st.none() | st.integers(-400, 800).map(lambda days: START + timedelta(days=days))


def help_in(days, lead=60, starts=START):
    """A need that many days after the offer begins, and an enterprise that takes so long."""
    needed = None if days is None else START + timedelta(days=days)
    return a_pair(
        [a_need(needed_by=needed, title="水渠")],
        [an_offer(starts_on=starts)],
        enterprise=an_enterprise(decision_days=lead),
    )


def bought(needed, harvest, starts=START, ends=None):
    return a_pair(
        [a_need(category=Category.CONSUMPTION, needed_by=needed)],
        [an_offer(kind=OfferKind.PURCHASE, starts_on=starts, ends_on=ends)],
        village=a_village(harvest_months=harvest),
        enterprise=an_enterprise(decision_days=0),
    )


@pytest.mark.parametrize(("days", "expected"), [(60, 1), (300, 1), (30, 0.75), (0, 0.5), (-1, 0)])
def test_the_time_to_decide_must_lie_between_offer_and_need(days, expected):
    assert value("timing", help_in(days)) == expected


@pytest.mark.parametrize("programme", [help_in(None), help_in(60, starts=None), a_pair([])])
def test_without_dates_it_is_neutral_and_says_so(programme):
    assert value("timing", programme) == UNKNOWN
    assert "中性" in reason("timing", programme)


def test_an_enterprise_that_has_not_said_how_long_it_takes_is_not_the_fastest():
    assert value("timing", help_in(30, lead=None)) < value("timing", help_in(30, lead=30))


@pytest.mark.parametrize(
    ("harvest", "expected"),
    [((12,), 1), ((10, 9), 1), ((9,), 1), ((3, 4), 0.5), ((8,), 0.5), ((), (1 + UNKNOWN) / 2)],
)
def test_produce_is_bought_in_the_months_after_its_harvest(harvest, expected):
    programme = bought(date(2027, 1, 25), harvest, ends=date(2026, 12, 31))

    assert value("timing", programme) == pytest.approx(expected)


def test_a_purchase_over_a_whole_year_meets_every_harvest():
    assert value("timing", bought(date(2028, 3, 1), (6,))) == 1


def test_a_season_alone_is_half_known():
    assert value("timing", bought(None, (12,), ends=date(2026, 12, 31))) == (1 + UNKNOWN) / 2
    assert value("timing", bought(None, (4,), ends=date(2026, 12, 31))) == UNKNOWN / 2


@settings(max_examples=100, deadline=None)
@given(st.integers(-100, 400), st.integers(0, 200), st.integers(0, 100), st.integers(0, 100))
def test_a_later_need_and_a_faster_decision_never_lower_it(days, lead, later, faster):
    before = value("timing", help_in(days, lead))

    assert value("timing", help_in(days + later, lead)) >= before
    assert value("timing", help_in(days, max(lead - faster, 0))) >= before


@settings(max_examples=100, deadline=None)
@given(st.integers(-100, 400), st.integers(0, 400), st.sets(st.integers(1, 12), max_size=3))
def test_a_longer_time_to_buy_never_lowers_it(days, later, harvest):
    months = tuple(sorted(harvest))
    needed = START + timedelta(days=days)

    assert value("timing", bought(needed + timedelta(days=later), months)) >= value(
        "timing", bought(needed, months)
    )


@pytest.mark.parametrize(
    ("programme", "words"),
    [
        (help_in(90), "来得及。"),
        (help_in(30), "审批要 60 天，时间偏紧。"),
        (help_in(-30), "来不及。"),
        (bought(date(2027, 1, 25), (9, 10)), "来得及，9、10月收的货赶得上采购。"),
        (bought(date(2027, 1, 25), (4,)), "不新鲜"),
        (bought(date(2027, 1, 25), ()), "收获月份没有填。"),
    ],
)
def test_the_reason_tells_the_dates_and_the_season(programme, words):
    assert words in reason("timing", programme)
