"""A worker: one process that keeps watch, and beside it the hands, processes that do the work.

huey starts the hands, wakes them and replaces those that die. The watch holds no transaction and
loads nothing heavy, so it can say that its hands live while they compute for minutes.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from huey.consumer import Consumer, Scheduler
from huey.consumer import Worker as HueyWorker
from sqlalchemy.exc import OperationalError

from matcher.access import operator
from matcher.queue.beating import beat, hand_name, leave
from matcher.queue.desk import Desk
from matcher.queue.doing import LEASE, Work
from matcher.queue.following import anything_waits
from matcher.queue.transport import transport
from matcher.store import open_database, require_current
from matcher.vocabulary import JobKind

MakeWorks = Callable[[], Mapping[JobKind, Work]]
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pace:
    """In seconds: how often a worker says that it lives, how often its hands look unasked, how long
    a lease holds, and how long a job may take to stop when the worker is to end."""

    beat: float = 5.0
    look: float = 10.0
    lease: float = LEASE.total_seconds()
    patience: float = 15.0


def work(
    url: str,
    make_works: MakeWorks,
    *,
    hands: int = 1,
    pace: Pace = Pace(),
    with_parent: bool = False,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Work until a signal says to end; `with_parent` also ends when the parent process does.

    `make_works` is called in each hand, because what does the work is heavy. Raises Misconfigured
    when there is no such database or its tables are not of this version.
    """
    office = _Office(url, make_works, pace)
    watch = _Watch(office, hands, os.getppid() if with_parent else None, ready)
    try:
        watch.run()
    finally:
        office.close()


class _Office:
    """What the watch and its hands share: alike when a hand is forked, each its own afterwards."""

    def __init__(self, url: str, make_works: MakeWorks, pace: Pace) -> None:
        self.pace = pace
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        self.process = os.getpid()
        self.ending: Callable[[], bool] = lambda: False
        self._make_works = make_works
        self._lease = timedelta(seconds=pace.lease)
        self._database = open_database(url)
        require_current(self._database)
        self.queue, _ = transport(self._database.engine.url, self.look)

    def look(self) -> None:
        """In a hand: do what waits."""
        with self._database.reading() as session:
            waits = anything_waits(session)
        if waits:
            self._desk.look()

    @cached_property
    def _desk(self) -> Desk:
        worker = operator(hand_name(self.name, os.getpid()))
        return Desk(self._database, worker, self._make_works(), self._lease, self.ending)

    def beat(self, hands: list[int]) -> None:
        """In the watch: say that it lives, and these processes. Missed once, it is said later."""
        try:
            with self._database.writing() as session:
                beat(session, operator(self.name), hands, lease=self._lease)
        except OperationalError as error:
            _log.warning("the database does not answer: %s", error.orig)
        finally:
            self._database.close()  # no connection may be open where a hand is forked

    def close(self) -> None:
        with suppress(OperationalError), self._database.writing() as session:
            leave(session, operator(self.name))
        self._database.close()

    @property
    def orphaned(self) -> bool:
        """In a hand: the watch is gone, so nobody would renew a lease any more."""
        return os.getppid() != self.process


class _Hand(HueyWorker):  # type: ignore[misc]
    """Does what a message wakes it for, and looks from time to time though nothing woke it."""

    def __init__(self, office: _Office, **options: Any) -> None:
        super().__init__(huey=office.queue, **options)
        self.office = office
        self._next = 0.0

    def initialize(self) -> None:
        super().initialize()
        self.office.ending = lambda: self.stop_flag.is_set() or self.office.orphaned

    def loop(self, now: Any = None) -> None:
        super().loop(now)
        if self.office.orphaned:
            self.stop_flag.set()
        elif time.monotonic() >= self._next:
            self._next = time.monotonic() + self.office.pace.look
            self.office.look()


class _Idle(Scheduler):  # type: ignore[misc]
    """huey's timekeeper, for whom there is nothing to do; it ends with the watch."""

    def __init__(self, office: _Office, **options: Any) -> None:
        super().__init__(huey=office.queue, **options)
        self.office = office

    def loop(self, now: Any = None) -> None:  # noqa: ARG002 - huey's signature
        if self.office.orphaned:
            self.stop_flag.set()
        self.stop_flag.wait(1)


class _Watch(Consumer):  # type: ignore[misc]
    """Starts the hands, says which of them live, and ends them: softly first, then at once."""

    def __init__(
        self, office: _Office, hands: int, parent: int | None, ready: Callable[[], None]
    ) -> None:
        self.office = office
        self._parent = parent
        self._ready = ready
        self._next = 0.0
        super().__init__(
            office.queue,
            workers=hands,
            periodic=False,
            max_delay=1.0,
            worker_type="process",
            health_check_interval=office.pace.beat,
            shutdown_timeout=office.pace.patience,
        )
        softly = (False, True)
        self._signal_actions = dict.fromkeys((signal.SIGINT, signal.SIGTERM, signal.SIGHUP), softly)

    def start(self) -> None:
        self._set_signal_handlers()  # huey's come last: a signal meanwhile would break a fork
        super().start()
        self.office.beat([])
        self._ready()

    def loop(self, health_check_ts: Any = None) -> Any:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + self.office.pace.beat
            self.office.beat([one.pid for one in self._hands() if self.environment.is_alive(one)])
            if self._parent is not None and os.getppid() != self._parent:
                os.kill(os.getpid(), signal.SIGTERM)
        return super().loop(health_check_ts)

    def _create_worker(self) -> _Hand:
        return _Hand(
            self.office,
            stop_flag=self.stop_flag,
            default_delay=self.default_delay,
            max_delay=self.max_delay,
            backoff=self.backoff,
        )

    def _create_scheduler(self) -> _Idle:
        return _Idle(
            self.office, stop_flag=self.stop_flag, interval=self.scheduler_interval, periodic=False
        )

    def _hands(self) -> list[Any]:
        return [process for _, process in self.worker_threads]

    def _interrupt_workers(self) -> None:
        """A solver in the middle hears no signal; what it held is taken back afterwards."""
        for process in self._hands():
            process.kill()
            process.join()
