"""Names are the field's words: none that could stand over anything."""

from __future__ import annotations

import pytest

from tests.architecture.source import modules

EMPTY_NAMES = {
    "common",
    "core",
    "helper",
    "helpers",
    "manager",
    "managers",
    "misc",
    "util",
    "utilities",
    "utils",
}


def says_nothing(name: str) -> bool:
    return bool(EMPTY_NAMES & {word for part in name.split(".") for word in part.split("_")})


def test_every_module_is_named_for_what_is_in_it():
    vague = [module.name for module in modules("matcher", "web", "seeds", "tests")]

    assert [name for name in vague if says_nothing(name)] == []


@pytest.mark.parametrize("name", ["matcher.utils", "web.form_helpers", "matcher.core.solve"])
def test_a_vague_name_is_found(name):
    assert says_nothing(name)
