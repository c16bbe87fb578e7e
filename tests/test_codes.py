"""Codes people copy by hand: USCC and division codes are checked, not trusted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.region import county_code, is_village_code, town_code
from matcher.uscc import ALPHABET, check_character, is_uscc


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",
        "91110108551385082Q",
        "9144030071526726XG",
        "914403001922038216",
    ],
)
def test_published_codes_are_right(code: str) -> None:
    assert is_uscc(code)


@pytest.mark.parametrize(
    "code", ["91350100M000100Y4Z", "91350100M000100Y4", "91350100I000100Y43", "", "９" * 18]
)
def test_a_wrong_length_character_or_check_is_refused(code: str) -> None:
    assert not is_uscc(code)


@given(st.text(ALPHABET, min_size=17, max_size=17), st.data())
def test_one_changed_character_never_passes(stem: str, data: st.DataObject) -> None:
    code = stem + check_character(stem)
    place = data.draw(st.integers(0, 17))
    other = data.draw(st.sampled_from(ALPHABET).filter(lambda one: one != code[place]))

    assert is_uscc(code)
    assert not is_uscc(code[:place] + other + code[place + 1 :])


def test_a_village_code_names_its_county_and_town() -> None:
    assert county_code("532627105203") == "532627"
    assert town_code("532627105203") == "532627105"


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("532627105203", True),
        ("532627105000", False),
        ("532627000203", False),
        ("530000105203", False),
        ("32627105203", False),
        ("032627105203", False),
        ("53262710520A", False),
        ("５３２６２７１０５２０３", False),
        ("532627105203\n", False),
    ],
)
def test_a_village_code_has_twelve_digits_down_to_the_village(code: str, right: bool) -> None:
    assert is_village_code(code) is right
