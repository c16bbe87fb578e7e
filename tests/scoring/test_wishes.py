"""Wishes: what both sides said about each other, and the counties an enterprise prefers."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.scoring import UNKNOWN
from matcher.vocabulary import ArrangementKind as Kind
from tests.builders import an_arrangement, an_enterprise
from tests.scoring.pairing import a_pair, reason, value


def wished(*kinds, counties=()) -> float:
    enterprise = an_enterprise(preferred_counties=counties)
    ties = [an_arrangement(kind) for kind in kinds]
    return value("wishes", a_pair(arrangements=ties, enterprise=enterprise))


def test_both_keen_is_everything_and_both_declining_is_nothing():
    assert wished(Kind.ENTERPRISE_KEEN, Kind.VILLAGE_KEEN) == 1
    assert wished(Kind.ENTERPRISE_DECLINES, Kind.VILLAGE_DECLINES) == 0


def test_silence_of_both_is_neutral_and_says_so():
    assert wished() == UNKNOWN
    assert "还没有表态" in reason("wishes", a_pair())


@pytest.mark.parametrize("counties", [("广南县",), ("砚山县", "广南"), ("532627",)])
def test_a_preferred_county_lies_in_the_middle(counties):
    assert wished(counties=counties) == pytest.approx(0.5)


def test_another_preferred_county_is_worse_than_silence_but_no_refusal():
    assert wished(Kind.ENTERPRISE_DECLINES) < wished(counties=("砚山县",)) < wished()


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (Kind.ENTERPRISE_DECLINES, Kind.ENTERPRISE_WILLING),
        (Kind.ENTERPRISE_WILLING, Kind.ENTERPRISE_KEEN),
        (Kind.VILLAGE_DECLINES, Kind.VILLAGE_WILLING),
        (Kind.VILLAGE_WILLING, Kind.VILLAGE_KEEN),
    ],
)
def test_a_stronger_wish_is_worth_more(less, more):
    assert wished(less) < wished(more)


def test_what_is_said_of_this_village_counts_more_than_a_preferred_county():
    assert wished(Kind.ENTERPRISE_KEEN, counties=("砚山县",)) == wished(Kind.ENTERPRISE_KEEN)


def test_the_last_word_of_a_side_counts():
    ties = [
        an_arrangement(Kind.ENTERPRISE_KEEN, on=date(2026, 1, 1)),
        an_arrangement(Kind.ENTERPRISE_WILLING, on=date(2026, 3, 1)),
    ]

    for order in (ties, ties[::-1]):
        assert value("wishes", a_pair(arrangements=order)) == wished(Kind.ENTERPRISE_WILLING)


def test_wishes_about_other_villages_do_not_count():
    ties = [an_arrangement(Kind.ENTERPRISE_KEEN, village=None)]

    assert value("wishes", a_pair(arrangements=ties)) == UNKNOWN


def test_the_reason_tells_every_wish():
    programme = a_pair(
        arrangements=[an_arrangement(Kind.VILLAGE_KEEN)],
        enterprise=an_enterprise(preferred_counties=("砚山县",)),
    )

    assert reason("wishes", programme) == "村强烈意愿、企业优先考虑砚山县，不含广南县。"
