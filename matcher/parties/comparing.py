"""What an incoming programme would change in the stored one: pure values in, a difference out.

An import adds and changes; it never takes away. A row that the file does not have is left as it
is and reported as missing, and an empty cell says nothing, so it leaves what is stored.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.parties.plain import plain_record, plain_value
from matcher.programme import RECORDS, Arrangement, Enterprise, Need, Offer, Programme, Village
from matcher.store.types import canonical_json

Record = Village | Need | Enterprise | Offer | Arrangement
_UNSAID = (None, ())


@dataclass(frozen=True)
class FieldChange:
    """One field that gets another value."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Change:
    """One stored row that changes: `kind` is its name in RECORDS, `key` what it is found by."""

    kind: str
    key: str
    title: str
    before: Record
    after: Record
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Row:
    """One row that is new, or stored and not in the file."""

    kind: str
    key: str
    title: str
    record: Record


@dataclass(frozen=True)
class Counts:
    """How many rows of one kind are new, changed, the same, or not in the file."""

    kind: str
    added: int
    changed: int
    unchanged: int
    missing: int


@dataclass(frozen=True)
class Difference:
    """Everything an import would do. `counts` has one line per kind, in the order of RECORDS."""

    added: tuple[Row, ...]
    changed: tuple[Change, ...]
    missing: tuple[Row, ...]
    counts: tuple[Counts, ...]

    @property
    def empty(self) -> bool:
        """Nothing would be added or changed."""
        return not self.added and not self.changed

    @property
    def digest(self) -> str:
        """What was shown, in 64 characters: an import takes only what somebody has seen."""
        shown = [
            [[row.kind, plain_record(row.record)] for row in self.added],
            [[row.kind, plain_record(row.before), plain_record(row.after)] for row in self.changed],
        ]
        return hashlib.sha256(canonical_json(shown).encode()).hexdigest()


def difference(stored: Programme, incoming: Programme) -> Difference:
    """Compare row by row. Neither programme is changed; their order does not matter."""
    titles = _Titles(stored, incoming)
    stored, incoming = stored.ordered(), incoming.ordered()
    parts = [
        _compare("village", stored.villages, incoming.villages, titles),
        _compare("need", stored.needs, incoming.needs, titles),
        _compare("enterprise", stored.enterprises, incoming.enterprises, titles),
        _compare("offer", stored.offers, incoming.offers, titles),
        _compare("arrangement", stored.arrangements, incoming.arrangements, titles),
    ]
    return Difference(
        added=tuple(row for part in parts for row in part.added),
        changed=tuple(row for part in parts for row in part.changed),
        missing=tuple(row for part in parts for row in part.missing),
        counts=tuple(count for part in parts for count in part.counts),
    )


def key_of(record: Record) -> str:
    """What a record is found by again in the next file.

    An arrangement has no number of its own: it is known by who, with whom, what and when, and
    rows that share all of that are told apart by their place among each other.
    """
    match record:
        case Village():
            return record.code
        case Enterprise():
            return record.uscc
        case Need() | Offer():
            return record.number
        case Arrangement():
            who = (record.kind, record.uscc, record.village_code, record.on)
            what = (record.batch, record.gift_kind, record.item, record.unit)
            return "/".join(str(plain_value(part) or "") for part in who + what).rstrip("/")


def _compare(
    kind: str, stored: Sequence[Record], incoming: Sequence[Record], titles: _Titles
) -> Difference:
    """The difference between two lists of one kind, both in order."""
    before, after = _grouped(stored), _grouped(incoming)
    added: list[Row] = []
    changed: list[Change] = []
    missing: list[Row] = []
    unchanged = 0
    for key in sorted({**before, **after}):
        olds, news = _without_equals(before.get(key, []), after.get(key, []))
        unchanged += len(before.get(key, [])) - len(olds)
        for old, new in zip(olds, news, strict=False):
            change = _change(kind, key, titles.of(old), old, new)
            if change.fields:
                changed.append(change)
            else:
                unchanged += 1
        added += [Row(kind, key, titles.of(new), new) for new in news[len(olds) :]]
        missing += [Row(kind, key, titles.of(old), old) for old in olds[len(news) :]]
    if not incoming:
        missing = []  # a file without that sheet says nothing about it
    counts = Counts(kind, len(added), len(changed), unchanged, len(missing))
    return Difference(tuple(added), tuple(changed), tuple(missing), (counts,))


def _grouped(records: Iterable[Record]) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(key_of(record), []).append(record)
    return groups


def _without_equals(
    olds: Sequence[Record], news: Sequence[Record]
) -> tuple[list[Record], list[Record]]:
    """Both lists without the rows that stand in both, each taken as often as it stands in both."""
    left = list(news)
    changed = []
    for old in olds:
        if old in left:
            left.remove(old)
        else:
            changed.append(old)
    return changed, left


def _change(kind: str, key: str, title: str, old: Record, new: Record) -> Change:
    fields = tuple(
        FieldChange(field.name, getattr(old, field.name), getattr(new, field.name))
        for field in dataclasses.fields(RECORDS[kind])
        if getattr(new, field.name) not in (*_UNSAID, getattr(old, field.name))
    )
    after = dataclasses.replace(old, **{change.field: change.new for change in fields})
    return Change(kind, key, title, old, after, fields)


class _Titles:
    """What people call a row; an arrangement is called by both of its sides."""

    def __init__(self, stored: Programme, incoming: Programme) -> None:
        self.names: dict[str, str] = {}
        for programme in (stored, incoming):
            self.names |= {one.code: one.name for one in programme.villages}
            self.names |= {one.uscc: one.name for one in programme.enterprises}

    def of(self, record: Record) -> str:
        match record:
            case Village() | Enterprise():
                return record.name
            case Need() | Offer():
                return record.title
            case Arrangement():
                sides = (record.uscc, record.village_code)
                return " ↔ ".join(self.names.get(side, side) for side in sides if side)
