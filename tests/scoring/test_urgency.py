"""Urgency and designation: how pressing it is, and where."""

from __future__ import annotations

import itertools

import pytest

from matcher.vocabulary import Designation, Urgency
from tests.builders import a_need, a_village, an_offer
from tests.scoring.pairing import a_pair, reason, value


def pressing(urgencies, designation=None) -> float:
    needs = [a_need(number, urgency=urgency) for number, urgency in enumerate(urgencies)]
    return value("urgency", a_pair(needs, village=a_village(designation=designation)))


@pytest.mark.parametrize(
    ("urgency", "designation", "expected"),
    [
        (Urgency.URGENT, Designation.KEY, 1.0),
        (Urgency.NORMAL, Designation.LIFTED, 0.5),
        (Urgency.RESERVE, Designation.ORDINARY, 0.14),
    ],
)
def test_the_value_weighs_the_need_and_the_village(urgency, designation, expected):
    assert pressing([urgency], designation) == pytest.approx(expected)


def test_the_most_urgent_need_counts():
    assert pressing([Urgency.RESERVE, Urgency.URGENT]) == pressing([Urgency.URGENT])


def test_a_village_whose_designation_is_not_said_is_neutral_and_that_is_told():
    unsaid = pressing([Urgency.NORMAL])

    assert pressing([Urgency.NORMAL], Designation.ORDINARY) < unsaid
    assert unsaid < pressing([Urgency.NORMAL], Designation.LIFTED)
    assert "没有填" in reason("urgency", a_pair())


def test_where_nothing_can_be_helped_urgency_counts_nothing():
    assert value("urgency", a_pair(offers=())) < value("urgency", a_pair())
    assert "没有对得上" in reason("urgency", a_pair(needs=()))


def test_a_more_urgent_need_never_lowers_the_value():
    order = [Urgency.RESERVE, Urgency.NORMAL, Urgency.URGENT]
    for less, more in itertools.combinations(order, 2):
        for other in order:
            assert pressing([more, other]) >= pressing([less, other])


def test_the_reason_names_the_need_its_urgency_and_the_designation():
    programme = a_pair(
        [a_need(title="饮水管网", urgency=Urgency.URGENT)],
        [an_offer()],
        village=a_village(designation=Designation.KEY),
    )

    assert all(word in reason("urgency", programme) for word in ("饮水管网", "紧急", "重点帮扶村"))
