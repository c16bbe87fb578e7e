"""Which villages have other partners in one plan than in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from matcher.programme import Programme
from matcher.rounds.plan import PlannedPair

Ends = frozenset[tuple[str, str]]
"""Pairs: the code of the village, the USCC of the enterprise."""


@dataclass(frozen=True)
class Change:
    """A village that would get other partners: the enterprises by name, now and then."""

    village: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def ends(pairs: Iterable[PlannedPair]) -> Ends:
    return frozenset((pair.village, pair.enterprise) for pair in pairs)


def changes(programme: Programme, before: Ends, after: Ends) -> tuple[Change, ...]:
    """In the order of the villages' codes."""
    villages = {one.code: one.name for one in programme.villages}
    enterprises = {one.uscc: one.name for one in programme.enterprises}
    partners: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, pairs in enumerate((before, after)):
        for village, uscc in sorted(pairs):
            partners[village][side].append(enterprises[uscc])
    return tuple(
        Change(villages[code], tuple(now), tuple(then))
        for code, (now, then) in sorted(partners.items())
        if now != then
    )
