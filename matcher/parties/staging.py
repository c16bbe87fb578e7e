"""An upload between being read and being taken: refused with its faults, or waiting for a yes.

What is taken is exactly what somebody saw: the page carries the digest of the difference that it
showed, and if the stored data have changed since, the import is refused and shown anew.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, record, require
from matcher.errors import Conflict, Fault, NotFound
from matcher.parties.comparing import Counts, Difference, difference
from matcher.parties.intake import Import
from matcher.parties.listing import Page, page_of
from matcher.parties.snapshot import programme_json, read_programme_json, snapshot
from matcher.parties.taking import take
from matcher.parties.tenancy import EVERYWHERE
from matcher.programme import Programme
from matcher.store import moment
from matcher.vocabulary import ImportStatus

KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Upload:
    """A file as it came, and what reading it gave: a programme, or faults.

    `sheets` says what was understood, as plain values: whatever the page wants to show.
    """

    filename: str
    content: bytes
    programme: Programme | None = None
    faults: Sequence[Fault] = ()
    sheets: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class StagedRow:
    """An import in a list."""

    id: str
    number: int
    filename: str
    status: ImportStatus
    faults: int
    counts: tuple[Counts, ...]
    staged_at: datetime
    staged_by: str


@dataclass(frozen=True)
class Staged:
    """One import with everything to decide about it.

    `difference` is against what is stored now, and there only while the import waits; `content`
    only until the import is taken or dropped.
    """

    row: StagedRow
    sha256: str
    sheets: tuple[Mapping[str, Any], ...]
    faults: tuple[Fault, ...]
    difference: Difference | None
    content: bytes | None


def stage_import(session: Session, actor: Actor, upload: Upload) -> StagedRow:
    """Keep an upload: refused when it has faults or no programme, else awaiting confirmation."""
    require(actor, Action.IMPORT_PARTIES)
    _forget_old(session)
    refused = bool(upload.faults) or upload.programme is None
    counts: tuple[Counts, ...] = ()
    programme = None
    if upload.programme is not None and not refused:
        counts = difference(snapshot(session), upload.programme).counts
        programme = programme_json(upload.programme)
    stored = Import(
        number=_next_number(session),
        district=actor.scope.district,
        county=actor.scope.county,
        filename=upload.filename,
        sha256=hashlib.sha256(upload.content).hexdigest(),
        status=ImportStatus.REFUSED if refused else ImportStatus.AWAITING,
        sheets=[dict(sheet) for sheet in upload.sheets],
        faults=[dataclasses.asdict(fault) for fault in upload.faults],
        counts=[dataclasses.asdict(count) for count in counts],
        content=upload.content,
        programme=programme,
        staged_at=moment(session),
        staged_by=actor.display_name,
    )
    session.add(stored)
    session.flush()
    _record(session, actor, stored)
    return _row(stored)


def staged(session: Session, actor: Actor, import_id: str) -> Staged:
    """Raises NotFound."""
    require(actor, Action.IMPORT_PARTIES)
    stored = _find(session, import_id)
    return Staged(
        row=_row(stored),
        sha256=stored.sha256,
        sheets=tuple(stored.sheets),
        faults=tuple(Fault(**fault) for fault in stored.faults),
        difference=(
            difference(snapshot(session), read_programme_json(stored.programme))
            if stored.programme is not None
            else None
        ),
        content=stored.content,
    )


def staged_imports(session: Session, actor: Actor, page: int = 1) -> Page[StagedRow]:
    """Newest first."""
    require(actor, Action.IMPORT_PARTIES)
    stored, total, page = page_of(session, Import, (), (Import.number.desc(),), page)
    return Page(tuple(_row(one) for one in stored), total, page)


def confirm_import(session: Session, actor: Actor, import_id: str, *, seen: str) -> Difference:
    """Take it. `seen` is the `digest` of the difference that was shown.

    Raises NotFound; Conflict when it does not wait any more, or would now do something else.
    """
    require(actor, Action.IMPORT_PARTIES)
    stored = _find(session, import_id)
    if stored.status is not ImportStatus.AWAITING or stored.programme is None:
        raise Conflict("parties.import_settled", number=stored.number, status=stored.status)
    found = take(session, actor, read_programme_json(stored.programme), thing=f"import:{stored.id}")
    if found.digest != seen:
        raise Conflict("parties.changed_since_shown", number=stored.number)
    stored.counts = [dataclasses.asdict(count) for count in found.counts]
    _settle(session, actor, stored, ImportStatus.TAKEN)
    return found


def drop_import(session: Session, actor: Actor, import_id: str) -> None:
    """Let go of an import that waits or was refused. Raises NotFound, Conflict."""
    require(actor, Action.IMPORT_PARTIES)
    stored = _find(session, import_id)
    if stored.status not in (ImportStatus.AWAITING, ImportStatus.REFUSED):
        raise Conflict("parties.import_settled", number=stored.number, status=stored.status)
    _settle(session, actor, stored, ImportStatus.DROPPED)


def _next_number(session: Session) -> int:
    last = select(func.max(Import.number)).execution_options(**EVERYWHERE)
    return (session.scalar(last) or 0) + 1


def _find(session: Session, import_id: str) -> Import:
    stored = session.get(Import, import_id)
    if stored is None:
        raise NotFound("parties.no_such_import")
    return stored


def _settle(session: Session, actor: Actor, stored: Import, status: ImportStatus) -> None:
    stored.status = status
    stored.settled_at, stored.settled_by = moment(session), actor.display_name
    stored.content = stored.programme = None
    session.flush()
    _record(session, actor, stored)


def _forget_old(session: Session) -> None:
    """Drop what nobody has settled for a month: it holds people's names and numbers."""
    session.execute(
        update(Import)
        .where(Import.settled_at.is_(None), Import.staged_at < moment(session) - KEPT)
        .values(
            status=ImportStatus.DROPPED,
            settled_at=moment(session),
            settled_by="",
            content=None,
            programme=None,
            version=Import.version + 1,
        )
    )


def _record(session: Session, actor: Actor, stored: Import) -> None:
    record(
        session,
        actor,
        Action.IMPORT_PARTIES,
        f"import:{stored.id}",
        {"number": stored.number, "status": stored.status.value, "sha256": stored.sha256},
    )


def _row(stored: Import) -> StagedRow:
    return StagedRow(
        id=stored.id,
        number=stored.number,
        filename=stored.filename,
        status=stored.status,
        faults=len(stored.faults),
        counts=tuple(Counts(**count) for count in stored.counts),
        staged_at=stored.staged_at,
        staged_by=stored.staged_by,
    )
