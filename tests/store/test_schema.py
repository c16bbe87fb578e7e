"""The steps and the declarations describe the same tables; no step is taken by halves."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text

import matcher.access.model
import matcher.discussion.model
import matcher.pairing.model
import matcher.parties.intake
import matcher.parties.model
import matcher.queue.model
import matcher.rounds.model
import matcher.rounds.scenario_model  # noqa: F401 - now every table is declared
from matcher.errors import Misconfigured
from matcher.messages import say
from matcher.store import Base, Database, open_database, require_current, schema, upgrade
from tests.databases import SetClock

ROOT = Path(__file__).parents[2]
TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid) "
    "FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname",
}


def described(connection: Connection) -> dict[str, Any]:
    """Everything the database itself knows of each table."""
    look = inspect(connection)
    found: dict[str, Any] = {}
    for table in sorted(set(look.get_table_names()) - {"alembic_version"}):
        found[table] = {
            "columns": {one["name"]: _as_words(one) for one in look.get_columns(table)},
            "key": look.get_pk_constraint(table),
            "unique": _by_name(look.get_unique_constraints(table)),
            "foreign": _by_name(look.get_foreign_keys(table)),
            "checks": _by_name(look.get_check_constraints(table)),
            "indexes": _by_name([_said(one) for one in look.get_indexes(table)]),
            "options": look.get_table_options(table),
        }
    rows = connection.execute(text(TRIGGERS[connection.dialect.name]))
    found["triggers"] = [tuple(row) for row in rows]
    return found


def _by_name(rows: list[Any]) -> dict[str, Any]:
    return {row["name"]: row for row in rows}


def _said(index: Any) -> dict[str, Any]:
    """The condition of an index by its words: as an object it equals nothing but itself."""
    return {**index, "dialect_options": {k: str(v) for k, v in index["dialect_options"].items()}}


def _as_words(column: Any) -> dict[str, Any]:
    return {**column, "type": repr(column["type"])}


@pytest.fixture
def empty(database_url: str, clock: SetClock) -> Database:
    return open_database(database_url, create=True, clock=clock)


def test_the_steps_make_the_declared_tables(empty: Database) -> None:
    upgrade(empty)
    with empty.reading() as session:
        from_steps = described(session.connection())
    with empty.writing() as session:
        Base.metadata.drop_all(session.connection())
        Base.metadata.create_all(session.connection())
        declared = described(session.connection())

    assert len(from_steps) > 15
    assert len(from_steps["triggers"]) >= 5
    assert len(from_steps["village"]["checks"]) > 30
    assert from_steps == declared


def test_every_constraint_has_a_name(database: Database) -> None:
    with database.reading() as session:
        tables = described(session.connection())

    for table, parts in tables.items():
        if table in Base.metadata.tables:  # the queue's storage brings tables of its own
            assert parts["key"]["name"] == f"pk_{table}"
            assert None not in {*parts["unique"], *parts["foreign"], *parts["checks"]}


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    with database.reading() as session:
        before = described(session.connection())

    upgrade(database)

    with database.reading() as session:
        assert described(session.connection()) == before
    require_current(database)


def test_a_database_that_was_never_upgraded_is_not_served(empty: Database) -> None:
    with pytest.raises(Misconfigured) as refused:
        require_current(empty)

    assert refused.value.code == "store.not_current"


def test_a_database_of_newer_code_is_neither_served_nor_upgraded(empty: Database) -> None:
    upgrade(empty)
    with empty.writing() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    for work in (require_current, upgrade):
        with pytest.raises(Misconfigured) as refused:
            work(empty)
        assert refused.value.code == "store.newer"
        assert refused.value.params == {"step": "9999"}


@pytest.mark.parametrize("last", [1, 4])
def test_a_step_that_breaks_leaves_the_schema_as_it_was(
    empty: Database, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    script = schema._script()
    breaking = script.get_revision(f"{last:04d}").module
    whole = breaking.upgrade

    def half() -> None:
        whole()
        raise ZeroDivisionError

    monkeypatch.setattr(breaking, "upgrade", half)
    monkeypatch.setattr(schema, "_script", lambda: script)
    with pytest.raises(ZeroDivisionError):
        upgrade(empty)

    with empty.reading() as session:
        assert inspect(session.connection()).get_table_names() == []

    monkeypatch.undo()
    upgrade(empty)
    require_current(empty)


def test_what_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    file = tmp_path / "notes.sqlite"
    file.write_text("not a database " * 1000)

    for work in (require_current, upgrade):
        with pytest.raises(Misconfigured) as refused:
            work(open_database(f"sqlite:///{file}"))
        assert refused.value.code == "store.no_answer"
        assert "notes.sqlite" in say(refused.value.code, "zh", **refused.value.params)
    assert file.read_text().startswith("not a database")


def test_a_server_that_does_not_run_is_said_not_to_answer(tmp_path: Path) -> None:
    opened = open_database(f"postgresql+psycopg://li:secret@/jiedui?host={tmp_path}")

    with pytest.raises(Misconfigured) as refused:
        require_current(opened)

    assert refused.value.code == "store.no_answer"
    assert "secret" not in say(refused.value.code, "en", **refused.value.params)


KILLED_IN_THE_LAST_STEP = """
import os, signal, sys
from matcher.store import open_database, schema, upgrade
script = schema._script()
last = script.get_revision("head").module
whole = last.upgrade
last.upgrade = lambda: (whole(), os.kill(os.getpid(), signal.SIGKILL))
schema._script = lambda: script
upgrade(open_database(sys.argv[1], create=True))
"""


def test_being_killed_within_a_step_leaves_the_schema_as_it_was(
    empty: Database, database_url: str
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_IN_THE_LAST_STEP, database_url], cwd=ROOT, check=False
    )

    assert killed.returncode == -signal.SIGKILL
    with empty.reading() as session:
        assert inspect(session.connection()).get_table_names() == []
    upgrade(empty)
    require_current(empty)
