"""The dictionary of the field: words that tell what help is meant, and of what.

`help.toml` holds the kinds of help with the words that tell them; the other files hold things in a
tree of kinds (羊肚菌 – 食用菌 – 作物 – 农产品), each with the words people use for it. How near two
things are is the `near` of the lowest kind they share: 1 for the same thing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import chain
from typing import Any

HELP = (
    "buy",
    "employ",
    "teach",
    "treat",
    "build",
    "fund",
    "give",
    "invest",
    "operate",
    "serve",
    "join",
    "show",
)
THINGS = ("produce", "farming", "society", "health", "works")  # kinds above before kinds below
SURE, HINT = 1.0, 0.4


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of things. `near` (0 … 1): how near two different things of it are.

    `lack`: that of its things, unless they say otherwise. `place`: its things tell rather where,
    or for whom, than what.
    """

    name: str
    en: str
    parents: tuple[Kind, ...]
    near: float
    lack: tuple[str, ...]
    place: bool

    def line(self) -> Iterator[Kind]:
        """This kind and every kind above it."""
        yield self
        for parent in self.parents:
            yield from parent.line()


@dataclass(frozen=True, eq=False)
class Thing:
    """What somebody lacks or gives: one thing of its kinds, or a kind spoken of as a whole.

    `lack`: the help that is meant when it is named and nothing else, the likeliest first.
    """

    name: str
    kinds: tuple[Kind, ...]
    whole: bool
    lack: tuple[str, ...]

    @property
    def place(self) -> bool:
        """Whether it tells rather where, or for whom, than what."""
        return self.kinds[0].place


@dataclass
class Entry:
    """All that one word can mean."""

    help: dict[str, float] = field(default_factory=dict)
    things: list[Thing] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Dictionary:
    """`meets[wanted][given]` and `matters[given]` are 0 … 1; `lengths` are those of the words that
    begin with a character, longest first."""

    meets: Mapping[str, Mapping[str, float]]
    matters: Mapping[str, float]
    phrases: Mapping[str, re.Pattern[str]]
    kinds: Mapping[str, Kind]
    entries: Mapping[str, Entry]
    lengths: Mapping[str, tuple[int, ...]]


@cache
def dictionary() -> Dictionary:
    """The dictionary, read once."""
    help_words = _file("help")
    marks = help_words.pop("marks")
    entries: dict[str, Entry] = {}

    def entry(word: str) -> Entry:
        return entries.setdefault(word.casefold(), Entry())

    for name in HELP:
        row = help_words[name]
        for strength, words in ((HINT, row["hints"]), (SURE, row["cues"])):
            for word in words.split():
                entry(word).help[name] = strength
    for name, words in marks.items():
        for word in words.split():
            entry(word).marks.add(name)
    kinds: dict[str, Kind] = {}
    for row in chain.from_iterable(_file(name)["kind"] for name in THINGS):
        kinds[row["name"]] = _kind(row, kinds)
    for row in chain.from_iterable(_file(name)["kind"] for name in THINGS):
        for thing, words in _things(row, kinds):
            for word in words:
                entry(word).things.append(thing)
    lengths: dict[str, set[int]] = {}
    for word in entries:
        lengths.setdefault(word[0], set()).add(len(word))
    return Dictionary(
        meets={name: help_words[name]["meets"] for name in HELP},
        matters={name: help_words[name]["matters"] for name in HELP},
        phrases={
            name: re.compile("|".join(help_words[name]["phrases"]))
            for name in HELP
            if help_words[name]["phrases"]
        },
        kinds=kinds,
        entries=entries,
        lengths={first: tuple(sorted(some, reverse=True)) for first, some in lengths.items()},
    )


def _file(name: str) -> dict[str, Any]:
    text = resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _kind(row: Mapping[str, Any], known: Mapping[str, Kind]) -> Kind:
    """A kind from its table; it inherits from the first kind above it what it does not say."""
    above = row.get("under", [])
    parents = tuple(known[name] for name in ([above] if isinstance(above, str) else above))
    lack = tuple(row["lack"].split()) if "lack" in row else parents[0].lack if parents else ()
    return Kind(row["name"], row["en"], parents, row["near"], lack, row.get("place", False))


def _things(row: Mapping[str, Any], kinds: Mapping[str, Kind]) -> Iterator[tuple[Thing, list[str]]]:
    """The kind as a whole and each of its things, with their words."""
    kind = kinds[row["name"]]
    yield Thing(kind.name, (kind,), True, kind.lack), row.get("also", kind.name).split()
    for line in row.get("each", "").splitlines():
        words = [word for word in line.split() if word[0] not in "@>"]
        more = tuple(kinds[word[1:]] for word in line.split() if word[0] == "@")
        lack = [tuple(word[1:].split(",")) for word in line.split() if word[0] == ">"]
        if words:
            yield Thing(words[0], (kind, *more), False, (*lack, kind.lack)[0]), words
