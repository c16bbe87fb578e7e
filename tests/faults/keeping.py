"""A database kept as it was: whether somebody changed it, what they changed, and back again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import inspect, text

from matcher.store import Database

MAY_GROW = {"audit_entry", "sign_in_try", "account_session", "presence", "alembic_version"}
"""Tables that a refusal may change: it is recorded, counted, and its reader was there."""


class Keeper(Protocol):
    def changed(self) -> bool:
        """Whether anything at all was committed since the last look or restoring."""

    def differing(self) -> list[str]:
        """The tables whose rows are not what they were, apart from those that may grow."""

    def restore(self) -> None: ...


@contextmanager
def keeping(database: Database) -> Iterator[Keeper]:
    kind = _InFile if database.engine.dialect.name == "sqlite" else _OnServer
    with database.engine.connect() as connection:
        keeper = kind(connection.connection.dbapi_connection, database)
        yield keeper
        keeper.forget()


class _Compared:
    def __init__(self, database: Database) -> None:
        with database.reading() as session:
            names = inspect(session.connection()).get_table_names()
        self.database, self.tables = database, sorted(set(names) - MAY_GROW)
        self.sums = self._sums()

    def differing(self) -> list[str]:
        now = self._sums()
        return [table for table in self.tables if now[table] != self.sums[table]]

    def _sums(self) -> dict[str, str]:
        with self.database.reading() as session:
            return {table: _sum(session, table) for table in self.tables}


def _sum(session: Any, table: str) -> str:
    rows = sorted(repr(tuple(row)) for row in session.execute(text(f'SELECT * FROM "{table}"')))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


class _InFile(_Compared):
    """SQLite: counts other connections' commits itself, and copies a whole database back."""

    def __init__(self, connection: Any, database: Database) -> None:
        super().__init__(database)
        self.connection = connection
        connection.rollback()
        connection.execute("PRAGMA synchronous = OFF")
        self.kept = database.engine.dialect.dbapi.connect(":memory:")
        connection.backup(self.kept)
        self.version = self._version()

    def changed(self) -> bool:
        before, self.version = self.version, self._version()
        return before != self.version

    def restore(self) -> None:
        self.kept.backup(self.connection)
        self.version = self._version()

    def forget(self) -> None:
        self.kept.close()

    def _version(self) -> int:
        (version,) = self.connection.execute("PRAGMA data_version").fetchone()
        return version


class _OnServer(_Compared):
    """PostgreSQL: its log grows with every change; tables are copied aside and back."""

    def __init__(self, connection: Any, database: Database) -> None:
        super().__init__(database)
        self.connection = connection
        connection.rollback()
        connection.autocommit = True
        connection.execute("SET session_replication_role = replica")  # append-only or not
        connection.execute("CREATE SCHEMA kept")
        for table in self._all():
            connection.execute(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"')
        self.place = self._place()

    def changed(self) -> bool:
        before, self.place = self.place, self._place()
        return before != self.place

    def restore(self) -> None:
        statements = ["BEGIN"]
        for table in self._all():
            statements.append(f'DELETE FROM public."{table}"')
            statements.append(f'INSERT INTO public."{table}" TABLE kept."{table}"')
        self.connection.execute("; ".join([*statements, "COMMIT"]))
        self.place = self._place()

    def forget(self) -> None:
        self.connection.execute("DROP SCHEMA kept CASCADE")
        self.connection.execute("RESET session_replication_role")
        self.connection.autocommit = False

    def _all(self) -> list[str]:
        return sorted({*self.tables, *MAY_GROW} - {"alembic_version"})

    def _place(self) -> str:
        (place,) = self.connection.execute("SELECT pg_current_wal_insert_lsn()").fetchone()
        return str(place)
