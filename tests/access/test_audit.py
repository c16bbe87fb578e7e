"""The chain: one link for every change, unbroken under load, and no tampering unseen."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from matcher.access import (
    Action,
    ChainBreak,
    audit,
    audit_length,
    audit_rows,
    record,
    verify_chain,
)
from matcher.messages import say
from matcher.store import Database
from matcher.store.append_only import guards
from matcher.vocabulary import Role
from tests.databases import unprotected
from tests.people import AT_THE_MACHINE, account, somebody

WORKERS, LINKS = 6, 8


def write(database: Database, worker: int, links: int = LINKS) -> int:
    """How many links were confirmed."""
    confirmed = 0
    for number in range(links):
        with suppress(DatabaseError), database.writing() as session:
            record(session, somebody(Role.COORDINATOR, worker), Action.DECIDE, f"round:{number}")
            session.commit()
            confirmed += 1
    return confirmed


def at_once(database: Database) -> int:
    together = threading.Barrier(WORKERS)

    def work(worker: int) -> int:
        together.wait()
        return write(database, worker)

    with ThreadPoolExecutor(WORKERS) as threads:
        return sum(threads.map(work, range(WORKERS)))


def broken(database: Database) -> ChainBreak | None:
    with database.reading() as session:
        return verify_chain(session)


def tamper(database: Database, *statements: str) -> None:
    """As somebody would who may do anything in the database."""
    dialect = database.engine.dialect.name
    with database.writing() as session:
        run = session.connection().exec_driver_sql
        if dialect == "sqlite":
            run("DROP TRIGGER audit_entry_keeps_update")
            run("DROP TRIGGER audit_entry_keeps_delete")
        else:
            run("DROP TRIGGER audit_entry_keeps ON audit_entry")
        for statement in statements:
            run(statement)
        for statement in guards("audit_entry", dialect):
            session.execute(text(statement))


def test_an_empty_chain_is_whole(database: Database) -> None:
    assert broken(database) is None


def test_a_change_and_its_link_stand_or_fall_together(database: Database) -> None:
    account(database)
    with suppress(ZeroDivisionError), database.writing() as session:
        record(session, AT_THE_MACHINE, Action.DECIDE, "round:1")
        raise ZeroDivisionError

    with database.reading() as session:
        (only,) = audit_rows(session)
    assert only.action == Action.MANAGE_ACCOUNTS
    assert only.actor_name == "tester"
    assert only.actor_role is Role.OPERATOR
    assert only.detail["name"] == "li"


def test_links_are_found_by_what_they_are_about_newest_first(database: Database) -> None:
    write(database, 1, links=3)
    write(database, 2, links=3)

    with database.reading() as session:
        found = audit_rows(session, thing="round:1")
        pages = [audit_rows(session, page=page, per_page=4) for page in (1, 2, 3)]
        assert audit_length(session) == 6
    assert [row.seq for row in found] == [5, 2]
    assert [[row.seq for row in rows] for rows in pages] == [[6, 5, 4, 3], [2, 1], []]


def test_writers_at_once_do_not_fork_the_chain(database: Database) -> None:
    confirmed = at_once(database)

    assert confirmed == WORKERS * LINKS
    assert broken(database) is None
    with database.reading() as session:
        assert audit_length(session) == confirmed


def test_without_the_lock_links_are_lost(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The unique previous hash keeps even then a fork from being stored: it costs the writer."""
    genuine = audit._hash
    monkeypatch.setattr(audit, "_hash", lambda entry: (time.sleep(0.01), genuine(entry))[1])

    confirmed = at_once(unprotected(database))

    assert 0 < confirmed < WORKERS * LINKS
    assert broken(database) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("thing", "'round:other'"),
        ("action", "'sign_in'"),
        ("actor_name", "'somebody'"),
        ("actor_id", "NULL"),
        ("actor_role", "'auditor'"),
        ("address", "'10.0.0.1'"),
        ("request", "'x'"),
        ("result", "'refused'"),
        ("detail", """'{"a":1}'"""),
        ("at", "'2026-03-25T09:30:00.000001+00:00'"),
        ("hash", "'" + "0" * 64 + "'"),
        ("prev_hash", "'" + "1" * 64 + "'"),
    ],
)
def test_an_altered_link_is_found(database: Database, column: str, value: str) -> None:
    write(database, 1, links=5)

    tamper(database, f"UPDATE audit_entry SET {column} = {value} WHERE seq = 3")

    found = broken(database)
    assert found == ChainBreak(3, "access.chain_altered")
    assert say(found.code)


def test_links_removed_or_put_in_are_found(database: Database) -> None:
    write(database, 1, links=6)

    tamper(database, "DELETE FROM audit_entry WHERE seq = 3")
    assert broken(database) == ChainBreak(3, "access.chain_gap")

    tamper(database, "UPDATE audit_entry SET seq = seq - 1 WHERE seq = 4")
    assert broken(database) == ChainBreak(3, "access.chain_altered")


def test_the_first_link_cannot_be_taken_away(database: Database) -> None:
    write(database, 1, links=3)

    tamper(database, "DELETE FROM audit_entry WHERE seq = 1")

    assert broken(database) == ChainBreak(1, "access.chain_gap")


def test_swapped_contents_are_found(database: Database) -> None:
    write(database, 1, links=4)

    tamper(
        database,
        "UPDATE audit_entry SET thing = CASE seq WHEN 2 THEN 'round:2' ELSE 'round:1' END "
        "WHERE seq IN (2, 3)",
    )

    assert broken(database) == ChainBreak(2, "access.chain_altered")
