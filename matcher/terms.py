"""A closed list of the field: each term with the word people use for it in Chinese and English."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Terms(StrEnum):
    """A closed list; members are declared as NAME = "code", "中文", "English"."""

    zh: str
    en: str

    def __new__(cls, code: str, zh: str, en: str) -> Self:
        term = str.__new__(cls, code)
        term._value_ = code
        term.zh, term.en = zh, en
        return term

    def label(self, language: str = "zh") -> str:
        return self.zh if language == "zh" else self.en

    @classmethod
    def read(cls, word: str) -> Self | None:
        """The term with this value or label, or None."""
        wanted = word.strip().casefold()
        for term in cls:
            if wanted in (term.value, term.zh.casefold(), term.en.casefold()):
                return term
        return None
