"""Products: what the village brings forth and what the enterprise's trade is after."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.scoring import UNKNOWN
from matcher.scoring.produce import kinds_for, kinds_in
from matcher.scoring.words import dictionary
from tests.builders import a_village, an_enterprise
from tests.scoring.pairing import a_pair, reason, value

WISHES = ["大米", "茶叶", "牛肉", "刺绣", "某产品"]


def going(products=None, wishes=None, code=None, industry=None):
    return a_pair(
        village=a_village(special_products=products, main_industry=industry),
        enterprise=an_enterprise(product_interests=wishes, industry_code=code, industry="某行业"),
    )


@pytest.mark.parametrize(
    ("products", "wishes", "code", "expected"),
    [
        ("八宝米、稻田鱼", "茶叶、大米", None, 1),
        ("高山绿茶", "茶叶", None, 1),
        ("山茶油", "茶叶", None, 0),
        ("小米辣", "大米", None, 0),
        ("百花谷雨酥", "百花谷雨酥", None, 1),
        ("绿茶", "红茶", None, 0),
        ("茶叶", "红茶", None, 1),
        ("绿茶", "红茶", "F5226", 0.5),
        ("高峰牛", None, "C1353", 0.5),
        ("三七、重楼", None, "F5251", 0.5),
        ("高峰牛", None, "J6712", 0),
        ("玉米", "大米", "J6712", 0),
    ],
)
def test_a_wanted_product_is_all_a_useful_kind_one_half(products, wishes, code, expected):
    assert value("products", going(products, wishes, code)) == expected


def test_the_main_industry_tells_what_grows_where_no_product_is_named():
    assert value("products", going(industry="水稻种植", wishes="大米")) == 1
    assert "水稻种植" in reason("products", going(industry="水稻种植", wishes="大米"))


@pytest.mark.parametrize(
    ("programme", "word"),
    [(going(wishes="大米"), "没有填主导产业"), (going("大米"), "没有填行业代码")],
)
def test_what_a_side_did_not_say_is_neutral_and_says_so(programme, word):
    assert value("products", programme) == UNKNOWN
    assert word in reason("products", programme)


@given(
    st.lists(st.sampled_from(WISHES), max_size=3, unique=True),
    st.sampled_from(WISHES),
    st.sampled_from(["八宝米、绿茶", "高峰牛", "苗族刺绣", "别的东西"]),
)
def test_wanting_one_more_product_never_lowers_the_fit(wishes, more, products):
    code = "C1353"
    fewer = value("products", going(products, "、".join(wishes), code))

    assert value("products", going(products, "、".join([*wishes, more]), code)) >= fewer


def test_the_reason_names_only_what_goes_together():
    told = reason("products", going("高峰牛、玉米", "牛肉、土猪", industry="肉牛养殖"))

    assert told == "村里出产高峰牛，对方正想采购牛肉。"


def test_where_nothing_goes_together_both_sides_are_told():
    assert reason("products", going("玉米", "茶叶")) == "村里出产玉米，对方想采购的是茶叶。"
    assert reason("products", going("玉米", code="J6712")) == "村里出产玉米，某行业这一行用不上。"


@pytest.mark.parametrize(
    ("term", "kinds"),
    [
        ("山茶油", {"油料"}),
        ("高山绿茶", {"茶叶"}),
        ("小米辣", {"香料"}),
        ("肉牛养殖", {"牛"}),
        ("农产品", set()),
    ],
)
def test_a_term_is_of_its_own_kind_and_what_is_too_general_of_none(term, kinds):
    assert kinds_in(term) == kinds


def test_every_kind_that_a_trade_can_use_is_one_of_the_dictionary():
    listed = kinds_for("F5226") | kinds_for("C2730") | kinds_for("R8890") | kinds_for("N7840")

    assert len(listed) > 15
    assert listed <= set(dictionary().kinds)


def test_a_trade_is_known_by_the_beginning_of_its_code():
    assert {"茶叶", "牛"} <= kinds_for("H6210")
    assert kinds_for("J6621") == frozenset()
    assert kinds_for("") == frozenset()


def test_more_than_sixty_four_products_are_told_apart():
    names = [f"产品{number:03d}号" for number in range(150)]
    everything = "、".join(names)

    assert value("products", going(names[149], everything)) == 1
    assert value("products", going("别的", everything)) == 0
