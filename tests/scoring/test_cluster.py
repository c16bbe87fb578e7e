"""Township cluster: whether the enterprise's villages lie together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.messages import say
from matcher.roster import Roster
from matcher.scoring import CRITERIA, UNKNOWN
from matcher.vocabulary import ArrangementKind as Kind
from tests.builders import a_village, an_arrangement, an_enterprise
from tests.scoring.pairing import a_pair, every_meeting, values

HERE, SAME_TOWN, SAME_COUNTY, FAR = range(1, 5)
VILLAGES = (
    a_village(HERE, code="532627105201", name="本村"),
    a_village(SAME_TOWN, code="532627105202", name="邻村"),
    a_village(SAME_COUNTY, code="532627106203", town="珠琳镇", name="远村"),
    a_village(FAR, code="532628105204", county="富宁县", name="外县村"),
)


def programme_with(places, kind=Kind.PAIRED):
    codes = [VILLAGES[place - 1].code for place in places]
    ties = [replace(an_arrangement(kind), village_code=code) for code in codes]
    enterprises = (an_enterprise(1), an_enterprise(2))
    return replace(a_pair(arrangements=ties), villages=VILLAGES, enterprises=enterprises)


def clustered(places, kind=Kind.PAIRED) -> float:
    """What the first enterprise, with partners in these places, gets for the village HERE."""
    return float(values("cluster", programme_with(places, kind))[0])


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([SAME_TOWN], 1),
        ([SAME_COUNTY, FAR, SAME_TOWN], 1),
        ([SAME_COUNTY], 0.5),
        ([FAR, HERE], 0),
    ],
)
def test_the_nearest_of_the_other_villages_counts(places, expected):
    assert clustered(places) == expected


@pytest.mark.parametrize("places", [[], [HERE], [HERE, HERE]])
def test_without_another_village_it_is_neutral(places):
    assert clustered(places) == UNKNOWN


@pytest.mark.parametrize("kind", [Kind.GIFT, Kind.VISITED])
def test_gifts_and_visits_bring_the_enterprise_there_too(kind):
    assert clustered([SAME_TOWN], kind) == 1


@pytest.mark.parametrize("kind", [Kind.PIN, Kind.VETO, Kind.ENTERPRISE_KEEN])
def test_what_is_only_said_or_decided_does_not(kind):
    assert clustered([SAME_TOWN], kind) == UNKNOWN


@given(st.lists(st.sampled_from([SAME_TOWN, SAME_COUNTY, FAR]), max_size=3))
def test_one_more_village_of_the_township_never_lowers_it(places):
    assert clustered([*places, SAME_TOWN]) >= clustered(places)


def test_the_villages_of_another_enterprise_do_not_count():
    of_both = values("cluster", programme_with([SAME_TOWN])).reshape(len(VILLAGES), 2)

    assert sorted(of_both[0].tolist()) == [UNKNOWN, 1]


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ([SAME_TOWN], "同在那洒镇的邻村"),
        ([SAME_COUNTY], "广南县已有来往的村（远村）不在那洒镇"),
        ([FAR], "都不在广南县"),
        ([HERE], "和别的村还没有来往"),
    ],
)
def test_the_reason_names_the_villages_that_lie_near(places, words):
    roster = Roster.of(programme_with(places))
    told = CRITERIA["cluster"](roster).reason(every_meeting(roster).take(np.array([0])))

    assert words in say(told.code, "zh", **told.params)
