"""Every module opens by saying its one idea in one sentence."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import Module, modules

LONGEST = 220


def fault_of(module: Module) -> str | None:
    words = ast.get_docstring(module.tree)
    if words is None:
        return None if not module.text.strip() and module.is_package else "says nothing"
    opening = " ".join(words.split("\n\n")[0].split())
    if len(opening.split(". ")[0]) > LONGEST:
        return f"takes more than {LONGEST} characters for its first sentence"
    if not opening.endswith((".", ":", "。", "?", "!")):
        return f"does not end its first sentence: {opening!r}"
    return None


def test_every_module_opens_with_its_idea():
    found = [
        f"{module.name} {fault}"
        for module in modules("matcher", "web", "seeds", "tests")
        if (fault := fault_of(module))
    ]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("code", ["import os", '"""Unfinished"""', f'"""{"very " * 60}long."""'])
def test_a_module_without_a_sound_opening_is_found(code):
    assert fault_of(Module("matcher.sample", code))
