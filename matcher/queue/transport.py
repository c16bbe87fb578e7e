"""How a worker is woken: a huey queue beside the SQLite file, or in the PostgreSQL database.

A message says only that there is something to look for. Whoever can write into the queue can
therefore wake a worker and nothing else; messages are JSON, never pickled objects.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from contextlib import closing, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from huey import Huey
from huey.registry import Message
from huey.serializer import Serializer
from huey.storage import PostgresStorage, SqliteStorage
from sqlalchemy.engine import URL

_log = logging.getLogger(__name__)


class _Plain(Serializer):  # type: ignore[misc]
    """Messages as JSON lists."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(list(data)).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(bytes(data)))


def queue_file(url: URL) -> Path:
    """The file of the queue of a SQLite database: beside it, as its journal is."""
    return Path(f"{url.database}-queue").absolute()


def transport(url: URL, look: Callable[[], None]) -> tuple[Huey, Callable[[], Any]]:
    """The queue of this database, in which a message calls `look`; and what sends a message."""
    if url.get_backend_name() == "sqlite":
        path = queue_file(url)
        with suppress(FileExistsError):  # for this user alone, like the database
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
        kept: dict[str, Any] = {
            "storage_class": SqliteStorage,
            "filename": str(path),
            "journal_mode": "delete",  # a WAL is not safe with every SQLite
        }
    else:
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        kept = {"storage_class": PostgresStorage, "dsn": dsn}
    queue = Huey("jiedui", results=False, serializer=_Plain(), **kept)

    def message() -> None:
        look()

    return queue, queue.task(name="look")(message)


def wake(url: URL) -> None:
    """Tell the workers that something waits. Where that fails, they find it by themselves later."""
    refusal = _refusal(url)
    try:
        queue, send = transport(url, lambda: None)
        with closing(queue.storage):
            send()
    except (OSError, refusal) as error:
        _log.warning("no worker could be woken: %s", error)


def _refusal(url: URL) -> type[Exception]:
    """What the queue's own database says when it will not take a message."""
    module = "sqlite3" if url.get_backend_name() == "sqlite" else "psycopg"
    refused: type[Exception] = import_module(module).Error
    return refused
