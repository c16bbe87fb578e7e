"""Any programme at all, for properties: any field said or unsaid, every relation in place."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date
from decimal import Decimal
from enum import EnumMeta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from matcher.money import MOST_FEN
from matcher.programme import Arrangement, Enterprise, Need, Offer, Programme, Village
from tests.builders import uscc, village_code

WORDS = st.text("甲乙丙 aB1'\"%_é🌾", min_size=1, max_size=4)
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
PLACES = {"longitude": 6, "latitude": 6}
MOST_SAID = 5


@cache
def hints_of(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def decimals(places: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, 10**9).map(lambda parts: Decimal(parts) / 10**places)


@cache
def values(name: str, hint: Any) -> st.SearchStrategy[Any]:
    if isinstance(hint, types.UnionType):
        (said,) = (one for one in typing.get_args(hint) if one is not type(None))
        return st.none() | values(name, said)
    if typing.get_origin(hint) is tuple:
        item = values(name, typing.get_args(hint)[0])
        return st.lists(item, max_size=3, unique=True).map(tuple)
    if isinstance(hint, EnumMeta):
        return st.sampled_from(list(hint))
    return {
        bool: st.booleans(),
        int: st.integers(0, 2000) | st.just(MOST_FEN),
        str: WORDS,
        date: DAYS,
        Decimal: decimals(PLACES.get(name, 3)),
    }[hint]


@st.composite
def records(draw: st.DrawFn, kind: type, **given: st.SearchStrategy[Any]) -> Any:
    """A record with what it must say, and a few of the things it may say."""
    hints = hints_of(kind)
    free = [field.name for field in dataclasses.fields(kind) if _may_be_unsaid(field)]
    must = [name for name in hints if name not in free or name in given]
    said = [*must, *draw(st.lists(st.sampled_from(free), max_size=MOST_SAID, unique=True))]
    return kind(
        **{name: draw(given[name] if name in given else values(name, hints[name])) for name in said}
    )


def _may_be_unsaid(field: dataclasses.Field[Any]) -> bool:
    return field.default is not dataclasses.MISSING


@st.composite
def programmes(draw: st.DrawFn, most: int = 3) -> Programme:
    """Few parties, so that rows of two programmes often speak of the same ones."""
    codes = [village_code(number) for number in range(draw(st.integers(1, most)))]
    usccs = [uscc(number) for number in range(draw(st.integers(1, most)))]
    a_code, a_uscc = st.sampled_from(codes), st.sampled_from(usccs)
    number = st.integers(1, 5).map(str)

    def some(kind: type, key: str, **given: st.SearchStrategy[Any]) -> tuple[Any, ...]:
        each = records(kind, **given)
        rows = st.lists(each, max_size=most, unique_by=lambda one: getattr(one, key))
        return tuple(draw(rows))

    return Programme(
        villages=tuple(draw(records(Village, code=st.just(code))) for code in codes),
        needs=some(Need, "number", number=number, village_code=a_code),
        enterprises=tuple(draw(records(Enterprise, uscc=st.just(code))) for code in usccs),
        offers=some(Offer, "number", number=number, uscc=a_uscc),
        arrangements=tuple(
            draw(
                st.lists(
                    records(Arrangement, uscc=a_uscc, village_code=st.none() | a_code),
                    max_size=most,
                )
            )
        ),
    )


def full_programme() -> Programme:
    """One record of every kind that says everything a record can say."""
    rows: dict[type, Any] = {}
    for kind in (Village, Need, Enterprise, Offer, Arrangement):
        hints = hints_of(kind)
        rows[kind] = kind(**{name: _example(name, hint) for name, hint in hints.items()})
    return Programme(*((rows[kind],) for kind in rows))


def _example(name: str, hint: Any) -> Any:
    if isinstance(hint, types.UnionType):
        (hint,) = (one for one in typing.get_args(hint) if one is not type(None))
    if typing.get_origin(hint) is tuple:
        return (_example(name, typing.get_args(hint)[0]),)
    if isinstance(hint, EnumMeta):
        return list(hint)[-1]
    keys = {"code": village_code(1), "village_code": village_code(1), "uscc": uscc(1)}
    sample = {
        bool: True,
        int: 7,
        str: f"{name} 甲",
        date: date(2018, 8, 31),
        Decimal: Decimal("7.5"),
    }
    return keys.get(name, sample.get(hint))
