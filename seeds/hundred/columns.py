"""Columns of drawn values become records, and equal measures become one object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

Record = TypeVar("Record")


def records(
    kind: type[Record], columns: Mapping[str, Sequence[Any]], /, **same: Any
) -> tuple[Record, ...]:
    """One record for each row of the columns; `same` holds in all of them."""
    names = tuple(columns)
    return tuple(
        kind(**dict(zip(names, row, strict=True)), **same)
        for row in zip(*columns.values(), strict=True)
    )


@cache
def measure(number: int, places: int = 0) -> Decimal:
    """`number` with so many decimals; equal ones are one object: a nation has millions."""
    return Decimal(number).scaleb(-places)


def picked(choices: Sequence[Any], draw: int) -> Any:
    """One of `choices` by an even draw below 2**30."""
    return choices[draw * len(choices) >> 30]
