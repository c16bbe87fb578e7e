"""Code and templates carry no sentences of their own: those stand in the catalogues."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser

import pytest
from jinja2 import Environment

from tests.architecture.source import Module, literals, modules, templates

CHINESE = re.compile(r"[\u3400-\u9fff]")
A_SENTENCE = re.compile(r"[A-Z][a-z]+( [\w'-]+,?){2,}.*[.!?]", re.DOTALL)
A_WORD = re.compile(r"[\u3400-\u9fff]|[A-Za-z]{2,}")

HOMES_OF_CHINESE = {
    "matcher.access.weak_words": "passwords that everybody tries first",
    "matcher.workbook.book.looks": "the number format of dates",
    "matcher.vocabulary": "the closed lists with their labels",
    "matcher.pair_life": "the closed lists of a pair's life",
    "matcher.money": "numerals in words",
    "matcher.messages": "how dates are written",
    "matcher.workbook.headers.names": "headings that are recognised",
    "matcher.workbook.words": "words that are recognised",
}
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "content", "label", "placeholder", "title"}


def spoken_literals(module: Module) -> list[str]:
    """Strings of a module that somebody might read: all but docstrings and what `re` looks for."""
    looked_for = {
        id(part)
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("re.")
        for part in ast.walk(call)
    }
    told_to_programmers = {
        id(part)
        for raised in ast.walk(module.tree)
        if isinstance(raised, ast.Raise)
        for part in ast.walk(raised)
    }
    return [
        f"line {line}: {text[:60]}"
        for text, line, node in literals(module.tree)
        if (CHINESE.search(text) and id(node) not in looked_for)
        or (A_SENTENCE.fullmatch(text) and id(node) not in told_to_programmers)
    ]


def test_no_sentence_stands_in_the_code():
    found = [
        f"{len(said)} in {module.name}, the first is {said[0]}"
        for module in modules("matcher", "web")
        if module.name not in HOMES_OF_CHINESE and (said := spoken_literals(module))
    ]

    assert not found, "\n".join(found)


def test_every_home_of_chinese_words_is_still_there():
    assert set(HOMES_OF_CHINESE) <= {module.name for module in modules("matcher")}


@pytest.mark.parametrize(
    "code", ['flash("已保存")', 'flash("The round was saved.")', 'x = f"{n} 个村"']
)
def test_a_sentence_in_the_code_is_found(code):
    assert spoken_literals(Module("web.sample", code))


def test_patterns_docstrings_and_words_to_programmers_are_no_sentences():
    code = '"""说明。"""\nre.compile("万元")\nraise ValueError("No such thing here.")'

    assert spoken_literals(Module("web.sample", code)) == []


class Reader(HTMLParser):
    """Collects what a template says by itself, outside its expressions."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        technical = tag == "meta" and "name" in named
        for name, value in attrs:
            if name in SPOKEN_ATTRIBUTES and value and not technical:
                self.said.append(value)


def said_by(template: str) -> list[str]:
    reader = Reader()
    pieces = Environment(autoescape=True).lex(template)
    reader.feed("".join(text if kind == "data" else "" for _, kind, text in pieces))
    reader.close()
    return [one.strip() for one in reader.said if A_WORD.search(one)]


def test_no_template_says_anything_by_itself():
    found = [f"{name}: {said}" for name, text in templates().items() for said in said_by(text)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "template",
    [
        "<p>村</p>",
        "<p>{{ n }} villages</p>",
        "<a title='Open'>{{ x }}</a>",
        "{% if a %}ok{% endif %}",
    ],
)
def test_a_template_that_speaks_by_itself_is_found(template):
    assert said_by(template)


def test_expressions_comments_and_signs_say_nothing():
    assert said_by("{# note #}<p class='wide'>{{ t('a.b') }} · <b>{{ n }}</b> → %</p>") == []
