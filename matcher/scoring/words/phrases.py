"""Turns of phrase that tell the help, with other words in between: 没…销路, 招…工.

Each is a regular expression, looked for only where a character stands that it can begin with, and
compiled when that first happens: most clauses hold the beginnings of very few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

_LOOKED_BEHIND = re.compile(r"\(\?<[!=][^)]*\)")
_BEGINNING = re.compile(r"\((?P<either>[^()]*)\)(?!\?)|\[(?P<of>[^]]*)\](?!\?)|(?P<one>\w)(?!\?)")
DIGITS = r"\d"


class Phrases:
    """The turns of phrase of every kind of help."""

    def __init__(self, by_help: Mapping[str, Iterable[str]]) -> None:
        self._starting: dict[str, list[tuple[str, str]]] = {}
        for name, some in by_help.items():
            for phrase in some:
                for character in beginnings(phrase):
                    self._starting.setdefault(character, []).append((name, phrase))

    def told(self, text: str) -> set[str]:
        """The kinds of help that a text tells by a turn of phrase."""
        found: set[str] = set()
        for at, character in enumerate(text):
            for name, phrase in self._starting.get(character, ()):
                if name not in found and _compiled(phrase).match(text, at):
                    found.add(name)
        return found


def beginnings(phrase: str) -> set[str]:
    """The characters a turn of phrase can begin with: those of its first word, group or class.

    Raises ValueError where it begins with anything else, or with what may be missing.
    """
    start = _BEGINNING.match(_LOOKED_BEHIND.sub("", phrase, count=1))
    if start is None:
        raise ValueError(f"a turn of phrase must begin with a word: {phrase}")
    if start["of"]:
        return set(start["of"].replace(DIGITS, "0"))
    return {word[0] for word in (start["either"] or start["one"]).split("|")}


@cache
def _compiled(phrase: str) -> re.Pattern[str]:
    return re.compile(phrase)
