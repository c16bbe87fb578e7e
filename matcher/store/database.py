"""Opening a database and working in it: `reading()` sees one moment, `writing()` is alone.

One transaction writes at a time, on SQLite by BEGIN IMMEDIATE and on PostgreSQL by an advisory
lock: what a use case has read inside `writing()` stays true until it commits. A `reading()`
transaction is a snapshot, never waits for a writer, and cannot write.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from matcher.errors import Misconfigured

Clock = Callable[[], datetime]

# builds before these can lose committed pages when a WAL is reset (sqlite.org/changes.html)
_SOUND_SQLITE = (3, 51, 3)
_MENDED_SQLITE = ((3, 44, 6), (3, 50, 7))

# NORMAL would forget confirmed writes at a power cut
_SOUND_JOURNAL = ("wal", "FULL")
_OLD_JOURNAL = ("delete", "EXTRA")

_PRAGMAS = (
    "busy_timeout = 15000",
    "foreign_keys = ON",
    "recursive_triggers = ON",  # else INSERT OR REPLACE slips past the append-only triggers
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "secure_delete = ON",
)
_SETTINGS = (
    "-c lock_timeout=15s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s"
)
_WRITER = 0x6A69656475690001  # the advisory lock of the one writer; the letters spell "jiedui"


def _now() -> datetime:
    return datetime.now(UTC)


class Database:
    """An opened database. Its clock stamps each transaction with one moment."""

    def __init__(self, engine: Engine, clock: Clock = _now) -> None:
        self.engine = engine
        self.clock = clock
        snapshot: dict[str, Any] = {}
        if engine.dialect.name == "postgresql":
            snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = engine.execution_options(**snapshot)
        self._writer = engine.execution_options(writes=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the database. It ends with the block."""
        with self._session(self._reader) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """The only session that writes now: commits at the end, rolls back on an error."""
        with self._session(self._writer) as session:
            session.connection()  # take the lock now, before anything is read
            yield session
            session.commit()

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        with Session(
            engine,
            expire_on_commit=False,
            close_resets_only=False,
            info={"moment": self.clock()},
        ) as session:
            yield session

    @property
    def address(self) -> str:
        """Where it is, without any password."""
        return self.engine.url.render_as_string(hide_password=True)

    def close(self) -> None:
        self.engine.dispose()


def moment(session: Session) -> datetime:
    """The one moment at which everything in this transaction happens."""
    at: datetime = session.info["moment"]
    return at


DEFAULT_DATABASE = "sqlite:///jiedui.sqlite"
"""Where everything is kept when nobody says where: in the working folder."""


def open_database(url: str, *, create: bool = False, clock: Clock = _now) -> Database:
    """Open `sqlite:///path` or `postgresql+psycopg://…`; `create` lets a SQLite file come to be.

    Raises Misconfigured when there is no such kind of database, or no such file or folder.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise Misconfigured("store.unknown_url") from error
    if address.get_backend_name() == "sqlite":
        return Database(_open_sqlite(address, create), clock)
    if address.get_backend_name() == "postgresql":
        return Database(_open_postgresql(address), clock)
    raise Misconfigured("store.unknown_database", kind=address.get_backend_name())


def _open_postgresql(address: URL) -> Engine:
    if find_spec("psycopg") is None:
        raise Misconfigured("store.no_psycopg")
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        connect_args={"options": _SETTINGS},
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER})")

    return engine


def _open_sqlite(address: URL, create: bool) -> Engine:
    if not address.database or address.database == ":memory:":
        raise Misconfigured("store.no_file_named")
    path = Path(address.database).absolute()
    _own(path, create)
    module, (journal, synchronous) = _sqlite()
    engine = create_engine(address.set(database=str(path)), module=module)

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # this module begins its transactions itself
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        (mode,) = connection.execute(f"PRAGMA journal_mode = {journal}").fetchone()
        if mode != journal:
            raise Misconfigured("store.journal_refused", path=str(path), wanted=journal, mode=mode)
        connection.execute(f"PRAGMA synchronous = {synchronous}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _own(path: Path, create: bool) -> None:
    """See that the file is there and that no other user of the machine can read it."""
    if not path.parent.is_dir():
        raise Misconfigured("store.no_folder", folder=str(path.parent))
    if create:
        path.touch(mode=0o600)
    if not path.is_file():
        raise Misconfigured("store.no_file", path=str(path))
    if not os.access(path, os.R_OK | os.W_OK):
        raise Misconfigured("store.file_not_ours", path=str(path))
    if path.stat().st_uid == os.geteuid():
        path.chmod(0o600)


def _sqlite() -> tuple[ModuleType, tuple[str, str]]:
    """The SQLite to use and how it may keep its journal.

    The interpreter's own where it is sound, else the wheel's; where both are old, without a WAL.
    """
    candidates: list[ModuleType] = [sqlite3]
    if find_spec("pysqlite3") is not None:
        candidates.append(import_module("pysqlite3"))
    for module in candidates:
        version = module.sqlite_version_info
        mended = any(version[:2] == good[:2] and version >= good for good in _MENDED_SQLITE)
        if version >= _SOUND_SQLITE or mended:
            return module, _SOUND_JOURNAL
    return sqlite3, _OLD_JOURNAL
