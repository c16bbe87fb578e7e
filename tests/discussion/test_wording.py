"""What may stand in a comment: nothing invisible and no number of a person, all else is kept."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.discussion.wording import LONGEST, cleaned, faults_of
from matcher.messages import say
from matcher.uscc import ALPHABET, check_character


def codes(text: str) -> list[str]:
    """What is said against it, by the last word of each code."""
    found = faults_of(cleaned(text))
    assert all(one.field == "text" and say(one.code, "zh", **one.params) for one in found)
    return [one.code.removeprefix("discussion.") for one in found]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("电话13800000000", "phone_number"),
        ("1 3 8 0 0 0 0 0 0 0 0", "phone_number"),
        ("138-0000-0000。", "phone_number"),
        ("+86 138 0000 0000", "phone_number"),
        ("１３８００００００００", "phone_number"),
        ("138\u200b0000\u20600000", "phone_number"),
        ("138\u200d0000\u200c0000", "phone_number"),
        ("٠١38 ①3800000000", "phone_number"),
        ("座机021-52345678", "phone_number"),
        ("(0876) 515 1234", "phone_number"),
        ("身份证53262719800101001X", "identity_number"),
        ("532627 19800101 0010", "identity_number"),
        ("532627198001010010", "identity_number"),
        ("532627800101001", "identity_number"),
        ("6222 0200 0000 0000 000", "account_number"),
        ("6222020000000000", "account_number"),
        ("\u202e \u2066\x07", "nothing_written"),
        ("", "nothing_written"),
        ("长" * (LONGEST + 1), "too_long"),
    ],
)
def test_what_must_not_be_kept_is_refused_with_the_reason(text, kind):
    assert codes(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-25 考察，25 户、1,931 万元，10000000000 元预算",
        "村代码 532627105201，企业 91350100M000100Y43",
        "统一社会信用代码 914403001922038216 全是数字",
        "第 20260325103000 号简报",
        "示例企业07 ↔ 示例村03：13800 元，补 800000000 元",
        "长" * LONGEST,
        "各村 13 20 35 40 12 9 户，2023 2024 2025 2026 四年",
        "2026-03-25 2026-04-01 两次考察",
        "👩‍🌾 合作社",
    ],
)
def test_ordinary_words_and_figures_are_kept_as_they_are(text):
    assert codes(text) == []
    assert cleaned(text) == text


@given(
    number=st.integers(13_000_000_000, 19_999_999_999).map(str),
    gap=st.sampled_from(["", " ", "-", ".", "\u2011", "\u3000"]),
    hidden=st.lists(st.sampled_from(["", "\u200b", "\u00ad", "\u200d", "\x07"]), min_size=10),
    around=st.tuples(st.sampled_from("电 :(x"), st.sampled_from(" ，)元")),
)
@settings(max_examples=40)
def test_a_mobile_number_is_found_however_it_is_parted(number, gap, hidden, around):
    inside = [gap if at in (2, 6) else "" for at in range(10)]
    parted = number[0] + "".join(
        one + sign + digit for one, sign, digit in zip(inside, hidden, number[1:], strict=False)
    )

    assert "phone_number" in codes(around[0] + parted + around[1])


@given(st.text(ALPHABET, min_size=9, max_size=9).map("91530127".__add__))
@settings(max_examples=40)
def test_no_code_of_an_enterprise_is_taken_for_a_persons_number(stem):
    written = stem + check_character(stem)

    found = codes(f"企业 {written} 已回复")

    # all digits with a birthday in the middle: for caution's sake that is refused
    assert found == [] or written.rstrip("X").isdigit()


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_what_is_cleaned_holds_nothing_invisible_and_is_clean(text):
    once = cleaned(text)

    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not [
        one for one in once if unicodedata.category(one) in hidden and one not in "\n\t\u200c\u200d"
    ]
    assert cleaned(once) == once
    assert "\n\n\n" not in once
