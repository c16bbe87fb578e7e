"""At the desk: looks for jobs, does each in the name of who asked, and ends it in every case."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

from matcher.access import Actor, require
from matcher.access.away import asker
from matcher.errors import JieduiError
from matcher.queue.asking import RIGHTS_OF
from matcher.queue.doing import (
    LEASE,
    CancelledByAsker,
    Errand,
    Lease,
    Stopped,
    Work,
    break_off,
    fail,
    finish,
    give_back,
    stop,
    sweep,
    take,
    tell,
)
from matcher.store import Database
from matcher.vocabulary import JobKind

TOLD_EVERY = 0.5
"""Seconds between two notes about one stage: each is a write, and no page asks more often."""


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Desk:
    """Where one worker does its jobs; `ending` says whether it is to put them down."""

    database: Database
    worker: Actor
    works: Mapping[JobKind, Work]
    lease: timedelta = LEASE
    ending: Callable[[], bool] = _never

    def look(self) -> int:
        """Do everything that waits; how many jobs that were."""
        count = 0
        while not self.ending():
            with self.database.writing() as session:
                sweep(session, self.worker)
                taken = take(session, self.worker, lease=self.lease)
            if taken is None:
                break
            self.do(taken)
            count += 1
        return count

    def do(self, lease: Lease) -> None:
        """Do this job. What nobody foresaw goes on to the caller, and the job back to the queue."""
        with ExitStack() as unforeseen:
            unforeseen.callback(self._break_off, lease)
            try:
                self._attempt(lease)
            except CancelledByAsker:
                with self.database.writing() as session:
                    stop(session, self.worker, lease)
            except Stopped:
                with self.database.writing() as session:
                    give_back(session, lease)
            unforeseen.pop_all()

    def _attempt(self, lease: Lease) -> None:
        try:
            with self.database.reading() as session:
                actor = asker(session, lease.asker_id, lease.asked_by)
            require(actor, RIGHTS_OF[lease.kind])
            told = _Told(self.database, lease, self.ending)
            keep = self.works[lease.kind](
                Errand(self.database, actor, lease.job_id, lease.arguments, told)
            )
            with self.database.writing() as session:
                finish(session, self.worker, lease, keep)
        except JieduiError as error:
            with self.database.writing() as session:
                fail(session, self.worker, lease, error.code, error.params)

    def _break_off(self, lease: Lease) -> None:
        with self.database.writing() as session:
            break_off(session, self.worker, lease)


@dataclass
class _Told:
    """Notes how far a job is, a new stage at once, and stops what is not to go on."""

    database: Database
    lease: Lease
    ending: Callable[[], bool]
    _stage: str = ""
    _at: float = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self.ending():
            raise Stopped
        now = time.monotonic()
        if stage == self._stage and now - self._at < TOLD_EVERY:
            return
        self._stage, self._at = stage, now
        with self.database.writing() as session:
            tell(session, self.lease, stage, done, total)
