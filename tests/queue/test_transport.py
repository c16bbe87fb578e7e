"""Messages only wake: they carry nothing, only our user can write them, and one may be lost."""

from __future__ import annotations

import logging
import stat
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from matcher.access import Scope, operator
from matcher.queue import ask, job_of
from matcher.queue.desk import Desk
from matcher.queue.transport import queue_file, transport, wake
from matcher.store import Database
from matcher.vocabulary import JobKind, JobState
from tests.people import AT_THE_MACHINE
from tests.queue.test_asking import asked
from tests.queue.test_doing import done


def waiting(database: Database) -> int:
    """Messages in the queue."""
    queue, _ = transport(database.engine.url, lambda: None)
    count = queue.storage.queue_size()
    queue.storage.close()
    return count


def test_a_message_calls_the_look_of_whoever_takes_it(database: Database) -> None:
    looked: list[str] = []
    before = waiting(database)
    asked(database, AT_THE_MACHINE)
    assert waiting(database) == before + 1

    queue, _ = transport(database.engine.url, lambda: looked.append("looked"))
    for _ in range(before + 1):
        queue.execute(queue.dequeue())
    queue.storage.close()

    assert looked[-1:] == ["looked"]
    assert waiting(database) == 0


def test_nobody_is_woken_for_what_was_not_committed(database: Database) -> None:
    before = waiting(database)

    def ask_in_vain() -> None:
        with database.writing() as session:
            ask(session, AT_THE_MACHINE, JobKind.RUN, {}, about="", area=Scope())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask_in_vain()

    assert waiting(database) == before


def test_a_lost_message_loses_nothing(database: Database) -> None:
    job = asked(database, AT_THE_MACHINE)
    queue, _ = transport(database.engine.url, lambda: None)
    queue.storage.flush_queue()
    queue.storage.close()

    Desk(database, operator("worker/1"), {JobKind.RUN: done}).look()

    with database.reading() as session:
        assert job_of(session, job.id).state is JobState.DONE


def test_a_broken_queue_file_keeps_nobody_from_asking(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    if database.engine.dialect.name == "sqlite":
        queue_file(database.engine.url).write_text("no database " * 1000)
    else:
        with database.writing() as session:
            session.execute(text("CREATE TABLE IF NOT EXISTS huey_task (id int)"))
            session.execute(text("ALTER TABLE huey_task RENAME TO huey_task_gone"))
            session.execute(text("CREATE VIEW huey_task AS SELECT 1 AS id"))

    with caplog.at_level(logging.WARNING):
        job = asked(database, AT_THE_MACHINE)

    assert "no worker could be woken" in caplog.text
    with database.writing() as session:
        if database.engine.dialect.name == "postgresql":
            session.execute(text("DROP VIEW huey_task"))
            session.execute(text("ALTER TABLE huey_task_gone RENAME TO huey_task"))
        assert job_of(session, job.id).state is JobState.QUEUED


def test_the_file_of_the_queue_is_for_its_user_alone_and_its_messages_are_plain(
    tmp_path: Path,
) -> None:
    url = make_url(f"sqlite:///{tmp_path}/jiedui.sqlite")
    path = queue_file(url)

    wake(url)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    queue, _ = transport(url, lambda: None)
    (message,) = queue.storage.enqueued_items()
    queue.storage.close()
    assert bytes(message).startswith(b'["')
