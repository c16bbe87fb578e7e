"""Every sentence the site asks for exists in both languages, and none is kept for nobody."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from jinja2 import Environment, nodes

from matcher.messages import LANGUAGES, sentences
from tests.architecture.source import modules, templates
from web import translating  # noqa: F401 - brings the site's own catalogue

ASKING = {"t", "Said"}
PLACE = re.compile(r"\{([a-z_]+)")


def asked_by_modules() -> Iterator[str]:
    """Codes as patterns: what is computed may be anything without a dot."""
    for module in modules("web"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and node.args and ast.unparse(node.func) in ASKING:
                yield from _pattern(node.args[0], "web.")
            elif isinstance(node, ast.Call):  # tell("web.demo.ready"), Misconfigured("web.…")
                for argument in node.args[:1]:
                    yield from _pattern(argument, "")


def _pattern(code: ast.expr, prefix: str) -> Iterator[str]:
    if isinstance(code, ast.Constant):
        parts = [str(code.value)]
    elif isinstance(code, ast.JoinedStr):
        parts = [str(one.value) if isinstance(one, ast.Constant) else "{}" for one in code.values]
    else:
        return
    whole = prefix + "".join(parts)
    if whole.startswith("web.") and whole != "web.{}":
        yield re.escape(whole).replace(r"\{\}", r"[^.]+")


def asked_by_templates() -> Iterator[str]:
    for text in templates().values():
        for call in Environment(extensions=[]).parse(text).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "t":
                code = call.args[0]
                parts = code.nodes if isinstance(code, nodes.Concat) else [code]
                yield re.escape("web.") + "".join(
                    re.escape(part.value) if isinstance(part, nodes.Const) else r"[^.]+"
                    for part in parts
                )


PATTERNS = sorted({*asked_by_modules(), *asked_by_templates()})
OWN = {code: words for code, words in sentences().items() if code.startswith("web.")}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_what_is_asked_for_can_be_said(pattern):
    assert any(re.fullmatch(pattern, code) for code in sentences())


@pytest.mark.parametrize("code", OWN)
def test_what_can_be_said_is_asked_for(code):
    assert any(re.fullmatch(pattern, code) for pattern in PATTERNS)


@pytest.mark.parametrize("code", OWN)
def test_a_sentence_stands_in_both_languages_with_the_same_places(code):
    words = OWN[code]

    assert set(words) == set(LANGUAGES)
    assert all(words[language].strip() for language in LANGUAGES)
    assert {frozenset(PLACE.findall(words[language])) for language in LANGUAGES} == {
        frozenset(PLACE.findall(words["zh"]))
    }


def test_enough_was_looked_at_to_mean_something():
    assert len(PATTERNS) > 200
    assert len(OWN) > 200
