"""Every sentence stands once in a catalogue, in both languages, and every code has its sentence."""

from __future__ import annotations

import string

import pytest

from matcher.messages import add_catalogue, sentences
from tests.architecture.source import ROOT
from tests.architecture.words import evidence, spoken_codes


@pytest.fixture(scope="module", autouse=True)
def both_catalogues():
    add_catalogue(ROOT / "web" / "translations")


def places(sentence: str, language: str) -> set[str]:
    """The parameters a sentence asks for; `label_zh` and `label_en` are the same one."""
    found = {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
    return {name.removesuffix(f"_{language}") for name in found}


def test_every_code_is_said_in_both_languages_and_nothing_else():
    wrong = [
        code
        for code, said in sentences().items()
        if set(said) != {"zh", "en"} or not all(words.strip() for words in said.values())
    ]

    assert not wrong, wrong


def test_both_languages_ask_for_the_same_parameters():
    wrong = [
        f"{code}: {said['zh']} / {said['en']}"
        for code, said in sentences().items()
        if places(said["zh"], "zh") != places(said["en"], "en")
    ]

    assert not wrong, "\n".join(wrong)


def test_every_code_that_is_named_has_its_sentence():
    unknown = [f"{place}: {code}" for code, place in spoken_codes() if code not in sentences()]

    assert not unknown, "\n".join(sorted(unknown))


def test_every_sentence_is_used():
    idle = [code for code in sentences() if not evidence().shows(code)]

    assert not idle, "no code says these:\n" + "\n".join(sorted(idle))


@pytest.mark.parametrize("code", ["web.faults.nowhere.title", "cli.never_given", "engine.idle"])
def test_a_sentence_that_nothing_says_is_found(code):
    assert not evidence().shows(code)
