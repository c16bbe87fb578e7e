"""Money is whole fen: read from what people type, shown in 元 or 万元, written in words (大写)."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

Unit = Literal["yuan", "wan"]
FEN_PER: dict[Unit, int] = {"yuan": 100, "wan": 1_000_000}
MOST_FEN = 2**53 - 1  # every figure stays exact in JSON and in a spreadsheet's double

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ((10**8, "亿"), (10**4, "万"))


def fen(amount: Decimal, unit: Unit) -> int:
    """`amount` of `unit` in fen.

    Raises ValueError when it is no whole number of fen, or past MOST_FEN: nothing is rounded.
    """
    exact = amount * FEN_PER[unit]
    if exact != exact.to_integral_value():
        raise ValueError("no whole number of fen")
    if abs(exact) > MOST_FEN:
        raise ValueError("too large")
    return int(exact)


def in_yuan(amount_fen: int) -> str:
    """1234567 → "12,345.67"; whole yuan without decimals."""
    sign, cents = ("-", -amount_fen) if amount_fen < 0 else ("", amount_fen)
    yuan, rest = divmod(cents, 100)
    return f"{sign}{yuan:,}" + (f".{rest:02d}" if rest else "")


def in_wan(amount_fen: int) -> str:
    """Fen as 万元 with at most two decimals, halves away from zero: 1931000000 → "1,931"."""
    sign, size = ("-", -amount_fen) if amount_fen < 0 else ("", amount_fen)
    whole, hundredths = divmod((size * 100 + 500_000) // 1_000_000, 100)
    shown = f"{whole:,}.{hundredths:02d}".rstrip("0").rstrip(".")
    return f"{sign}{shown}"


def spoken(amount_fen: int, language: str) -> str:
    """An amount inside a sentence: "30 万元" · "300,000 yuan"; small or uneven ones in 元."""
    if language == "zh":
        if abs(amount_fen) >= 1_000_000 and amount_fen % 10_000 == 0:
            return f"{in_wan(amount_fen)} 万元"
        return f"{in_yuan(amount_fen)} 元"
    return f"{in_yuan(amount_fen)} yuan"


def in_words(amount_fen: int) -> str:
    """The amount as it stands on an agreement: 1640902 → "壹万陆仟肆佰零玖元零贰分".

    Rules of the 大写 of cheques and receipts (支付结算办法, annex 1): an amount that ends in 元 or
    角 adds 整 after 元 (here after 角 it is left out), one that ends in 分 does not, and a gap
    inside is read 零. Raises ValueError below zero.
    """
    if amount_fen < 0:
        raise ValueError("an amount in words is never negative")
    yuan, cents = divmod(amount_fen, 100)
    jiao, last = divmod(cents, 10)
    words = f"{_whole_in_words(yuan)}元" if yuan else ""
    if not cents:
        return (words or "零元") + "整"
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif words:
        words += "零"
    return words + (f"{_DIGITS[last]}分" if last else "")


def _whole_in_words(number: int) -> str:
    """A positive whole number in formal Chinese numerals; a gap between groups is read 零."""
    for size, name in _GROUPS:
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _whole_in_words(high) + name + gap + (_whole_in_words(low) if low else "")
    words = ""
    for place, digit in enumerate(reversed(str(number))):
        if digit != "0":
            words = _DIGITS[int(digit)] + _PLACES[place] + words
        elif words and not words.startswith("零"):
            words = "零" + words
    return words
