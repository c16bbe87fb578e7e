"""What a sentence is understood to be about, and that the dictionary is well made."""

from __future__ import annotations

import pytest

from matcher.messages import sentences
from matcher.scoring.reading import understood
from matcher.scoring.words import HELP, dictionary
from tests.scoring.labelled import rows


def first(text: str) -> str | None:
    found = understood(text).help
    return found[0][0] if found else None


def things(text: str) -> set[str]:
    return {thing.name for thing, _ in understood(text).things}


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("苹果滞销", "buy"),
        ("在家闲着没活干", "employ"),
        ("不会种天麻", "teach"),
        ("看病要走四小时", "treat"),
        ("水渠年久失修", "build"),
        ("交不起学费", "fund"),
        ("缺血压计", "give"),
        ("想办加工厂", "invest"),
        ("民宿建好没人经营", "operate"),
        ("空巢老人没人照顾", "serve"),
        ("希望支部结对共建", "join"),
        ("书画展览", "show"),
        ("收购技巧培训", "teach"),
        ("采购员岗位", "employ"),
    ],
)
def test_the_help_is_understood(text, help_):
    assert first(text) == help_


@pytest.mark.parametrize("text", ["", "第三项", "……"])
def test_where_nothing_is_said_nothing_is_understood(text):
    reading = understood(text)

    assert reading.help == reading.things == ()


def test_what_stands_after_the_turn_counts_more():
    turned = dict(understood("路修好了，但是缺电脑").help)

    assert turned["give"] > turned.get("build", 0)


def test_what_is_there_already_counts_less():
    assert first("厂房已有，缺资金") == "fund"


@pytest.mark.parametrize("text", ["不提供培训", "无需资金", "暂不招工", "不收购茶叶"])
def test_what_is_denied_is_not_understood_as_help(text):
    assert understood(text).help == ()


def test_a_denial_ends_with_its_clause():
    assert [name for name, _ in understood("不收购，提供培训").help] == ["teach"]


def test_where_goods_are_sold_the_place_of_sale_is_not_what_is_sold():
    assert things("茶叶进食堂，上电商平台销售") == {"茶叶"}


def test_a_longer_word_says_what_the_words_in_it_say():
    assert things("送图书") == things("图书")
    assert first("白内障筛查") == "treat"


def test_buying_what_villages_do_not_sell_is_giving_it():
    assert first("购置课桌椅五十套") == "give"
    assert first("采购茶叶五十斤") == "buy"


def test_what_is_joined_may_be_other_help():
    told = dict(understood("改建卫生室并添仪器").help)

    assert told["build"] == 1
    assert 0.5 <= told["give"] < 1


def test_a_turn_of_phrase_counts_only_where_no_word_tells_the_help():
    assert first("到现在没一条像样的销路") == "buy"
    assert first("没销路的培训") == "teach"


def test_longer_words_go_before_shorter_ones():
    assert things("核桃油") == {"核桃油"}
    assert things("核桃，油茶") == {"核桃", "油茶"}


def test_other_figures_and_widths_do_not_change_what_is_understood():
    assert understood("需路灯 120 盏").help == understood("需路灯３盏").help


def test_what_no_word_covers_is_kept():
    assert understood("乜乜滞销").rest == ("乜乜",)


def test_every_kind_is_nearer_than_the_kinds_above_it():
    wrong = [
        kind.name
        for kind in dictionary().kinds.values()
        for above in kind.parents
        if above.near >= kind.near
    ]

    assert wrong == []


def test_every_help_meets_itself_best_and_is_named_in_the_catalogue():
    known = dictionary()

    for name in HELP:
        assert known.meets[name][name] == max(known.meets[name].values()) == 1
        assert set(known.meets[name]) <= set(HELP)
        assert {f"scoring.wants.{name}", f"scoring.gives.{name}"} <= set(sentences())
    assert {name for kind in known.kinds.values() for name in kind.lack} <= set(HELP)


def test_every_thing_lacks_a_known_help():
    known = dictionary()
    lacking = {name for thing in known.things for name in thing.lack}

    assert lacking <= set(HELP)


def test_the_dictionary_does_not_hold_sentences_of_the_labelled_set():
    longest = max(len(word) for word in dictionary().words)
    clauses = {
        clause
        for row in rows()
        for text in (row.need, row.right, row.wrong)
        for clause in text.split("，")
        if len(clause) > 6
    }

    assert longest <= 8
    assert clauses & dictionary().words == set()
