"""Turns of phrase are found where a plain search would find them."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.scoring.words import HELP, dictionary
from matcher.scoring.words.phrases import Phrases, beginnings


def kept() -> dict[str, list[str]]:
    """The turns of phrase as they stand in the file."""
    file = resources.files("matcher.scoring.words").joinpath("help.toml")
    rows = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: rows[name]["phrases"] for name in HELP}


CLAUSES = st.text(
    st.sampled_from("没销路有人来收招工缺师傅看病修桥0公里斤想学不会渠道坏了"), max_size=14
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(CLAUSES)
def test_what_is_told_is_what_searching_for_every_phrase_finds(clause):
    expected = {
        name for name, some in kept().items() if any(re.search(one, clause) for one in some)
    }

    assert dictionary().phrases.told(clause) == expected


@pytest.mark.parametrize(
    ("phrase", "first"),
    [
        ("没.{0,4}销路", "没"),
        ("(招|聘用).{0,4}工", "招聘"),
        (r"[几两\d]个人", "几两0"),
        ("(?<![销出])路断", "路"),
    ],
)
def test_a_phrase_begins_with_its_first_word_group_or_class(phrase, first):
    assert beginnings(phrase) == set(first)


@pytest.mark.parametrize("phrase", [".{0,3}难", "(很|太)?难", "不?会", "", "^没"])
def test_a_phrase_whose_beginning_may_be_anything_is_refused(phrase):
    with pytest.raises(ValueError, match="begin"):
        Phrases({"buy": [phrase]})
