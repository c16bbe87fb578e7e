"""What-ifs as plain values to be kept and sent, and back: nothing of what comes is believed."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args, get_type_hints

from matcher.errors import JieduiError
from matcher.money import MOST_FEN
from matcher.rounds.what_ifs import KINDS, WhatIf
from matcher.terms import Terms

LONGEST = 100


def plain_what_if(what_if: Any) -> dict[str, Any]:
    """Its kind and its fields, as JSON knows them."""
    given = {one.name: getattr(what_if, one.name) for one in fields(what_if)}
    terms = {name: value.value for name, value in given.items() if isinstance(value, Terms)}
    return {"kind": what_if.kind, **given, **terms}


def read_what_if(value: Any) -> WhatIf:
    """What `plain_what_if` wrote. Raises JieduiError for anything else."""
    try:
        kind = KINDS[value["kind"]]
        hints = get_type_hints(kind)
        given = {one.name: _read(hints[one.name], value[one.name]) for one in fields(kind)}
    except (KeyError, TypeError, ValueError) as error:
        raise JieduiError("rounds.what_if_unreadable") from error
    found: WhatIf = kind(**given)
    return found


def _read(hint: Any, value: Any) -> Any:
    """Raises ValueError for what is not of this kind, or has no bounds."""
    for option in get_args(hint) or (hint,):
        if isinstance(value, str) and issubclass(option, Terms):
            return option(value)
        if type(value) is option and _bounded(value):
            return value
    raise ValueError(hint)


def _bounded(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST and (not value or value.isprintable())
    return value is None or 0 <= value <= MOST_FEN
