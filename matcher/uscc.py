"""The unified social credit code (统一社会信用代码) and its check character, GB 32100-2015.

Prefixes are not judged: those of villagers' committees and collectives could not be verified, so
a code is refused only for its length, its characters or its check character.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_WEIGHTS = [pow(3, place, 31) for place in range(LENGTH - 1)]


def check_character(stem: str) -> str:
    """The 18th character for the first 17. Raises ValueError for a character not in ALPHABET."""
    total = sum(
        weight * ALPHABET.index(character) for weight, character in zip(_WEIGHTS, stem, strict=True)
    )
    return ALPHABET[-total % 31]


def is_uscc(code: str) -> bool:
    """Well formed, with the right check character. Says nothing of existence."""
    if len(code) != LENGTH or any(character not in ALPHABET for character in code):
        return False
    return check_character(code[:-1]) == code[-1]
