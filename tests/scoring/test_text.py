"""Text likeness: what it values, that blocks and columns agree, and what the criterion says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from matcher.scoring import likeness
from matcher.scoring import text as text_module
from matcher.scoring.nearness import UNIT
from matcher.scoring.text import Likeness, grams
from tests.builders import a_need, an_offer
from tests.scoring.labelled import pairs, rows
from tests.scoring.pairing import a_pair, reason, value

TEXTS = st.lists(
    st.text(st.sampled_from("冷链设备羊肚菌收购技术培训缺卖不出去但已有,。A1的乜"), max_size=15),
    max_size=5,
)
RUNS = st.lists(st.text(st.sampled_from("甲乙丙丁"), max_size=6), max_size=3)


@pytest.mark.parametrize(
    ("need", "right", "wrong"),
    [
        ("羊肚菌丰收却卖不出去", "食堂常年采购食用菌", "捐赠菌种并指导栽培"),
        ("青壮年在家待业", "每年可提供保洁岗位五十个", "为青壮年免费体检"),
        ("卫生室缺血压计", "赠送诊疗器械一批", "培训村医量血压"),
        ("入户路是土路，雨天难行", "出资硬化道路", "雨天送快递到村口"),
        ("茶叶滞销", "收购茶叶", "收购牦牛肉"),
    ],
)
def test_the_same_help_for_the_same_thing_is_likelier_than_shared_words(need, right, wrong):
    first, second = likeness([need], [right, wrong])[0]

    assert first >= 0.6
    assert second <= 0.3


def test_the_nearer_the_things_the_likelier():
    offers = ["收购羊肚菌", "收购香菇", "收购茶叶", "收购牛肉"]

    same, near, crop, other = likeness(["羊肚菌滞销"], offers)[0]

    assert same == pytest.approx(1)
    assert same > near > crop > other


def test_a_kind_spoken_of_as_a_whole_meets_all_that_is_of_it():
    whole, sibling = likeness(["羊肚菌滞销"], ["收购农产品", "收购牛肉"])[0]

    assert whole > 0.8 > 0.6 > sibling
    assert likeness(["农产品滞销"], ["收购羊肚菌"])[0, 0] > 0.8


def test_what_serves_a_kind_is_nearer_to_all_of_it():
    help_, other = likeness(["茶农不懂技术"], ["种植技术培训", "养殖技术培训"])[0]
    quilts, desks = likeness(["遭了地震"], ["捐赠棉被", "捐赠课桌"])[0]

    assert help_ >= 0.7 > other + 0.2
    assert quilts >= desks + 0.2


def test_where_both_name_only_a_place_it_must_be_the_same_one():
    same, other = likeness(["修缮卫生室"], ["修缮乡卫生院", "修缮村小学"])[0]

    assert same == pytest.approx(1)
    assert other <= 0.5


def test_another_trade_is_half_a_meeting():
    same, other = likeness(["电工、焊工培训"], ["电焊工取证培训", "刺绣设计培训"])[0]

    assert same >= 0.9
    assert 0.4 <= other <= 0.6


def test_what_is_denied_is_not_offered():
    offers = ["培训茶叶加工，收购茶叶", "培训茶叶加工，不收购茶叶"]

    offered, denied = likeness(["茶叶卖不出去"], offers)[0]

    assert offered >= 0.6 > 0.3 > denied


def test_where_one_side_names_no_thing_the_right_help_counts_between():
    none, same, other = likeness(["茶叶卖不出去"], ["职工福利采购", "采购茶叶", "采购牛肉"])[0]

    assert same > none > other


@pytest.mark.parametrize("empty", ["", "   ", "123", "。,、"])
def test_a_text_without_words_is_neither_likely_nor_excluded(empty):
    for found in likeness([empty], ["收购茶叶"])[0], likeness(["茶叶滞销"], [empty])[0]:
        assert 0.2 < found[0] < 0.5


def test_words_the_dictionary_does_not_know_are_compared_by_characters():
    same, other = likeness(["乜乜滞销"], ["收购乜乜，茶叶", "收购丌丌，茶叶"])[0]

    assert same >= other


def test_the_unknown_words_are_weighed_as_scikit_learn_weighs_them():
    texts = {"a": ("甲乙丙", "丁"), "b": ("乙丙丁丁",), "c": (), "d": ("甲乙丙", "甲乙")}

    ours = text_module._tf_idf(texts).toarray() / UNIT

    oracle = TfidfVectorizer(analyzer=grams, sublinear_tf=True).fit_transform(texts.values())
    np.testing.assert_allclose(ours, oracle.toarray(), atol=0.5 / UNIT)


def test_letters_in_other_widths_and_cases_are_the_same_letters():
    wide, narrow = likeness(["缺ＣＴ机"], ["捐ct机", "捐CT机"])[0]

    assert wide == narrow


@settings(max_examples=60, deadline=None, derandomize=True)
@given(TEXTS, TEXTS)
def test_values_stay_between_0_and_1_and_do_not_depend_on_the_order_of_texts(needs, offers):
    found = likeness(needs, offers)

    assert found.shape == (len(needs), len(offers))
    assert ((found >= 0) & (found <= 1)).all()
    assert np.array_equal(likeness(needs[::-1], offers[::-1]), found[::-1, ::-1])


def test_a_block_and_a_column_have_the_very_values_of_the_whole_table(monkeypatch):
    needs, offers, _ = pairs(rows()[:60])
    prepared = Likeness(needs, offers)
    whole = prepared.table(np.arange(len(needs)), np.arange(len(offers)))
    some, others = np.arange(0, 120, 8), np.arange(119, 0, -8)

    assert np.array_equal(prepared.table(some, others), whole[some][:, others])
    assert np.array_equal(prepared.column(some, others), whole[some, others])
    monkeypatch.setattr(text_module, "WORTH_A_TABLE", 0)
    assert np.array_equal(prepared.column(some, others), whole[some, others])


def test_a_text_that_stands_twice_has_the_same_values_twice():
    found = likeness(["茶叶滞销", "茶叶滞销"], ["收购茶叶", "修路", "收购茶叶"])

    assert found[0].tolist() == found[1].tolist()
    assert found[0, 0] == found[0, 2]


def test_no_texts_give_an_empty_table():
    assert likeness([], ["茶叶"]).shape == (0, 1)
    assert likeness(["茶叶"], []).shape == (1, 0)
    assert likeness([], []).shape == (0, 0)


def test_the_likeliest_meeting_counts_and_what_was_understood_is_told():
    needs = [a_need(1, title="修建水渠"), a_need(2, title="羊肚菌", description="丰收却卖不出去")]
    offers = [an_offer(1, title="职工福利", description="采购食用菌"), an_offer(2, title="义诊")]
    programme = a_pair(needs, offers)

    assert value("text", programme) > 0.8
    assert reason("text", programme) == (
        "「羊肚菌」要的是销路 · 羊肚菌；「职工福利」能做的是采购收购 · 食用菌。"
    )
    assert reason("text", programme, "en") == (
        "“羊肚菌” asks for buyers (“羊肚菌”); “职工福利” gives purchases (mushrooms)."
    )


def test_other_help_is_no_likeness_and_both_are_named():
    programme = a_pair([a_need(title="修建水渠")], [an_offer(title="收购羊肚菌")])

    assert value("text", programme) < 0.2
    assert "修建改造" in reason("text", programme)
    assert "采购收购" in reason("text", programme)


def test_too_little_said_says_so_and_no_meeting_is_nothing():
    vague = a_pair([a_need(title="待定")], [an_offer(title="面议")])

    assert 0.2 < value("text", vague) < 0.7
    assert "看不出" in reason("text", vague)
    assert value("text", a_pair([], [an_offer()])) == 0
    assert reason("text", a_pair([], [an_offer()]))
