"""The dictionary of the field: words that tell what help is meant, and of what.

`help.toml` holds the kinds of help with the words that tell them; the other files hold things in a
tree of kinds (羊肚菌 – 食用菌 – 作物 – 农产品), each with the words people use for it. How near two
things are is the `near` of the lowest kind they share: 1 for the same thing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from matcher.scoring.words.phrases import Phrases

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
    or for whom, than what. `served`: some things are for those of it.
    """

    name: str
    en: str
    parents: tuple[Kind, ...]
    near: float
    lack: tuple[str, ...]
    place: bool
    served: bool

    def line(self) -> Iterator[Kind]:
        """This kind and every kind above it."""
        yield self
        for parent in self.parents:
            yield from parent.line()


@dataclass(frozen=True, eq=False)
class Thing:
    """What somebody lacks or gives: one thing of its kinds, or a kind spoken of as a whole.

    `lack`: the help that is meant when it is named and nothing else, the likeliest first.
    `serves`: the kinds whose things it is for (种植技术: 作物).
    """

    name: str
    kinds: tuple[Kind, ...]
    whole: bool
    lack: tuple[str, ...]
    serves: tuple[Kind, ...]

    @property
    def place(self) -> bool:
        """Whether it tells rather where, or for whom, than what."""
        return self.kinds[0].place


@dataclass(frozen=True)
class Entry:
    """All that one word can mean."""

    help: Mapping[str, float]
    things: tuple[Thing, ...]
    marks: frozenset[str]


@dataclass(frozen=True, eq=False)
class Dictionary:
    """`meets[wanted][given]` and `matters[given]` are 0 … 1; `words` are all that it knows;
    `lengths` are those of the words that may begin with two characters, longest first, at last 1;
    `turns` finds what may be a “but”."""

    meets: Mapping[str, Mapping[str, float]]
    matters: Mapping[str, float]
    phrases: Phrases
    turns: re.Pattern[str]
    kinds: Mapping[str, Kind]
    things: tuple[Thing, ...]
    words: frozenset[str]
    lengths: Mapping[str, tuple[int, ...]]
    _help: Mapping[str, Mapping[str, float]]
    _things: Mapping[str, tuple[Thing, ...]]
    _marks: Mapping[str, frozenset[str]]

    def entry(self, word: str) -> Entry:
        """What a word of `words` means.

        A longer one says too what the words in it say: 捐图书 names books, 茶叶收购 is buying.
        """
        help_ = {name: words[word] for name, words in self._help.items() if word in words}
        things = self._things.get(word, ())
        if help_ and not things:
            things = next((t for part in _parts(word) if (t := self._things.get(part))), ())
        elif things and not help_:
            ends = (word[at:] for at in range(2, len(word) - 1))
            help_ = next((sure for end in ends if (sure := self._surely(end))), {})
        marks = frozenset(name for name, words in self._marks.items() if word in words)
        return Entry(help_, things, marks)

    def _surely(self, word: str) -> dict[str, float]:
        """The help that a word tells, if it tells some surely."""
        said = {name: words[word] for name, words in self._help.items() if word in words}
        return said if SURE in said.values() else {}


def _parts(word: str) -> Iterator[str]:
    """What stands in a word, of two characters or more, the longest and the last first."""
    for length in range(len(word) - 1, 1, -1):
        for at in range(len(word) - length, -1, -1):
            yield word[at : at + length]


@cache
def dictionary() -> Dictionary:
    """The dictionary, read once."""
    rows = _file("help")
    marks = {name: frozenset(words.casefold().split()) for name, words in rows.pop("marks").items()}
    help_ = {
        name: dict.fromkeys(rows[name]["hints"].casefold().split(), HINT)
        | dict.fromkeys(rows[name]["cues"].casefold().split(), SURE)
        for name in HELP
    }
    tables = [row for name in THINGS for row in _file(name)["kind"]]
    served = {name for row in tables for name in _served(row)}
    kinds: dict[str, Kind] = {}
    for row in tables:
        kinds[row["name"]] = _kind(row, kinds, served)
    each = {thing: words for row in tables for thing, words in _things(row, kinds)}
    things: dict[str, tuple[Thing, ...]] = {}
    for thing, some in each.items():
        for word in some:
            things[word] = (*things.get(word, ()), thing)
    words = frozenset().union(things, *help_.values(), *marks.values())
    lengths: dict[str, tuple[int, ...]] = {}
    for length, start in sorted({(len(word), word[:2]) for word in words if len(word) > 1}):
        lengths[start] = (length, *lengths.get(start, (1,)))
    return Dictionary(
        meets={name: rows[name]["meets"] for name in HELP},
        matters={name: rows[name]["matters"] for name in HELP},
        phrases=Phrases({name: rows[name]["phrases"] for name in HELP}),
        turns=re.compile("|".join(sorted(marks["turns"]))),
        kinds=kinds,
        things=tuple(each),
        words=words,
        lengths=lengths,
        _help=help_,
        _things=things,
        _marks=marks,
    )


def _file(name: str) -> dict[str, Any]:
    text = resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _kind(row: Mapping[str, Any], known: Mapping[str, Kind], served: set[str]) -> Kind:
    """A kind from its table; it inherits from the first kind above it what it does not say."""
    above = row.get("under", [])
    parents = tuple(known[name] for name in ([above] if isinstance(above, str) else above))
    lack = tuple(row["lack"].split()) if "lack" in row else parents[0].lack if parents else ()
    name, place = row["name"], row.get("place", False)
    return Kind(name, row["en"], parents, row["near"], lack, place, name in served)


def _served(row: Mapping[str, Any]) -> Iterator[str]:
    """The names of the kinds that something of a kind serves."""
    yield from row.get("serves", "").split()
    yield from (word[1:] for word in row.get("each", "").split() if word[0] == "~")


def _things(row: Mapping[str, Any], kinds: Mapping[str, Kind]) -> Iterator[tuple[Thing, list[str]]]:
    """The kind as a whole and each of its things, with their words."""
    kind = kinds[row["name"]]
    serves = tuple(kinds[name] for name in row.get("serves", "").split())
    words = row.get("also", kind.name).casefold().split()
    yield Thing(kind.name, (kind,), True, kind.lack, serves), words
    for line in row.get("each", "").splitlines():
        more = {mark: [w[1:] for w in line.split() if w[0] == mark] for mark in "@>~"}
        words = [word for word in line.split() if word[0] not in more]
        if words:
            yield (
                Thing(
                    words[0],
                    (kind, *(kinds[name] for name in more["@"])),
                    False,
                    tuple(more[">"][0].split(",")) if more[">"] else kind.lack,
                    (*serves, *(kinds[name] for name in more["~"])),
                ),
                [word.casefold() for word in words],
            )
