"""Sixteen browsers want the one place at the same moment: on the board, in sending, in answering.

python -m tests.faults.racing [ROUNDS]     on SQLite and on PostgreSQL, against a real gunicorn
"""

from __future__ import annotations

import re
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import text

from matcher.rounds.running import open_round, run_round
from matcher.store import Database, moment, open_database, upgrade
from matcher.vocabulary import Role
from tests.builders import uscc, village_code
from tests.faults.served import AS_USUAL, Answer, Browser, served
from tests.faults.site import quick_passwords
from tests.pairing.desk import Desk
from tests.people import AT_THE_MACHINE
from tests.postgres import postgres
from tests.tenants import PASSWORD, open_for

AT_ONCE = 16
COORDINATORS = ("li", "wang", "zhao", "qian")
SENT_TO, PINNED_TO = 1, 2  # the village each of the two races is about: it takes one partner
WITHDRAWN = text("UPDATE pair SET state = 'withdrawn' WHERE state <> 'withdrawn'")
WHY = re.compile(r'role="alert"|class="message refused"')
UNGUARDED = {
    "sqlite": ("DROP TRIGGER pair_takes_places", "DROP INDEX ix_pair_one_lead"),
    "postgresql": (
        "ALTER TABLE pair DISABLE TRIGGER pair_takes_places",
        "DROP INDEX ix_pair_one_lead",
    ),
}
CARELESSLY = ("-m", "tests.faults.careless")
KINDS = ("board", "sending", "answering")


@dataclass
class Outcome:
    """What the browsers were told in each race, and everything that must not be."""

    answers: dict[str, Counter[int]] = field(
        default_factory=lambda: {kind: Counter() for kind in KINDS}
    )
    over_capacity: Counter[str] = field(default_factory=Counter)
    without_a_reason: int = 0

    def __str__(self) -> str:
        told = "; ".join(
            f"{kind} {dict(sorted(one.items()))}" for kind, one in self.answers.items()
        )
        over = self.over_capacity.total()
        return f"{told}; over capacity {over}, losers not told why {self.without_a_reason}"


class Contest:
    """Sixteen enterprises, and two villages that take one partner each."""

    def __init__(self, database: Database) -> None:
        self.database, self.outcome = database, Outcome()
        self.desk = Desk.of(database, enterprises=AT_ONCE, villages=2, places=9, partners=1)
        for name in COORDINATORS:
            open_for(database, Role.COORDINATOR, name)

    def arrive(self, port: int) -> None:
        """Each coordinator signs in, and opens four windows."""
        signed_in = [Browser(port).sign_in(name, PASSWORD) for name in COORDINATORS]
        self.browsers = signed_in * (AT_ONCE // len(signed_in))

    def run(self, rounds: int) -> Outcome:
        for _ in range(rounds):
            self._on_the_board()
            self._sending()
            self._answering()
            with self.database.writing() as session:
                session.execute(
                    text("UPDATE pair SET state = 'withdrawn' WHERE state <> 'withdrawn'")
                )
        return self.outcome

    def _on_the_board(self) -> None:
        """Each pins an enterprise of their own to the village."""
        with self.database.writing() as session:
            opened = open_round(
                session, AT_THE_MACHINE, campaign="race", name=f"{time.monotonic_ns()}"
            )
        run_round(self.database, AT_THE_MACHINE, opened.id)
        self._at_once(
            "board",
            f"/rounds/{opened.id}/deeds",
            lambda number: {
                "decision": "pin",
                "pair": f"{uscc(number + 1)}-{village_code(PINNED_TO)}-0",
                "reason": "race",
            },
        )
        pinned = "SELECT count(*) FROM review WHERE round_id = :round AND village_code = :village"
        self._count("board", pinned, round=opened.id, village=village_code(PINNED_TO))

    def _sending(self) -> None:
        """Each sends another confirmed pair of the village."""
        with self.database.reading() as session:
            until = (moment(session) + timedelta(days=9)).date().isoformat()
        self._at_once(
            "sending",
            f"/pairs/rounds/{self.desk.round_id}",
            lambda number: {
                "answer_by": until,
                "review_ids": self.desk.reviews[number + 1, SENT_TO],
            },
        )
        taken = "SELECT count(*) FROM pair WHERE state = 'asked' AND village_code = :village"
        self._count("sending", taken, village=village_code(SENT_TO))

    def _answering(self) -> None:
        """All register that the enterprise of the pair agrees."""
        with self.database.reading() as session:
            asked = session.execute(text("SELECT id FROM pair WHERE state = 'asked'")).scalars()
            pair, today = asked.first(), moment(session).date().isoformat()
        self._at_once(
            "answering",
            f"/pairs/{pair}/answer",
            lambda _: {
                "move": "enterprise_agrees",
                "version": "1",
                "said_by": "总经理",
                "said_on": today,
            },
        )
        said = "SELECT count(*) FROM pair_event WHERE pair_id = :pair AND seq > 1"
        self._count("answering", said, pair=pair or "")

    def _at_once(self, kind: str, path: str, entered: Callable[[int], dict[str, str]]) -> None:
        together = threading.Barrier(AT_ONCE)

        def post(number: int) -> Answer:
            together.wait(30)
            return self.browsers[number].post(path, entered(number))

        with ThreadPoolExecutor(AT_ONCE) as threads:
            answers = list(threads.map(post, range(AT_ONCE)))
        self.outcome.answers[kind].update(one.status for one in answers)
        self.outcome.without_a_reason += sum(
            one.status == 409 and not WHY.search(one.text) for one in answers
        )

    def _count(self, kind: str, question: str, **about: str) -> None:
        """One may have it; every other is over capacity."""
        with self.database.reading() as session:
            found = session.execute(text(question), about).scalar() or 0
        self.outcome.over_capacity[kind] += max(found - 1, 0)


@contextmanager
def fresh_databases() -> Iterator[Iterator[tuple[str, str]]]:
    with (
        tempfile.TemporaryDirectory(prefix="jiedui-race-") as folder,
        postgres() as server,
        server.database("race") as url,
    ):
        yield iter((("SQLite", f"sqlite:///{folder}/race.sqlite"), ("PostgreSQL", url)))


def raced(url: str, rounds: int, *, careless: bool = False) -> Outcome:
    """`rounds` of each race over the site at this new database.

    `careless`: without the lock of the one writer, and without the guards of the table of pairs.
    """
    database = open_database(url, create=url.startswith("sqlite"))
    upgrade(database)
    with quick_passwords():
        contest = Contest(database)
    if careless:
        with database.writing() as session:
            for statement in UNGUARDED[database.engine.dialect.name]:
                session.execute(text(statement))
    with served(url, CARELESSLY if careless else AS_USUAL) as port:
        contest.arrive(port)
        outcome = contest.run(rounds)
    database.close()
    return outcome


def main(words: list[str]) -> int:
    rounds = int(words[0]) if words else 100
    faulty = 0
    with fresh_databases() as databases:
        for name, url in databases:
            began = time.monotonic()
            outcome = raced(url, rounds)
            seconds = time.monotonic() - began
            print(f"{name}: {rounds} rounds × {AT_ONCE} in {seconds:.0f} s: {outcome}", flush=True)
            faulty += outcome.over_capacity.total() + outcome.without_a_reason
            faulty += any(set(told) - {303, 409} for told in outcome.answers.values())
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
