"""A column of the workbook: one field of one record, with all that a cell of it may hold."""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

from matcher.money import MOST_FEN
from matcher.programme import RECORDS
from matcher.vocabulary import Terms


class Kind(StrEnum):
    """What a cell of the column is read as."""

    TEXT = "text"
    CODE = "code"
    WORDS = "words"
    MONEY = "money"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DATE = "date"
    YES_NO = "yes_no"
    TERM = "term"
    TERMS = "terms"
    MONTHS = "months"


FIGURES = (Kind.MONEY, Kind.WHOLE, Kind.DECIMAL)

CodeForm = Literal["village", "uscc", "phone", "industry", "number"]


@dataclass(frozen=True)
class Shape:
    """What the type of a field does not say: its unit, its bounds, the form of its code."""

    unit: str = ""
    code: CodeForm | None = None
    places: int = 3
    least: Decimal | int = 0
    most: Decimal | int = 10**12
    width: int | None = None


@dataclass(frozen=True)
class Column:
    """One field as a column. `unit` is a code under `workbook.unit`; money is read in any unit."""

    record: str
    field: str
    kind: Kind
    required: bool
    shape: Shape
    terms: type[Terms] | None = None

    @property
    def width(self) -> int:
        """In characters of the sheet; a Chinese character takes two."""
        return self.shape.width or _WIDTHS[self.kind]


_WIDTHS = {
    Kind.TEXT: 20,
    Kind.CODE: 16,
    Kind.WORDS: 18,
    Kind.MONEY: 15,
    Kind.WHOLE: 14,
    Kind.DECIMAL: 14,
    Kind.DATE: 17,
    Kind.YES_NO: 13,
    Kind.TERM: 16,
    Kind.TERMS: 24,
    Kind.MONTHS: 15,
}
_PLAIN_KINDS: dict[Any, Kind] = {
    str: Kind.TEXT,
    int: Kind.WHOLE,
    Decimal: Kind.DECIMAL,
    date: Kind.DATE,
    bool: Kind.YES_NO,
    tuple[str, ...]: Kind.WORDS,
    tuple[int, ...]: Kind.MONTHS,
}
_MONEY = Shape(most=MOST_FEN)
_NOTHING_MORE = Shape()


def columns_of(record: str, shapes: dict[str, Shape]) -> tuple[Column, ...]:
    """The fields of a record in their own order; the kind follows from the field's type."""
    owner = RECORDS[record]
    hints = typing.get_type_hints(owner)
    return tuple(
        _column(record, one, hints[one.name], shapes.get(one.name, _NOTHING_MORE))
        for one in dataclasses.fields(owner)
    )


def _column(record: str, field: dataclasses.Field[Any], hint: Any, shape: Shape) -> Column:
    required = field.default is dataclasses.MISSING
    bare = _without_none(hint)
    item = _item(bare)
    if isinstance(item, type) and issubclass(item, Terms):
        kind = Kind.TERM if item is bare else Kind.TERMS
        return Column(record, field.name, kind, required, shape, item)
    if field.name.endswith("_fen"):
        return Column(record, field.name, Kind.MONEY, required, _MONEY)
    kind = Kind.CODE if shape.code else _PLAIN_KINDS[bare]
    return Column(record, field.name, kind, required, shape)


def _without_none(hint: Any) -> Any:
    if isinstance(hint, types.UnionType):
        (hint,) = (one for one in hint.__args__ if one is not type(None))
    return hint


def _item(hint: Any) -> Any:
    """`Category` for both Category and tuple[Category, ...]."""
    arguments = typing.get_args(hint)
    return arguments[0] if arguments else hint
