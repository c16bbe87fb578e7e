"""Money: what people type becomes whole fen, and fen become what people read."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.money import MOST_FEN, fen, in_wan, in_words, in_yuan, spoken

YUAN = 100
WAN = 10_000 * YUAN


@pytest.mark.parametrize(
    ("amount_fen", "words"),
    [
        (1931 * WAN, "壹仟玖佰叁拾壹万元整"),
        (766 * WAN, "柒佰陆拾陆万元整"),
        (52 * WAN + 7000 * YUAN, "伍拾贰万柒仟元整"),
        (16_409_02, "壹万陆仟肆佰零玖元零贰分"),
        (325_04, "叁佰贰拾伍元零肆分"),
        (1_000_001 * YUAN, "壹佰万零壹元整"),
        (5, "伍分"),
        (50, "伍角"),
        (0, "零元整"),
        (1_000_000_000_00, "壹拾亿元整"),
        (1_0000_0001_00, "壹亿零壹元整"),
        (10_000_00, "壹万元整"),
        (100_500_00, "壹拾万零伍佰元整"),
        (1_2000_0000_0000_00, "壹万贰仟亿元整"),
        (1_0000_0000_0000_00, "壹万亿元整"),
        (10_0001_0000_0000_00, "壹拾万零壹亿元整"),
    ],
)
def test_amounts_in_words_follow_the_published_rules(amount_fen: int, words: str) -> None:
    assert in_words(amount_fen) == words


def test_a_negative_amount_has_no_words() -> None:
    with pytest.raises(ValueError, match="negative"):
        in_words(-1)


@given(st.integers(0, MOST_FEN))
def test_words_say_the_number_they_were_made_from(amount_fen: int) -> None:
    assert _read_words(in_words(amount_fen)) == amount_fen


@given(st.integers(-MOST_FEN, MOST_FEN))
def test_yuan_reads_back_exactly(amount_fen: int) -> None:
    assert fen(Decimal(in_yuan(amount_fen).replace(",", "")), "yuan") == amount_fen


@given(st.integers(-MOST_FEN, MOST_FEN))
def test_wan_is_the_nearest_hundredth(amount_fen: int) -> None:
    shown = Decimal(in_wan(amount_fen).replace(",", ""))

    assert abs(shown * WAN - amount_fen) <= WAN // 200


@pytest.mark.parametrize("amount", ["0.001", "12.345", "1e-9"])
def test_less_than_a_fen_is_refused_not_rounded(amount: str) -> None:
    with pytest.raises(ValueError, match="whole number"):
        fen(Decimal(amount), "yuan")


def test_an_amount_past_exactness_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        fen(Decimal(MOST_FEN), "wan")


def test_sentences_use_the_unit_that_reads_well() -> None:
    assert spoken(30 * WAN, "zh") == "30 万元"
    assert spoken(52 * WAN + 7000 * YUAN, "zh") == "52.7 万元"
    assert spoken(800 * YUAN, "zh") == "800 元"
    assert spoken(1234567, "zh") == "12,345.67 元"
    assert spoken(30 * WAN, "en") == "300,000 yuan"


def _read_words(words: str) -> int:
    """An independent reader of amounts in words, for the round trip."""
    yuan, _, cents = words.rpartition("元")
    jiao, _, rest = cents.replace("整", "").rpartition("角")
    return _read_whole(yuan) * 100 + _read_whole(jiao) * 10 + _read_whole(rest.removesuffix("分"))


def _read_whole(words: str) -> int:
    for name, size in (("亿", 10**8), ("万", 10**4), ("仟", 1000), ("佰", 100), ("拾", 10)):
        high, found, low = words.rpartition(name)
        if found:
            return _read_whole(high) * size + _read_whole(low)
    return "零壹贰叁肆伍陆柒捌玖".index(words.strip("零") or "零")
