"""The stored parties as one plain programme, and a programme as text."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.parties import model
from matcher.parties.plain import plain_record, read_record, without_personal
from matcher.programme import RECORDS, Programme
from matcher.store import Base
from matcher.store.types import canonical_json

MODELS: dict[str, type[Base]] = {
    "village": model.Village,
    "need": model.Need,
    "enterprise": model.Enterprise,
    "offer": model.Offer,
    "arrangement": model.Arrangement,
}
"""Where each record is stored, by its name in RECORDS and in the order of writing."""

LISTS = {
    kind: field.name for kind, field in zip(RECORDS, dataclasses.fields(Programme), strict=True)
}
"""The list of a programme that holds each kind of record."""


def snapshot(session: Session) -> Programme:
    """Everything stored that this session may find, in the programme's own order."""
    lists = {}
    for kind, record in RECORDS.items():
        fields = [getattr(MODELS[kind], field.name) for field in dataclasses.fields(record)]
        lists[LISTS[kind]] = tuple(
            record(**row._mapping) for row in session.execute(select(*fields))
        )
    return Programme(**lists).ordered()


def record_of(kind: str, stored: Any) -> Any:
    """The programme's record of one stored row."""
    fields = dataclasses.fields(RECORDS[kind])
    return RECORDS[kind](**{field.name: getattr(stored, field.name) for field in fields})


def anonymous(programme: Programme) -> Programme:
    """The same programme without anybody's name or number."""
    return Programme(
        **{
            name: tuple(without_personal(kind, record) for record in getattr(programme, name))
            for kind, name in LISTS.items()
        }
    )


def programme_json(programme: Programme) -> bytes:
    """Canonical JSON: the same programme, in whatever order of rows, gives the same bytes."""
    ordered = programme.ordered()
    lists = {
        name: [plain_record(record) for record in getattr(ordered, name)] for name in LISTS.values()
    }
    return canonical_json(lists).encode()


def read_programme_json(text: bytes) -> Programme:
    """What `programme_json` wrote."""
    lists = json.loads(text)
    return Programme(
        **{
            name: tuple(read_record(kind, one) for one in lists[name])
            for kind, name in LISTS.items()
        }
    )
