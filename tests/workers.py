"""Workers for tests: one in this process, which does what waits and is done."""

from __future__ import annotations

from matcher.access import operator
from matcher.commands.working import works
from matcher.queue.desk import Desk
from matcher.store import Database

WORKER = operator("worker/1")


def do_what_waits(database: Database) -> int:
    """As a worker does it; how many jobs that were."""
    return Desk(database, WORKER, works()).look()
