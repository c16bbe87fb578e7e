"""A clause cut into the words of the dictionary, the longest at each place."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from matcher.scoring.words import Entry, dictionary

_ONE = (1,)


class Word(NamedTuple):
    """A known word, or a run of characters that no word covers, and where it begins."""

    at: int
    text: str
    entry: Entry | None

    def has(self, mark: str) -> bool:
        return self.entry is not None and mark in self.entry.marks


def cut(clause: str) -> list[Word]:
    """The known words of a clause and the runs between them; what is no letter only parts them."""
    words, lengths = dictionary().words, dictionary().lengths
    found: list[Word] = []
    at = start = 0
    while at < len(clause):
        for most in lengths.get(clause[at : at + 2], _ONE):
            word = clause[at : at + most]
            if word in words:
                break
        else:
            word = ""
        if word or not clause[at].isalpha():
            if start < at:
                found.append(Word(start, clause[start:at], None))
            if word:
                found.append(Word(at, word, _entry(word)))
            at += len(word) or 1
            start = at
        else:
            at += 1
    if start < at:
        found.append(Word(start, clause[start:at], None))
    return found


@cache
def _entry(word: str) -> Entry:
    return dictionary().entry(word)
