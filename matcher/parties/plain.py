"""A programme's values as plain JSON values and back, exactly: nothing is rounded or guessed."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from matcher.programme import RECORDS
from matcher.vocabulary import Terms

PERSONAL: dict[str, tuple[str, ...]] = {
    "village": (
        "secretary_name",
        "secretary_phone",
        "director_name",
        "director_phone",
        "first_secretary_name",
        "first_secretary_phone",
        "team_leader_name",
        "team_leader_phone",
        "filled_by",
    ),
    "need": (),
    "enterprise": ("contact_name", "contact_phone", "outreach_person"),
    "offer": (),
    "arrangement": (),
}
"""The fields that hold somebody's name or number: never in a list, a log or a run's snapshot."""


def plain_value(value: Any) -> Any:
    """A field's value as JSON knows it."""
    if isinstance(value, Terms):
        return value.value
    if isinstance(value, Decimal | date):
        return str(value)
    if isinstance(value, tuple):
        return [plain_value(item) for item in value]
    return value


def plain_record(record: Any) -> dict[str, Any]:
    """A record's fields that say something; what is not said takes no room."""
    return {
        field.name: plain_value(getattr(record, field.name))
        for field in dataclasses.fields(type(record))
        if getattr(record, field.name) != field.default
    }


def read_value(kind: str, field: str, plain: Any) -> Any:
    """The value of a field of the record `kind` again."""
    return None if plain is None else _readers(kind)[field](plain)


def read_record(kind: str, plain: dict[str, Any]) -> Any:
    readers = _readers(kind)
    return RECORDS[kind](**{name: readers[name](value) for name, value in plain.items()})


def without_personal(kind: str, record: Any) -> Any:
    """The record with every name and number of a person blanked."""
    return dataclasses.replace(record, **dict.fromkeys(PERSONAL[kind]))


@cache
def _readers(kind: str) -> dict[str, Callable[[Any], Any]]:
    hints = typing.get_type_hints(RECORDS[kind])
    return {name: _reader(hint) for name, hint in hints.items()}


def _reader(hint: Any) -> Callable[[Any], Any]:
    if isinstance(hint, types.UnionType):
        (hint,) = (option for option in typing.get_args(hint) if option is not type(None))
    if typing.get_origin(hint) is tuple:
        item = _reader(typing.get_args(hint)[0])
        return lambda plain: tuple(item(one) for one in plain)
    if hint is date:
        return date.fromisoformat
    reader: Callable[[Any], Any] = hint
    return reader
