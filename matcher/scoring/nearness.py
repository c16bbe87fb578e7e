"""How near the things of two texts are, as an inner product of sparse rows of whole numbers.

A thing has an aspect for itself and for every kind above it, so weighted that two things have in
common the `near` of their lowest common kind, and a thing with itself 1. A kind spoken of as a
whole (农产品) meets all that is of it: its aspect on one side stands in the column that the
members have on the other. Of several things the text has every aspect once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matcher.scoring.words import Kind, Thing, dictionary

UNIT = 64
"""A weight of 1 as a whole number; what is common is counted in UNIT²."""
IN_GENERAL = 0.85
"""How near a thing is to one of its kinds as a whole."""
PLACE = 0.6
"""How much a word weighs that tells where or for whom, beside one that tells what."""

Narrow = NDArray[np.float32]
Aspects = dict[tuple[str, object], float]
Weighed = Sequence[tuple[Thing, float]]

OWN, MEMBER, WHOLE = "own", "member", "whole"


def rows(texts: Sequence[Weighed], wants: bool) -> tuple[sparse.csr_array, Narrow]:
    """The aspects of each text's things, and how much each text has in common with itself.

    Rows of needs (`wants`) and rows of offers are to be multiplied with one another.
    """
    columns, width = _columns()
    side = {OWN: OWN, MEMBER: MEMBER if wants else WHOLE, WHOLE: WHOLE if wants else MEMBER}
    place: list[int] = []
    value: list[int] = []
    start, own = [0], []
    for things in texts:
        most = _most(things)
        for (sort, what), weight in most.items():
            place.append(columns[side[sort], what])
            value.append(round(UNIT * weight))
        start.append(len(place))
        placed = all(thing.place for thing, _ in things)
        own.append(0 if placed else _with_itself(most))
    table = sparse.csr_array(
        (np.array(value, np.float32), np.array(place, np.int64), np.array(start, np.int64)),
        shape=(len(texts), width),
    )
    return table, np.array(own, np.float32)


def _most(things: Weighed) -> Aspects:
    """Every aspect at its weightiest, the weightiest thing counting in full."""
    most: Aspects = {}
    above = {
        kind
        for thing, _ in things
        for near in thing.kinds
        for kind in near.line()
        if not (thing.whole and kind is near)
    }
    full = max((weight for _, weight in things), default=1.0)
    for thing, weight in things:
        if thing.whole and thing.kinds[0] in above:
            continue
        for aspect, share in _aspects(thing).items():
            most[aspect] = max(most.get(aspect, 0.0), share * weight / full)
    return most


def _with_itself(aspects: Aspects) -> float:
    """In UNIT², from the same whole numbers that the rows hold."""
    return sum(round(UNIT * weight) ** 2 for (sort, _), weight in aspects.items() if sort == OWN)


@cache
def _aspects(thing: Thing) -> Aspects:
    found: Aspects = {}
    for kind in thing.kinds:
        line = list(_line(kind))
        found |= {(OWN, one): sqrt(one.near - below) for one, below in line}
        found |= {(MEMBER, one): 1.0 for one, _ in line if not (thing.whole and one is kind)}
    if thing.whole:
        found[WHOLE, thing.kinds[0]] = max(IN_GENERAL - thing.kinds[0].near, 0.0)
    else:
        found[OWN, thing] = sqrt(1 - max(kind.near for kind in thing.kinds))
    share = PLACE if thing.place else 1.0
    return {aspect: weight * share for aspect, weight in found.items()}


def _line(kind: Kind) -> Iterable[tuple[Kind, float]]:
    """A kind and those above it, each with the nearness that those above it give already."""
    for one in kind.line():
        yield one, max((parent.near for parent in one.parents), default=0.0)


@cache
def _columns() -> tuple[dict[tuple[str, object], int], int]:
    """The column of every aspect that some thing of the dictionary has, and how many there are."""
    known = dictionary()
    aspects = {
        aspect: None
        for entry in known.entries.values()
        for thing in entry.things
        for aspect in _aspects(thing)
    }
    both = {(sort, kind): None for sort in (MEMBER, WHOLE) for kind in known.kinds.values()}
    places = {
        aspect: at for at, aspect in enumerate([*aspects, *(b for b in both if b not in aspects)])
    }
    return places, len(places)
