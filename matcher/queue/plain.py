"""Results as plain values, to be kept with a job, and back: dataclasses, tuples, terms, moments."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Result = TypeVar("Result")


def plain(value: Any) -> Any:
    """`value` as JSON knows it."""
    if dataclasses.is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def rebuilt(kind: type[Result], value: Any) -> Result:
    """The `kind` that `plain` wrote."""
    found: Result = _rebuilt(kind, value)
    return found


def _rebuilt(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):  # here always: something, or None
        (kind,) = (one for one in get_args(kind) if one is not type(None))
        return None if value is None else _rebuilt(kind, value)
    if origin is tuple:
        return tuple(_rebuilt(get_args(kind)[0], one) for one in value)
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        make: Any = kind
        return make(**{name: _rebuilt(hints[name], one) for name, one in value.items()})
    if kind is datetime:
        return datetime.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return value
