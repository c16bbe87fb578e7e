"""Wishes: what both sides said about each other."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.scoring import UNKNOWN
from matcher.vocabulary import ArrangementKind as Kind
from tests.builders import an_arrangement
from tests.scoring.pairing import a_pair, reason, value


def wished(*kinds) -> float:
    return value("wishes", a_pair(arrangements=[an_arrangement(kind) for kind in kinds]))


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (Kind.ENTERPRISE_KEEN, Kind.VILLAGE_KEEN, 1),
        (Kind.ENTERPRISE_KEEN, Kind.VILLAGE_DECLINES, 0.5),
        (Kind.ENTERPRISE_DECLINES, Kind.VILLAGE_DECLINES, 0),
    ],
)
def test_each_side_is_one_half(ours, theirs, expected):
    assert wished(ours, theirs) == expected


def test_silence_of_both_is_neutral_and_says_so():
    assert wished() == UNKNOWN
    assert "还没有表态" in reason("wishes", a_pair())


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


def test_a_stated_wish_is_worth_more_than_silence_and_a_refusal_less():
    assert wished(Kind.ENTERPRISE_DECLINES) < wished() < wished(Kind.VILLAGE_WILLING)


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


def test_the_reason_tells_what_each_side_said():
    ties = [an_arrangement(Kind.VILLAGE_KEEN), an_arrangement(Kind.ENTERPRISE_WILLING)]

    told = reason("wishes", a_pair(arrangements=ties))

    assert told == "企业愿意和这个村结对，村里强烈希望和这家企业结对。"
