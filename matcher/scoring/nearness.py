"""How near the things of two texts are, as an inner product of sparse rows of whole numbers.

A thing has an aspect for itself and for every kind above it, so weighted that two things have in
common the `near` of their lowest common kind, and a thing with itself 1. A kind spoken of as a
whole (农产品) meets all that is of it: its aspect on one side stands in the column that the
members have on the other. So does what serves a kind (种植技术: 作物). Of several things the text
has every aspect once.
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
SERVING = 0.5
"""How much nearer a thing is to what serves its kind."""
PLACE = 0.6
"""How much a word weighs that tells where or for whom, beside one that tells what."""

Narrow = NDArray[np.float32]
Aspects = dict[int, float]
Weighed = tuple[tuple[Thing, float], ...]

OWN, MEMBER, WHOLE, SERVED, SERVES = range(5)
FACING = {OWN: OWN, MEMBER: WHOLE, WHOLE: MEMBER, SERVED: SERVES, SERVES: SERVED}
"""The sort of aspect that one meets on the other side."""


def rows(texts: Sequence[Weighed], wants: bool) -> tuple[sparse.csr_array, Narrow]:
    """The aspects of each text's things, and how much each text has in common with itself.

    Rows of needs (`wants`) and rows of offers are to be multiplied with one another. What a text
    has in common with itself stands in the first of two rows where it tells what, and in the
    second where it tells only where or for whom: then it is compared with such texts alone.
    """
    numbers = _numbers()
    facing = {numbers[sort, what]: numbers[FACING[sort], what] for sort, what in numbers}
    own_ones = {number for (sort, _), number in numbers.items() if sort == OWN}
    place: list[int] = []
    value: list[int] = []
    start = [0]
    own = np.zeros((2, len(texts)), np.float32)
    for row, things in enumerate(texts):
        most = {at: round(UNIT * weight) for at, weight in _most(things).items()}
        place += most if wants else map(facing.__getitem__, most)
        value += most.values()
        start.append(len(place))
        placed = all(thing.place for thing, _ in things)
        own[int(placed), row] = sum(most[at] ** 2 for at in own_ones.intersection(most))
    table = sparse.csr_array(
        (np.array(value, np.float32), np.array(place, np.int64), np.array(start, np.int64)),
        shape=(len(texts), len(numbers)),
    )
    return table, own


def _most(things: Weighed) -> Aspects:
    """Every aspect at its weightiest, the weightiest thing counting in full."""
    if len(things) == 1:
        return _aspects(things[0][0])
    most: Aspects = {}
    above = {kind for thing, _ in things for kind in _above(thing)}
    full = max((weight for _, weight in things), default=1.0)
    for thing, weight in things:
        if thing.whole and thing.kinds[0] in above:
            continue
        for aspect, share in _aspects(thing).items():
            if most.get(aspect, 0.0) < share * weight / full:
                most[aspect] = share * weight / full
    return most


@cache
def _above(thing: Thing) -> frozenset[Kind]:
    return frozenset(
        kind for near in thing.kinds for kind in near.line() if not (thing.whole and kind is near)
    )


@cache
def _aspects(thing: Thing) -> Aspects:
    """The weights of its aspects by their numbers."""
    numbers = _numbers()
    return {numbers[aspect]: weight for aspect, weight in _weights(thing).items()}


def _weights(thing: Thing) -> dict[tuple[int, object], float]:
    found: dict[tuple[int, object], float] = {}
    for kind in thing.kinds:
        line = list(_line(kind))
        found |= {(OWN, one): sqrt(one.near - below) for one, below in line}
        found |= {(MEMBER, one): 1.0 for one, _ in line if not (thing.whole and one is kind)}
    near = max(kind.near for kind in thing.kinds)
    if thing.whole:
        found[WHOLE, thing.kinds[0]] = max(IN_GENERAL - near, 0.0)
    else:
        found[OWN, thing] = sqrt(1 - near)
    full = sqrt(SERVING * (near if thing.whole else 1))
    found |= {(SERVED, kind): full for near in thing.kinds for kind in near.line() if kind.served}
    found |= {(SERVES, kind): full for kind in thing.serves}
    share = PLACE if thing.place else 1.0
    return {aspect: weight * share for aspect, weight in found.items()}


def _line(kind: Kind) -> Iterable[tuple[Kind, float]]:
    """A kind and those above it, each with the nearness that those above it give already."""
    for one in kind.line():
        yield one, max((parent.near for parent in one.parents), default=0.0)


@cache
def _numbers() -> dict[tuple[int, object], int]:
    """The column of every aspect that some thing of the dictionary has, or may face."""
    known = dictionary()
    aspects: dict[tuple[int, object], None] = {}
    for thing in known.things:
        aspects |= dict.fromkeys(_weights(thing))
    aspects |= {(sort, kind): None for sort in FACING for kind in known.kinds.values()}
    return {aspect: at for at, aspect in enumerate(aspects)}
