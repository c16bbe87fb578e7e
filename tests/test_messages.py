"""Sentences: every code in both languages, with the same places, filled readably."""

import re
import string
from pathlib import Path

import pytest

from matcher import messages, programme, vocabulary

messages.add_catalogue(Path(__file__).parent.parent / "web" / "translations")


def _places(sentence: str) -> set[str]:
    """What a sentence speaks of; `label_zh` and `label_en` are one thing in two languages."""
    names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
    return {name.removesuffix("_zh").removesuffix("_en") for name in names}


def test_every_code_speaks_both_languages_about_the_same_things() -> None:
    pairs = messages.sentences()

    assert pairs
    for code, pair in pairs.items():
        assert set(pair) == {"zh", "en"}, code
        assert all(sentence.strip() for sentence in pair.values()), code
        assert _places(pair["zh"]) == _places(pair["en"]) or "plural" in pair["en"], code


def test_chinese_sentences_use_chinese_punctuation() -> None:
    half_width = re.compile(r"[\u4e00-\u9fff」）][,;:?!]|[,;:?!][\u4e00-\u9fff「（]")
    wrong = [code for code, pair in messages.sentences().items() if half_width.search(pair["zh"])]

    assert wrong == []


def test_every_field_of_every_record_has_a_label() -> None:
    for record, kind in programme.RECORDS.items():
        for field in kind.__dataclass_fields__:
            assert messages.label(record, field, "zh"), f"{record}.{field}"
            assert messages.label(record, field, "en"), f"{record}.{field}"


def test_places_are_filled_in_the_words_of_the_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sample.toml").write_text(
        '[sample.one]\nzh = "{what:Category} {gap:money} {on:date} {n:number} {share:percent}"\n'
        'en = "{what:Category} {gap:money} {on:date} {n:number} {n:plural|row|rows}"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(messages, "_folders", [tmp_path])
    messages.sentences.cache_clear()
    values = {"gap": 20_000_000, "on": "2026-03-05", "n": 1, "share": 0.853}

    try:
        zh = messages.say("sample.one", "zh", what=["jobs", "skills"], **values)
        en = messages.say("sample.one", "en", what="jobs", **values)
    finally:
        messages.sentences.cache_clear()

    assert zh == "就业、技能培训 20 万元 2026年3月5日 1 85.3%"
    assert en == "Jobs 200,000 yuan 5 March 2026 1 row"


def test_an_unknown_code_is_an_error_not_a_riddle() -> None:
    with pytest.raises(KeyError):
        messages.say("no.such.code")


def test_a_term_is_found_by_its_code_and_by_both_labels() -> None:
    for name in ("jobs", "就业", " Jobs ", "JOBS"):
        assert vocabulary.Category.read(name) is vocabulary.Category.JOBS
    assert vocabulary.Category.read("工作") is None


def test_no_two_terms_of_a_list_share_a_word() -> None:
    lists = [
        one
        for one in vars(vocabulary).values()
        if isinstance(one, type) and issubclass(one, vocabulary.Terms) and len(one)
    ]

    assert len(lists) > 15
    for terms in lists:
        for language in ("zh", "en"):
            labels = [term.label(language) for term in terms]
            assert len(set(labels)) == len(labels), terms
