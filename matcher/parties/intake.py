"""The tables of taking in: which field changed when, and uploads on their way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from matcher.store import Base, new_id
from matcher.store.append_only import append_only
from matcher.store.types import Json
from matcher.vocabulary import ImportStatus


class ChangeEntry(Base):
    """One field of one row that was given another value; `field` is None where the row is new.

    `withheld` says that the values were somebody's name or number and were not kept.
    """

    __tablename__ = "change_entry"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    actor_id: Mapped[str | None]
    actor_name: Mapped[str]
    kind: Mapped[str]
    key: Mapped[str]
    field: Mapped[str | None]
    old: Mapped[Any | None] = mapped_column(Json())
    new: Mapped[Any | None] = mapped_column(Json())
    withheld: Mapped[bool]

    __table_args__ = (Index(None, "kind", "key"),)


append_only(ChangeEntry.__table__)


class Import(Base):
    """An upload that was read: refused, waiting for a yes, taken or dropped.

    `content` and `programme` hold people's names and numbers: they go as soon as it is settled.
    """

    __tablename__ = "import"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int] = mapped_column(unique=True)
    district: Mapped[str | None]
    county: Mapped[str | None]
    filename: Mapped[str]
    sha256: Mapped[str]
    status: Mapped[ImportStatus]
    sheets: Mapped[list[Any]] = mapped_column(Json())
    faults: Mapped[list[Any]] = mapped_column(Json())
    counts: Mapped[list[Any]] = mapped_column(Json())
    content: Mapped[bytes | None] = mapped_column(deferred=True)
    programme: Mapped[bytes | None] = mapped_column(deferred=True)
    staged_at: Mapped[datetime]
    staged_by: Mapped[str]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own idiom
