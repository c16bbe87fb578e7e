"""What a sentence of a village or an enterprise is about: what help, and of what.

Sentences are read clause by clause with the dictionary (`words`), the longest word first. A word
or a turn of phrase may tell the help itself (卖不出去: a buyer); where none does, the things named
tell it (缺血压计: equipment). What is denied (不提供) does not count; what is there already (已有),
stands before a “but” or is for sale counts less. Both sides are read alike: a village that cannot
sell and a shop that buys speak of the same help. What no word covers is kept as `rest`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import TypeVar

from matcher.scoring.words import HINT, SURE, Entry, Thing, dictionary

PHRASED = 0.9
"""How sure a turn of phrase tells the help. From here on the help counts as told."""
MEANT, NAMED = 0.9, 0.7
"""How sure the things tell the help, where something is asked for or given, and where not."""
SECOND = 0.85
"""How much less likely a further help is that a thing may need."""
UNASKED = 0.5
"""How much less it counts beside clauses that tell their help."""
SHORT = 0.6
"""How sure a thing of one character is."""
ASKED = 2.0
"""How many times surer a hint is where something is asked for or given."""
GOVERNED = 0.2
"""How much a word counts that only tells of what kind a later one is (收购 in 收购培训)."""
BEFORE_BUT = 0.5
LESS = {"settles": 0.25, "adds": 0.5, "sells": 0.35}
"""How much a clause with such a word counts."""
LEAST = 0.15
"""Less sure help is not told."""
SELLING = "buy"
"""Who names only what grows in the village has it and looks for buyers, rather than lacking it."""

_SENTENCES = re.compile(r"[。;!?\n]+")
_CLAUSES = re.compile(r"[,:\s()《》「」“”\"]+")
_FIGURES = re.compile(r"\d+(?:\.\d+)?")
_LIGHT = {"plain", "asks", "joins", "turns"}

REMEMBERED = 1 << 16
"""So many clauses are read once only; people write many of them again, with other figures."""

Key = TypeVar("Key")


@dataclass(frozen=True)
class Reading:
    """What was understood, the surest first; weights are 0 … 1.

    `help` by its code in the dictionary, `things`, and `rest`: the runs no word covers.
    """

    help: tuple[tuple[str, float], ...]
    things: tuple[tuple[Thing, float], ...]
    rest: tuple[str, ...]


def understood(text: str) -> Reading:
    """Read a sentence, or several. Whatever it says, the answer is a reading, if an empty one."""
    clauses = list(_clauses(text))
    plainly = any(clause.tells and weight == 1 for clause, weight in clauses)
    helps: dict[str, float] = {}
    things: dict[Thing, float] = {}
    for clause, weight in clauses:
        _keep_most(helps, clause.told, weight)
        if not clause.tells:
            beside = UNASKED if plainly and not clause.asks else 1.0
            _keep_most(helps, clause.implied, weight * beside)
        _keep_most(things, clause.things, weight)
    for name in {name for clause, _ in clauses for name in clause.denied}:
        if not any(clause.tells and name in clause.told for clause, _ in clauses):
            helps.pop(name, None)
    if not helps and any(_sold(thing) for thing in things):
        helps = {SELLING: NAMED}
    if {name for name, weight in helps.items() if weight >= PHRASED} == {SELLING}:
        things = {thing: weight for thing, weight in things.items() if _sold(thing)}
    sure = [(name, weight) for name, weight in helps.items() if weight >= LEAST]
    return Reading(
        tuple(sorted(sure, key=lambda one: (-one[1], one[0]))),
        tuple(sorted(things.items(), key=lambda one: -one[1])),
        tuple(run for clause, _ in clauses for run in clause.rest),
    )


@dataclass(frozen=True)
class _Word:
    """A known word, or a run of characters that no word covers, and where it begins."""

    at: int
    text: str
    entry: Entry | None

    def has(self, mark: str) -> bool:
        return self.entry is not None and mark in self.entry.marks


@dataclass(frozen=True)
class _Clause:
    """What the words of one clause say together: help told, implied by the things, and denied."""

    weight: float
    asks: bool
    told: dict[str, float]
    implied: dict[str, float]
    denied: frozenset[str]
    things: dict[Thing, float]
    rest: tuple[str, ...]

    @property
    def tells(self) -> bool:
        """Whether its words tell the help themselves."""
        return max(self.told.values(), default=0.0) >= PHRASED


@lru_cache(maxsize=REMEMBERED)
def _clause(text: str) -> _Clause:
    words = _words(text)
    denial = next((at for at, word in enumerate(words) if word.has("denies")), len(words))
    said, after = words[:denial], words[denial + 1 :]
    asks = any(word.has("asks") for word in said)
    things = _things(said)
    return _Clause(
        prod(less for mark, less in LESS.items() if any(word.has(mark) for word in said)),
        asks,
        _told(said, asks),
        _implied(things, asks),
        frozenset(name for word in after if word.entry for name in word.entry.help),
        things,
        tuple(word.text for word in said if word.entry is None),
    )


def _told(said: Sequence[_Word], asks: bool) -> dict[str, float]:
    """The help that the words tell themselves; where some tell it surely, hints are dropped."""
    helps: dict[str, float] = {}
    group: dict[str, float] = {}
    inside = False
    for word in said:
        if word.has("joins"):
            _keep_most(helps, group)
            group = {}
        if word.has("governs"):
            group = {name: weight * GOVERNED for name, weight in group.items()}
        if word.entry is not None:
            most = HINT if inside and len(word.text) == 1 else SURE
            _keep_most(group, {name: min(w, most) for name, w in word.entry.help.items()})
        inside = word.entry is None or not word.entry.marks & _LIGHT
    _keep_most(helps, group)
    text = "".join(word.text for word in said)
    for name, phrases in dictionary().phrases.items():
        if helps.get(name, 0.0) < PHRASED and phrases.search(text):
            helps[name] = PHRASED
    if max(helps.values(), default=0.0) >= PHRASED:
        return {name: weight for name, weight in helps.items() if weight > HINT}
    return {name: weight * (ASKED if asks else 1) for name, weight in helps.items()}


def _implied(things: Mapping[Thing, float], asks: bool) -> dict[str, float]:
    """The help that the things named imply."""
    helps: dict[str, float] = {}
    for thing, known in things.items():
        if not _sold(thing):
            sure = (MEANT if asks else NAMED) * known * (NAMED if thing.place else 1)
            _keep_most(helps, dict.fromkeys(thing.lack[:1], sure))
            _keep_most(helps, dict.fromkeys(thing.lack[1:], sure * SECOND))
    return helps


def _things(said: Sequence[_Word]) -> dict[Thing, float]:
    """The things named; those of one character only where there is no longer word."""
    short: dict[Thing, float] = {}
    long: dict[Thing, float] = {}
    for word in said:
        if word.entry and len(word.text) == 1:
            short |= dict.fromkeys(word.entry.things, SHORT)
        elif word.entry:
            long |= dict.fromkeys(word.entry.things, 1.0)
    return long or short


def _sold(thing: Thing) -> bool:
    return thing.lack[:1] == (SELLING,)


def _keep_most(most: dict[Key, float], more: Mapping[Key, float], share: float = 1.0) -> None:
    for key, weight in more.items():
        if most.get(key, 0.0) < weight * share:
            most[key] = weight * share


def _clauses(text: str) -> Iterator[tuple[_Clause, float]]:
    """The clauses with their weights; what stands before the last “but” of a sentence is less."""
    plain = _FIGURES.sub("0", unicodedata.normalize("NFKC", text).casefold())
    for sentence in _SENTENCES.split(plain):
        parts = [part for part in _CLAUSES.split(sentence) if part]
        turns = [at for at, part in enumerate(parts) if _turn(part) >= 0]
        last = turns[-1] if turns else -1
        for at, part in enumerate(parts):
            here = _turn(part) if at == last else 0
            pieces = [(part[:here], BEFORE_BUT), (part[here:], BEFORE_BUT if at < last else 1.0)]
            for piece, weight in pieces:
                if piece:
                    clause = _clause(piece)
                    yield clause, weight * clause.weight


@lru_cache(maxsize=REMEMBERED)
def _turn(part: str) -> int:
    """Where the last “but” of a clause begins; -1 where there is none."""
    return max((word.at for word in _words(part) if word.has("turns")), default=-1)


def _words(clause: str) -> tuple[_Word, ...]:
    """The known words of a clause, the longest at each place, and the runs between them."""
    known = dictionary()
    found: list[_Word] = []
    at, run = 0, ""
    while at < len(clause):
        word = ""
        for most in known.lengths.get(clause[at], ()):
            if clause[at : at + most] in known.entries:
                word = clause[at : at + most]
                break
        if run and (word or not clause[at].isalpha()):
            found.append(_Word(at - len(run), run, None))
            run = ""
        if word:
            found.append(_Word(at, word, known.entries[word]))
        elif clause[at].isalpha():
            run += clause[at]
        at += len(word) or 1
    if run:
        found.append(_Word(at - len(run), run, None))
    return tuple(found)
