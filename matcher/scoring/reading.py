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
from typing import NamedTuple, TypeVar

from matcher.scoring.words import HINT, SURE, Thing, dictionary
from matcher.scoring.words.cutting import Word, cut

PHRASED = 0.9
"""How sure a turn of phrase tells the help. From here on the help counts as told."""
MEANT, NAMED = 0.9, 0.7
"""How sure the things tell the help, where something is asked for or given, and where not."""
SECOND = 0.75
"""How much less likely a further help is that a thing may need."""
UNASKED = 0.7
"""How much less it counts beside clauses that tell their help."""
SHORT = 0.6
"""How sure a thing of one character is."""
ASKED = 2.0
"""How many times surer a hint is where something is asked for or given."""
JOINED = 1.5
"""How many times surer a hint is in what is joined to something that tells its help."""
GOVERNED = 0.2
"""How much a word counts that only tells of what kind a later one is (收购 in 收购培训)."""
BEFORE_BUT = 0.5
LESS = {"settles": 0.25, "adds": 0.5, "sells": 0.35}
"""How much a clause with such a word counts."""
LEAST = 0.15
"""Less sure help is not told."""
SELLING = "buy"
"""Who names only what grows in the village has it and looks for buyers, rather than lacking it."""
GIVING = "give"
"""Who buys what is given as a rule (购置课桌) does not buy from the village."""

_SENTENCES = re.compile(r"[。;!?\n]+")
_CLAUSES = re.compile(r"[,:\s()《》「」“”\"]+")
_FIGURES = re.compile(r"\d+(?:\.\d+)?")
_LIGHT = {"plain", "asks", "joins", "turns"}
_NO_MARKS: frozenset[str] = frozenset()

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


class _Clause(NamedTuple):
    """What the words of one clause say together: help told, implied by the things, and denied.

    `tells`: its words tell the help themselves.
    """

    weight: float
    asks: bool
    tells: bool
    told: dict[str, float]
    implied: dict[str, float]
    denied: frozenset[str]
    things: dict[Thing, float]
    rest: tuple[str, ...]


@lru_cache(maxsize=REMEMBERED)
def _clause(text: str) -> _Clause:
    said: Sequence[Word] = cut(text)
    marks = _marks(said)
    denied: frozenset[str] = frozenset()
    if "denies" in marks:
        denial = next(at for at, word in enumerate(said) if word.has("denies"))
        after, said = said[denial + 1 :], said[:denial]
        denied = frozenset(name for word in after if word.entry for name in word.entry.help)
        marks = _marks(said)
    things = _things(said)
    asks = "asks" in marks
    told = _told(said, asks)
    if "buys" in marks and any(_given(one) for one in things) and not any(map(_sold, things)):
        told.pop(SELLING, None)
        asks = True
    return _Clause(
        prod(less for mark, less in LESS.items() if mark in marks),
        asks,
        _sure(told),
        told,
        _implied(things, asks),
        denied,
        things,
        tuple(word.text for word in said if word.entry is None),
    )


def _marks(said: Sequence[Word]) -> frozenset[str]:
    return _NO_MARKS.union(*[entry.marks for _, _, entry in said if entry and entry.marks])


def _told(said: Sequence[Word], asks: bool) -> dict[str, float]:
    """The help that the words tell themselves; beside what tells it surely hints are dropped.

    What is joined (改建卫生室并配设备) is weighed apart. A turn of phrase is looked for only where
    no word tells the help.
    """
    groups = list(_joined(said))
    if not any(map(_sure, groups)):
        run = "".join(word.text for word in said)
        groups.append(dict.fromkeys(dictionary().phrases.told(run), PHRASED))
    sure = any(map(_sure, groups))
    more = JOINED if sure else ASKED if asks else 1.0
    helps: dict[str, float] = {}
    for group in groups:
        if _sure(group):
            _keep_most(helps, {name: weight for name, weight in group.items() if weight > HINT})
        else:
            _keep_most(helps, group, more)
    return helps


def _sure(group: Mapping[str, float]) -> bool:
    return bool(group) and max(group.values()) >= PHRASED


def _joined(said: Sequence[Word]) -> Iterator[dict[str, float]]:
    """The help that the words tell or hint at, for each of the parts joined to one another."""
    group: dict[str, float] = {}
    inside = False
    for _, text, entry in said:
        if entry is None:
            inside = True
            continue
        if "joins" in entry.marks:
            yield group
            group = {}
        if "governs" in entry.marks:
            group = {name: weight * GOVERNED for name, weight in group.items()}
        most = HINT if inside and len(text) == 1 else SURE
        for name, weight in entry.help.items():
            if group.get(name, 0.0) < (sure := weight if weight < most else most):
                group[name] = sure
        inside = not entry.marks & _LIGHT
    yield group


def _implied(things: Mapping[Thing, float], asks: bool) -> dict[str, float]:
    """The help that the things named imply."""
    helps: dict[str, float] = {}
    for thing, known in things.items():
        if not _sold(thing):
            first = (MEANT if asks else NAMED) * known * (NAMED if thing.place else 1)
            _keep_most(helps, dict.fromkeys(thing.lack[:1], first))
            _keep_most(helps, dict.fromkeys(thing.lack[1:], first * SECOND))
    return helps


def _things(said: Sequence[Word]) -> dict[Thing, float]:
    """The things named; those of one character only where there is no longer word."""
    short: dict[Thing, float] = {}
    long: dict[Thing, float] = {}
    for _, text, entry in said:
        if entry is not None and entry.things:
            if len(text) == 1:
                short |= dict.fromkeys(entry.things, SHORT)
            else:
                long |= dict.fromkeys(entry.things, 1.0)
    return long or short


def _sold(thing: Thing) -> bool:
    return thing.lack[:1] == (SELLING,)


def _given(thing: Thing) -> bool:
    return thing.lack[:1] == (GIVING,)


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


def _turn(part: str) -> int:
    """Where the last “but” of a clause begins; -1 where there is none."""
    if not dictionary().turns.search(part):
        return -1
    return max((word.at for word in cut(part) if word.has("turns")), default=-1)
