"""Transactions: one writer at a time, readers that see one moment, files that are ours alone."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, InvalidRequestError
from sqlalchemy.orm import Session

from matcher.errors import Misconfigured
from matcher.messages import say
from matcher.store import Database, moment, open_database, require_current, upgrade
from matcher.store import database as opening
from tests.databases import SetClock, unprotected

WORKERS, ROUNDS = 8, 15


@pytest.fixture
def counter(database_url: str) -> Database:
    """A database with nothing but a number in it."""
    opened = open_database(database_url, create=True)
    with opened.writing() as session:
        session.execute(text("CREATE TABLE counter (value INTEGER NOT NULL)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))
    return opened


def value(session: Session) -> int:
    return session.scalar(text("SELECT value FROM counter")) or 0


def put(session: Session, new: int) -> None:
    session.execute(text("UPDATE counter SET value = :new"), {"new": new})


def count_up(database: Database) -> int:
    """Read, then write one more, from many threads; how many commits were confirmed."""
    together = threading.Barrier(WORKERS)

    def work(_: int) -> int:
        confirmed = 0
        together.wait()
        for _ in range(ROUNDS):
            try:
                with database.writing() as session:
                    new = value(session) + 1
                    time.sleep(0.002)  # long enough for another to come between, were it let in
                    put(session, new)
            except DatabaseError:
                continue
            confirmed += 1
        return confirmed

    with ThreadPoolExecutor(WORKERS) as threads:
        return sum(threads.map(work, range(WORKERS)))


def test_no_update_is_lost_between_writers(counter: Database) -> None:
    confirmed = count_up(counter)

    with counter.reading() as session:
        assert value(session) == confirmed == WORKERS * ROUNDS


def test_without_the_lock_updates_are_lost(counter: Database) -> None:
    confirmed = count_up(unprotected(counter))

    with counter.reading() as session:
        assert 0 < value(session) < confirmed


def test_a_reader_sees_one_moment(counter: Database) -> None:
    with counter.reading() as reader:
        before = value(reader)
        with counter.writing() as writer:
            put(writer, 7)
        after = value(reader)

    assert (before, after) == (0, 0)
    with counter.reading() as reader:
        assert value(reader) == 7


def test_a_reader_cannot_write(counter: Database) -> None:
    with counter.writing() as session:  # the same connection may be lent to the reader next
        put(session, 1)

    with pytest.raises(DatabaseError), counter.reading() as session:
        put(session, 2)

    with counter.writing() as session:
        assert value(session) == 1
        put(session, 3)
    with counter.reading() as session:
        assert value(session) == 3


def test_an_error_takes_everything_back(counter: Database) -> None:
    with suppress(ZeroDivisionError), counter.writing() as session:
        put(session, 9)
        raise ZeroDivisionError

    with counter.reading() as session:
        assert value(session) == 0


@pytest.mark.parametrize("kind", ["reading", "writing"])
def test_a_session_ends_with_its_block(counter: Database, kind: str) -> None:
    with getattr(counter, kind)() as session:
        value(session)

    with pytest.raises(InvalidRequestError):
        value(session)


def test_everything_in_a_transaction_happens_at_one_moment(
    database: Database, clock: SetClock
) -> None:
    with database.writing() as session:
        first = moment(session)
        clock.forward(hours=1)
        second = moment(session)

    assert first == second
    with database.reading() as session:
        assert moment(session) - first == timedelta(hours=1)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "store.unknown_url"),
        ("not a url", "store.unknown_url"),
        ("sqlite://", "store.no_file_named"),
        ("sqlite:///:memory:", "store.no_file_named"),
        ("mysql://root@localhost/jiedui", "store.unknown_database"),
        ("sqlite:///{folder}/missing.sqlite", "store.no_file"),
        ("sqlite:///{folder}/nowhere/jiedui.sqlite", "store.no_folder"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused_with_the_way_to_mend_it(
    url: str, code: str, tmp_path: Path
) -> None:
    with pytest.raises(Misconfigured) as refused:
        open_database(url.format(folder=tmp_path))

    assert refused.value.code == code
    assert say(code, "zh", **refused.value.params)
    assert list(tmp_path.iterdir()) == []


def test_an_address_is_shown_without_its_password() -> None:
    opened = open_database("postgresql+psycopg://li:secret@localhost/jiedui")

    assert "secret" not in opened.address
    assert "li" in opened.address


class TestSqlite:
    """What SQLite leaves to whoever opens it."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "帮扶 数据.sqlite"

    def test_no_other_user_can_read_the_file(self, path: Path) -> None:
        opened = open_database(f"sqlite:///{path}", create=True)
        with opened.writing() as session:
            session.execute(text("CREATE TABLE one (value INTEGER)"))
            modes = [file.stat().st_mode & 0o777 for file in path.parent.iterdir()]

        assert len(modes) >= 2  # the file and its journal
        assert set(modes) == {0o600}

    def test_a_file_that_others_can_read_is_shut(self, path: Path) -> None:
        path.touch(mode=0o644)

        open_database(f"sqlite:///{path}")

        assert path.stat().st_mode & 0o777 == 0o600

    def test_every_connection_is_set_up(self, path: Path) -> None:
        opened = open_database(f"sqlite:///{path}", create=True)
        wanted = {
            "journal_mode": "wal",
            "synchronous": 2,
            "busy_timeout": 15_000,
            "foreign_keys": 1,
            "recursive_triggers": 1,
            "trusted_schema": 0,
            "cell_size_check": 1,
            "secure_delete": 1,
            "query_only": 1,
            "mmap_size": None,
        }

        with opened.reading() as one, opened.reading() as other:
            for session in (one, other):
                found = {name: session.scalar(text(f"PRAGMA {name}")) for name in wanted}
                assert {**found, "mmap_size": found["mmap_size"] or None} == wanted

    def test_the_library_in_use_cannot_lose_pages(self, path: Path) -> None:
        opened = open_database(f"sqlite:///{path}", create=True)

        with opened.reading() as session:
            version = session.scalar(text("SELECT sqlite_version()"))
        assert tuple(int(part) for part in version.split(".")) >= (3, 51, 3)

    def test_an_old_library_keeps_no_wal(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(opening, "_SOUND_SQLITE", (99,))
        monkeypatch.setattr(opening, "_MENDED_SQLITE", ())

        opened = open_database(f"sqlite:///{path}", create=True)

        upgrade(opened)
        require_current(opened)
        with opened.reading() as session:
            assert session.scalar(text("PRAGMA journal_mode")) == "delete"
            assert session.scalar(text("PRAGMA synchronous")) == 3
