"""The rows of jingan-guangnan add up to what the feature published, kind by kind."""

from decimal import Decimal

import pytest

from matcher.money import fen
from matcher.vocabulary import ArrangementKind, GiftKind, Precision
from seeds import jingan_guangnan, minhang_shangrila


@pytest.fixture(scope="module")
def jingan():
    return jingan_guangnan.programme()


@pytest.fixture(scope="module")
def shangrila():
    return minhang_shangrila.programme()


def ties(programme, kind):
    return [one for one in programme.arrangements if one.kind is kind]


def gifts(programme, kind, item=None):
    return [
        one
        for one in ties(programme, ArrangementKind.GIFT)
        if one.gift_kind is kind and item in (None, one.item)
    ]


def test_twenty_five_enterprises_hold_agreements_with_thirty_nine_villages(jingan):
    agreements = ties(jingan, ArrangementKind.PAIRED)

    assert len(jingan.enterprises) == len({one.uscc for one in agreements}) == 25
    assert len(jingan.villages) == len({one.village_code for one in agreements}) == 39
    assert len(agreements) == 39


def test_cash_adds_up_to_1931_wan(jingan):
    assert sum(one.amount_fen for one in gifts(jingan, GiftKind.CASH)) == fen(Decimal(1931), "wan")


def test_the_donor_that_the_feature_names_gave_120_wan_to_the_county_in_2018(jingan):
    named = next(one.uscc for one in jingan.enterprises if one.name == "光大证券")
    (gift,) = [one for one in gifts(jingan, GiftKind.CASH) if one.uscc == named]

    assert gift.amount_fen == fen(Decimal(120), "wan")
    assert (gift.batch, gift.village_code) == ("2018", None)


def test_special_party_dues_are_a_row_of_their_own_with_the_reason(jingan):
    (dues,) = gifts(jingan, GiftKind.PARTY_DUES)

    assert dues.amount_fen == fen(Decimal(766), "wan")
    assert dues.village_code is None
    assert "巴楚县" in dues.reason


def test_clothes_and_books_are_worth_about_half_a_million(jingan):
    valued = [one for one in gifts(jingan, GiftKind.GOODS) if one.amount_fen]

    assert sum(one.amount_fen for one in valued) == fen(Decimal(50), "wan")
    assert {one.item for one in valued} == {"衣物", "图书"}
    assert {(one.precision, one.quantity) for one in valued} == {(Precision.APPROX, None)}


@pytest.mark.parametrize(
    ("kind", "item", "quantity", "unit", "precision"),
    [
        (GiftKind.CONSTRUCTION, "幼儿园教学楼", 1, "家", Precision.EXACT),
        (GiftKind.GOODS, "飞利浦检测仪", 1, "台", Precision.EXACT),
        (GiftKind.GOODS, "乡村医生救护箱", 808, "套", Precision.EXACT),
        (GiftKind.SERVICE, "白内障义诊", 300, "人次", Precision.AT_LEAST),
        (GiftKind.SERVICE, "白内障手术", 37, "例", Precision.EXACT),
    ],
)
def test_counted_gifts_add_up(jingan, kind, item, quantity, unit, precision):
    rows = gifts(jingan, kind, item)

    assert sum(one.quantity for one in rows) == quantity
    assert {one.unit for one in rows} == {unit}
    assert {one.precision for one in rows} == {precision}


def test_two_delegations_took_seventeen_enterprises(jingan):
    visits = ties(jingan, ArrangementKind.VISITED)

    assert {one.batch for one in visits} == {"2018-09", "2018-12"}
    assert len({one.uscc for one in visits}) == 17


def test_every_gift_names_its_source_and_how_exact_it_is(jingan):
    given = ties(jingan, ArrangementKind.GIFT)

    assert all(one.source and one.precision for one in given)


def test_every_enterprise_gave_something(jingan):
    donors = {one.uscc for one in ties(jingan, ArrangementKind.GIFT)}

    assert donors == {one.uscc for one in jingan.enterprises}


def test_the_tourism_project_reaches_the_published_households_and_people(shangrila):
    (project,) = [one for one in shangrila.needs if one.beneficiary_households == 57]

    assert project.beneficiary_people == 306
    assert (project.poor_households, project.poor_people) == (26, 107)


def test_the_villages_of_the_newsletter_are_there(shangrila):
    assert {"汤堆村", "尼史村", "联合村", "安南村"} <= {one.name for one in shangrila.villages}
