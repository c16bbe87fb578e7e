"""Ties: earlier agreements, gifts and visits between the two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.scoring import UNKNOWN
from matcher.vocabulary import ArrangementKind as Kind
from tests.builders import a_village, an_arrangement
from tests.scoring.pairing import a_pair, reason, value, values

KINDS = [Kind.PAIRED, Kind.GIFT, Kind.VISITED]


def tied(kinds) -> float:
    """One pair with these ties, while another village has one too."""
    elsewhere = an_arrangement(Kind.VISITED, village=2)
    ties = [elsewhere, *(an_arrangement(kind) for kind in kinds)]
    programme = replace(a_pair(arrangements=ties), villages=(a_village(1), a_village(2)))
    return float(values("ties", programme)[0])


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([Kind.PAIRED, Kind.GIFT], 1),
        (KINDS, 1),
        ([Kind.PAIRED], 0.5),
        ([Kind.VISITED, Kind.VISITED], 0.5),
        ([], 0),
        ([Kind.ENTERPRISE_KEEN, Kind.PIN], 0),
    ],
)
def test_each_kind_of_tie_is_one_half(kinds, expected):
    assert tied(kinds) == expected


def test_where_no_tie_is_recorded_at_all_it_is_neutral_and_says_so():
    assert value("ties", a_pair()) == UNKNOWN
    assert "没有登记" in reason("ties", a_pair())


@given(st.lists(st.sampled_from(KINDS), max_size=4), st.sampled_from(KINDS))
def test_one_more_visit_gift_or_agreement_never_lowers_the_ties(kinds, more):
    assert tied([*kinds, more]) >= tied(kinds)


def test_a_gift_to_the_county_as_a_whole_is_no_tie_to_a_village():
    assert value("ties", a_pair(arrangements=[an_arrangement(Kind.GIFT, village=None)])) == UNKNOWN


def test_the_reason_tells_each_tie_with_its_newest_date():
    ties = [
        an_arrangement(Kind.PAIRED, on=date(2018, 10, 15)),
        an_arrangement(Kind.GIFT, on=date(2019, 6, 1)),
        an_arrangement(Kind.GIFT, on=date(2018, 12, 1)),
        an_arrangement(Kind.VISITED),
    ]

    told = reason("ties", a_pair(arrangements=ties))

    assert told == (
        "两家早有往来：2018年10月15日签过结对协议，最近一次捐赠在2019年6月1日，来村里看过。"
    )


def test_two_that_never_met_are_told_so():
    met = [an_arrangement(Kind.PAIRED, village=2)]
    programme = replace(a_pair(arrangements=met), villages=(a_village(1), a_village(2)))

    assert reason("ties", programme) == "两家以前没有来往。"
