"""Records only ever grow: whatever statement is tried on a row of theirs, it stays as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Mapped, mapped_column

from matcher.store import Base, Database
from matcher.store.append_only import append_only, guards

ATTACKS = {
    "sqlite": [
        "UPDATE log SET words = 'changed'",
        "UPDATE log SET words = words WHERE id = 1",
        "UPDATE OR REPLACE log SET id = 2 WHERE id = 1",
        "DELETE FROM log",
        "DELETE FROM log WHERE id = 1",
        "INSERT OR REPLACE INTO log VALUES (1, 'changed')",
        "REPLACE INTO log VALUES (1, 'changed')",
        "INSERT INTO log VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET words = 'changed'",
    ],
    "postgresql": [
        "UPDATE log SET words = 'changed'",
        "UPDATE log SET words = words WHERE id = 1",
        "DELETE FROM log",
        "DELETE FROM log WHERE id = 1",
        "TRUNCATE log",
        "TRUNCATE log CASCADE",
        "INSERT INTO log VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET words = 'changed'",
        "MERGE INTO log USING (VALUES (1)) AS other (id) ON log.id = other.id "
        "WHEN MATCHED THEN DELETE",
        "WITH gone AS (DELETE FROM log RETURNING id) SELECT * FROM gone",
    ],
}


class Log(Base):
    """A table of these tests only."""

    __tablename__ = "log"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[str]


Base.metadata.remove(Log.__table__)
append_only(Log.__table__)


@pytest.fixture
def log(database: Database) -> Iterator[Database]:
    with database.writing() as session:
        Log.__table__.create(session.connection())
        session.add_all([Log(id=1, words="first"), Log(id=2, words="second")])
    yield database
    with database.writing() as session:
        Log.__table__.drop(session.connection())


def rows(database: Database) -> list[tuple[int, str]]:
    with database.reading() as session:
        return [
            tuple(row) for row in session.execute(text("SELECT id, words FROM log ORDER BY id"))
        ]


def test_no_statement_changes_or_removes_a_row(log: Database) -> None:
    attacks = ATTACKS[log.engine.dialect.name]
    assert len(attacks) >= 8

    for attack in attacks:
        with pytest.raises(DatabaseError), log.writing() as session:
            session.execute(text(attack))
        assert rows(log) == [(1, "first"), (2, "second")], attack


def test_a_row_can_still_be_added(log: Database) -> None:
    with log.writing() as session:
        session.add(Log(id=3, words="third"))

    assert len(rows(log)) == 3


def test_without_the_triggers_the_attacks_succeed(log: Database) -> None:
    dialect = log.engine.dialect.name
    names = [one.split()[2] for one in guards("log", dialect) if one.startswith("CREATE TRIGGER")]
    changed = 0

    for attack in ATTACKS[dialect]:
        connection = log.engine.execution_options(writes=True).connect()
        with connection, connection.begin() as transaction:
            for name in names:
                on = "" if dialect == "sqlite" else " ON log"
                connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")
            connection.exec_driver_sql(attack)
            transaction.rollback()
            changed += 1

    assert changed == len(ATTACKS[dialect])


@pytest.mark.parametrize(
    "table", ["audit_entry", "change_entry", "run", "suggestion", "review", "comment"]
)
def test_the_records_are_guarded(database: Database, table: str) -> None:
    """On an empty table SQLite's row triggers have nothing to refuse, so they are looked up."""
    with database.reading() as session:
        if database.engine.dialect.name == "sqlite":
            query = (
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
            )
            assert session.scalar(text(query), {"table": table}) == 2
        else:
            query = "SELECT count(*) FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass)"
            query += " AND NOT tgisinternal"
            assert session.scalar(text(query), {"table": table}) == 1
