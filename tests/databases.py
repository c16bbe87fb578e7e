"""A database for a test, on SQLite and on PostgreSQL in turn, with a clock one can set."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from matcher.store import Database, open_database, upgrade
from tests.postgres import Server

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
_EMPTY = """
DO $$ DECLARE kept text; BEGIN
    SET LOCAL session_replication_role = replica; -- or the append-only tables would refuse
    FOR kept IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %%I', kept); END LOOP;
END $$"""


class SetClock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 25, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def unprotected(database: Database) -> Database:
    """The same database as it would be opened by somebody who had not thought of locks.

    For the controls: what a test of concurrency proves must go wrong here.
    """
    dialect = database.engine.dialect
    module = {"module": dialect.dbapi} if dialect.name == "sqlite" else {}
    return Database(create_engine(database.engine.url, **module), database.clock)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new database without any tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/jiedui.sqlite"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path, clock: SetClock) -> Iterator[Database]:
    """A database with today's tables and nothing in them. Its tables stay as they are."""
    if request.param == "sqlite":
        file = tmp_path / "jiedui.sqlite"
        shutil.copy(request.getfixturevalue("upgraded_file"), file)
        opened = open_database(f"sqlite:///{file}", clock=clock)
    else:
        opened = open_database(request.getfixturevalue("upgraded_postgres"), clock=clock)
        with opened.writing() as session:
            session.connection().exec_driver_sql(_EMPTY, ())
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def upgraded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("upgraded") / "jiedui.sqlite"
    made = open_database(f"sqlite:///{file}", create=True)
    upgrade(made)
    made.close()
    return file


@pytest.fixture(scope="session")
def upgraded_postgres(postgres_server: Server) -> Iterator[str]:
    """One for all tests, for making one takes PostgreSQL a second."""
    with postgres_server.database("upgraded") as url:
        made = open_database(url)
        upgrade(made)
        made.close()
        yield url
