"""Aid relationship: whose county it is, and whether the enterprise heads for it."""

from __future__ import annotations

import pytest

from matcher.region import is_district
from matcher.scoring import UNKNOWN
from tests.builders import a_village, an_enterprise
from tests.scoring.pairing import a_pair, reason, value

NEUTRAL = pytest.approx((1 + UNKNOWN) / 2)


def related(aid=None, home=None, counties=()):
    return a_pair(
        village=a_village(aid_district=aid),
        enterprise=an_enterprise(registered_district=home, preferred_counties=counties),
    )


@pytest.mark.parametrize(
    ("aid", "home", "counties", "expected"),
    [
        ("静安区", "静安区", ("广南县",), 1),
        ("静安区", "静安区", ("砚山县",), 0.5),
        ("静安区", "闵行区", ("砚山县", "广南"), 0.5),
        ("静安区", "闵行区", ("砚山县",), 0),
        ("黄浦区、静安区", "上海市静安区", (), NEUTRAL),
        ("静安区", "广南县", ("532627",), 1),
        (None, "静安区", ("532627",), NEUTRAL),
        ("静安区", None, ("广南县",), NEUTRAL),
    ],
)
def test_the_relationship_and_the_preferred_county_are_one_half_each(aid, home, counties, expected):
    assert value("aid", related(aid, home, counties)) == expected


def test_what_nobody_said_is_neutral_and_says_so():
    assert value("aid", related()) == UNKNOWN
    assert "没有填" in reason("aid", related())


def test_another_preferred_county_is_worse_than_silence():
    values = [value("aid", related(counties=one)) for one in (("砚山县",), (), ("广南县",))]

    assert values == sorted(values)
    assert len(set(values)) == 3


def test_the_reason_tells_both_halves():
    said = [
        reason("aid", related("静安区", "静安区", ("广南县",))),
        reason("aid", related("静安区", "闵行区", ("砚山县",))),
        reason("aid", related(counties=("广南县",))),
    ]

    assert said == [
        "广南县是静安区的对口帮扶县，也是企业的意向县。",
        "广南县不由闵行区对口帮扶，企业的意向县是砚山县，不含广南县。",
        "广南县是企业的意向县。",
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("静安区", "静安区", True),
        ("静安", "静安区", True),
        ("静安区", "上海市静安区", True),
        ("静安", "上海市静安区", True),
        ("区", "静安区", False),
        ("静安区", "闵行区", False),
        ("安区", "静安路", False),
    ],
)
def test_a_district_is_known_without_its_city_and_its_last_character(one, other, same):
    assert is_district(one, other) == is_district(other, one) == same
