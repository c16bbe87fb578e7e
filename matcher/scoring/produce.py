"""What a village brings forth, what an enterprise would buy, and what its trade can use.

Products are recognised by the dictionary (`words`), trades by their code (`trades.toml`). Somebody
may name one product (绿茶) or a kind as a whole (茶叶); a kind as a whole meets each product of it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from matcher.scoring.reading import understood

_BETWEEN = re.compile(r"[\s、，,；;/。和]+")

Aspect = tuple[str, str]
ONE, ALL, ANY = "one", "all", "any"
"""A single product; everything of a kind, met by who seeks one of it; and the other way round."""


def terms_of(text: str) -> tuple[str, ...]:
    """What is listed one beside the other."""
    return tuple(dict.fromkeys(term for term in _BETWEEN.split(text) if term))


def products_in(text: str, *, sought: bool) -> frozenset[Aspect]:
    """The products a text names, so that what is offered and what is sought have one in common
    where they go together. A term that the dictionary does not know is a product of its own.
    """
    found: set[Aspect] = set()
    for term in terms_of(text):
        named = set(_aspects(term, sought))
        found |= named or {(ONE, term)}
    return frozenset(found)


def kinds_in(text: str) -> frozenset[str]:
    """The kinds of what a text names, those that some trade can use."""
    return frozenset(
        what for term in terms_of(text) for side, what in _aspects(term, True) if side == ALL
    )


@cache
def kinds_for(industry_code: str) -> frozenset[str]:
    """The kinds of produce that a trade can use, by its code in GB/T 4754."""
    return frozenset(kind for kind, trades in _trades().items() if industry_code.startswith(trades))


@cache
def _aspects(term: str, sought: bool) -> tuple[Aspect, ...]:
    found: list[Aspect] = []
    for thing, _ in understood(term).things:
        kinds = [kind.name for kind in thing.kinds if kind.name in _trades()]
        if thing.whole:
            found += [(side, kind) for kind in kinds for side in (ALL, ANY)]
        elif kinds:
            found.append((ONE, thing.name))
            found += [(ALL if sought else ANY, kind) for kind in kinds]
    return tuple(found)


@cache
def _trades() -> Mapping[str, tuple[str, ...]]:
    """The trades that can use each kind, by the beginning of their codes."""
    text = resources.files(__package__).joinpath("trades.toml").read_text(encoding="utf-8")
    return {kind: tuple(codes) for kind, codes in tomllib.loads(text)["trades"].items()}
