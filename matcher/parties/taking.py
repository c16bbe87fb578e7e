"""Taking a programme into the database: the new is added, the different changed, all is logged."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, record, require
from matcher.errors import Fault, InputRefused
from matcher.parties.comparing import Change, Difference, Record, Row, difference
from matcher.parties.intake import ChangeEntry
from matcher.parties.plain import PERSONAL, plain_value
from matcher.parties.snapshot import LISTS, MODELS, record_of, snapshot
from matcher.parties.tenancy import refuse_out_of_reach, refuse_taken
from matcher.programme import RECORDS, Programme
from matcher.store import moment, new_id, put_rows


def take(
    session: Session, actor: Actor, incoming: Programme, *, thing: str = "programme"
) -> Difference:
    """Add and change, never remove; the same programme twice changes nothing.

    `thing` is what the audit chain names. Raises InputRefused when a row refers to a village or
    enterprise that is neither stored nor in the programme; NotAllowed when a row is, or would be,
    out of the actor's reach.
    """
    require(actor, Action.IMPORT_PARTIES)
    stored = snapshot(session)
    _refuse_dangling(stored, incoming)
    found = difference(stored, incoming)
    refuse_taken(session, found.added)
    for kind in RECORDS:
        _add(session, actor, kind, [row for row in found.added if row.kind == kind])
        _change(session, actor, kind, [row for row in found.changed if row.kind == kind])
    refuse_out_of_reach(session, (*found.added, *found.changed))
    _log(session, actor, found)
    counts = {
        count.kind: {"added": count.added, "changed": count.changed} for count in found.counts
    }
    record(session, actor, Action.IMPORT_PARTIES, thing, counts)
    return found


def _refuse_dangling(stored: Programme, incoming: Programme) -> None:
    villages = {one.code for one in (*stored.villages, *incoming.villages)}
    enterprises = {one.uscc for one in (*stored.enterprises, *incoming.enterprises)}
    faults = []
    for name in LISTS.values():
        for row in getattr(incoming, name):
            village, enterprise = getattr(row, "village_code", None), getattr(row, "uscc", None)
            if village is not None and village not in villages:
                faults.append(_dangling("village_code", village))
            if enterprise is not None and enterprise not in enterprises:
                faults.append(_dangling("uscc", enterprise))
    if faults:
        raise InputRefused(faults)


def _dangling(field: str, value: str) -> Fault:
    code = "parties.unknown_village" if field == "village_code" else "parties.unknown_enterprise"
    return Fault(file="", sheet="", cell="", code=code, field=field, params={"value": value})


def _add(session: Session, actor: Actor, kind: str, rows: list[Row]) -> None:
    stamps = {
        "created_at": moment(session),
        "created_by": actor.display_name,
        "updated_at": moment(session),
        "updated_by": actor.display_name,
        "version": 1,
    }
    put_rows(
        session,
        MODELS[kind],
        [{"id": new_id(), **_fields(row.record), **stamps} for row in rows],
    )


def _change(session: Session, actor: Actor, kind: str, rows: list[Change]) -> None:
    if not rows:
        return
    stored: dict[Record, list[Any]] = {}
    for mapped in session.scalars(select(MODELS[kind])):
        stored.setdefault(record_of(kind, mapped), []).append(mapped)
    for row in rows:
        mapped = stored[row.before].pop()
        for change in row.fields:
            setattr(mapped, change.field, change.new)
        mapped.updated_at, mapped.updated_by = moment(session), actor.display_name
    session.flush()


def _log(session: Session, actor: Actor, found: Difference) -> None:
    lines = [*_lines_of_added(found), *_lines_of_changed(found)]
    stamps = {
        "at": moment(session),
        "actor_id": actor.account_id,
        "actor_name": actor.display_name,
    }
    put_rows(session, ChangeEntry, [{"id": new_id(), **stamps, **line} for line in lines])


def _lines_of_added(found: Difference) -> Iterator[dict[str, Any]]:
    for row in found.added:
        yield {
            "kind": row.kind,
            "key": row.key,
            "field": None,
            "old": None,
            "new": None,
            "withheld": False,
        }


def _lines_of_changed(found: Difference) -> Iterator[dict[str, Any]]:
    for row in found.changed:
        for change in row.fields:
            withheld = change.field in PERSONAL[row.kind]
            yield {
                "kind": row.kind,
                "key": row.key,
                "field": change.field,
                "old": None if withheld else plain_value(change.old),
                "new": None if withheld else plain_value(change.new),
                "withheld": withheld,
            }


def _fields(row: Any) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}
