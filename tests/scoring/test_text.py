"""Text likeness: TF-IDF over runs of characters, with scikit-learn's as the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from matcher.scoring import likeness
from matcher.scoring.text import Likeness, grams, shared_words
from tests.builders import a_need, an_offer
from tests.scoring.pairing import a_pair, reason, value

TEXTS = st.lists(
    st.text(st.sampled_from("冷链设备羊肚菌收购技术培训 ,。A1的"), max_size=15), max_size=5
)


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS)
def test_it_is_the_root_of_the_cosine_of_scikit_learn_s_tfidf(needs, offers):
    found = likeness(needs, offers)

    assert found.shape == (len(needs), len(offers))
    if not any(grams(text) for text in (*needs, *offers)):
        assert not found.any()
        return
    oracle = TfidfVectorizer(analyzer=grams, sublinear_tf=True).fit([*needs, *offers])
    if needs and offers:
        cosine = (oracle.transform(needs) @ oracle.transform(offers).T).toarray()
        np.testing.assert_allclose(found**2, cosine, atol=1e-9)


def test_the_same_words_are_fully_alike_and_no_common_character_is_nothing():
    found = likeness(["冷链设备", "修建水渠"], ["冷链设备", "羊肚菌"])

    assert found[0, 0] == pytest.approx(1)
    assert found[1].tolist() == [0, 0]


def test_the_nearer_text_is_the_more_alike():
    found = likeness(["需要冷链设备"], ["冷链物流设备", "农业技术培训", "冷饮"])[0]

    assert found[0] > found[2] > found[1]


def test_letters_in_other_widths_and_cases_are_the_same_letters():
    assert likeness(["ＡＢ茶"], ["ab茶"])[0, 0] == pytest.approx(1)


@pytest.mark.parametrize("empty", ["", "   ", "123", "。,、"])
def test_a_text_without_words_is_like_nothing(empty):
    assert likeness([empty, "茶叶"], ["茶叶", empty]).tolist() == [[0, 0], [pytest.approx(1), 0]]


def test_no_texts_give_an_empty_table():
    assert likeness([], ["茶叶"]).shape == (0, 1)
    assert likeness(["茶叶"], []).shape == (1, 0)
    assert likeness([], []).shape == (0, 0)


def test_a_block_is_the_same_part_of_the_whole_table():
    needs, offers = ["冷链设备", "茶叶销路", "修建水渠"], ["茶叶收购", "水渠材料"]
    whole = likeness(needs, offers)

    block = Likeness(needs, offers).table(np.array([2, 1]), np.array([1]))

    assert block.tolist() == whole[[2, 1]][:, [1]].tolist()


def test_shared_words_are_the_longest_common_runs():
    assert shared_words("需要冷链设备和培训", "提供冷链设备、培训班") == ["冷链设备", "培训"]
    assert shared_words("茶", "茶叶") == []


def test_the_most_alike_meeting_counts_and_its_common_words_are_told():
    needs = [a_need(1, title="修建水渠"), a_need(2, title="羊肚菌", description="缺少烘干设备")]
    programme = a_pair(needs, [an_offer(1, title="课桌椅"), an_offer(2, title="烘干设备")])

    assert value("text", programme) > 0.3
    assert "烘干设备" in reason("text", programme)


def test_texts_without_common_words_say_so():
    programme = a_pair([a_need(title="修建水渠")], [an_offer(title="羊肚菌")])

    assert value("text", programme) == 0
    assert "没有共同的词" in reason("text", programme)
    assert value("text", a_pair([], [an_offer()])) == 0
    assert reason("text", a_pair([], [an_offer()]))
