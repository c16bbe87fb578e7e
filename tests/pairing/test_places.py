"""Places and the one open pair of two: held by the use case, and by the database alone."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from matcher.access import verify_chain
from matcher.errors import Conflict
from matcher.store import Database, new_id
from tests.builders import uscc, village_code
from tests.databases import unprotected
from tests.pairing.desk import Desk, M

RACES, AT_ONCE = 8, 16
ENTERPRISES, VILLAGES, PLACES = 2, 6, 2
OPEN_PAIRS = text("SELECT uscc, village_code FROM pair WHERE state = 'asked'")
A_PAIR = text(
    "INSERT INTO pair (id, number, round_id, suggestion_id, uscc, village_code, role, state, "
    "answer_by, created_at, created_by, updated_at, updated_by, version) "
    "SELECT :id, :number, :round, id, :uscc, :village, :role, :state, '2026-04-08', "
    ":at, '', :at, '', 1 FROM suggestion WHERE rank = 1"
)


def open_pairs(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        return [(one.uscc, one.village_code) for one in session.execute(OPEN_PAIRS)]


def at_once(work: Callable[[int], str]) -> Counter[str]:
    """What became of AT_ONCE calls that begin together."""
    together = threading.Barrier(AT_ONCE)

    def begin(number: int) -> str:
        together.wait(30)
        return work(number)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return Counter(threads.map(begin, range(AT_ONCE)))


def test_many_confirmations_at_once_never_take_more_than_there_is(database: Database) -> None:
    """Sixteen requests for twelve pairs of two enterprises that take two villages each."""
    desk = Desk.of(database, enterprises=ENTERPRISES, villages=VILLAGES, places=PLACES)
    wanted = [*desk.reviews, *desk.reviews][:AT_ONCE]
    told: Counter[str] = Counter()

    def confirm(number: int) -> str:
        try:
            desk.send(wanted[number])
        except Conflict as conflict:
            return conflict.code
        return "sent"

    for _ in range(RACES):
        told += at_once(confirm)
        taken = open_pairs(database)
        assert Counter(one for one, _ in taken) == {uscc(1): PLACES, uscc(2): PLACES}
        assert len({village for _, village in taken}) == len(taken)
        with database.writing() as session:
            session.execute(text("UPDATE pair SET state = 'withdrawn' WHERE state = 'asked'"))

    assert told["sent"] == RACES * ENTERPRISES * PLACES
    assert told.total() == RACES * AT_ONCE
    assert set(told) <= {
        "sent",
        "pairing.already_open",
        "pairing.enterprise_full",
        "pairing.village_full",
    }
    with database.reading() as session:
        assert verify_chain(session) is None


def put(database: Database, desk: Desk, number: int, village: int, **fields: str) -> str:
    """A pair written past the use case, by a program that knows nothing of locks."""
    given = {"role": "lead", "state": "asked", "uscc": uscc(1), **fields}
    values = {"id": new_id(), "number": number, "village": village_code(village)}
    at = datetime(2026, 3, 25, tzinfo=UTC)
    moment = at.isoformat() if database.engine.dialect.name == "sqlite" else at
    try:
        with database.engine.begin() as connection:
            connection.execute(A_PAIR, {**values, **given, "round": desk.round_id, "at": moment})
    except DatabaseError as error:
        return str(error.orig).splitlines()[0]
    return "put"


def put_many_at_once(database: Database) -> int:
    """Sixteen programs look, see a place free, and write; how many pairs there are then."""
    desk = Desk.of(database, enterprises=1, villages=AT_ONCE, places=PLACES)
    careless, all_have_looked = unprotected(database), threading.Barrier(AT_ONCE)

    def look_and_put(number: int) -> str:
        with careless.engine.connect() as connection:
            assert len(connection.execute(OPEN_PAIRS).all()) < PLACES
        all_have_looked.wait(30)
        return put(careless, desk, number + 1, number + 1)

    at_once(look_and_put)
    careless.close()
    return len(open_pairs(database))


def test_the_database_alone_lets_nobody_take_more_than_there_is(database: Database) -> None:
    assert put_many_at_once(database) == PLACES


def test_without_its_triggers_more_is_taken_than_there_is(database: Database) -> None:
    with no_guard_of_places(database):
        assert put_many_at_once(database) == AT_ONCE


@contextmanager
def no_guard_of_places(database: Database) -> Iterator[None]:
    if database.engine.dialect.name == "sqlite":
        with database.writing() as session:
            session.execute(text("DROP TRIGGER pair_takes_places"))
        yield
        return
    change = "ALTER TABLE pair {} TRIGGER pair_takes_places"
    with database.writing() as session:
        session.execute(text(change.format("DISABLE")))
    try:
        yield
    finally:
        with database.writing() as session:
            session.execute(text(change.format("ENABLE")))


def test_the_database_takes_one_open_pair_of_two_and_one_leading_partner(
    database: Database,
) -> None:
    desk = Desk.of(database, enterprises=3, villages=2, places=9, partners=9)
    database = unprotected(database)
    as_supporter = {"role": "supporting"}

    assert put(database, desk, 1, 1) == "put"
    assert "uni" in put(database, desk, 2, 1, **as_supporter).lower()
    assert "uni" in put(database, desk, 3, 1, uscc=uscc(2)).lower()
    assert put(database, desk, 4, 1, uscc=uscc(2), **as_supporter) == "put"
    assert put(database, desk, 5, 1, state="ended") == "put"
    assert put(database, desk, 6, 2) == "put"


def test_a_village_that_names_no_number_takes_one_partner(database: Database) -> None:
    desk = Desk.of(database, enterprises=2, villages=1, places=9)
    database = unprotected(database)

    assert put(database, desk, 1, 1) == "put"
    assert "no place left" in put(database, desk, 2, 1, uscc=uscc(2), role="supporting")


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE pair SET state = 'asked'",
        "UPDATE pair SET answer_by = '2027-01-01'",
        "DELETE FROM pair",
    ],
)
def test_a_closed_pair_stays_as_it_is(database: Database, attack: str) -> None:
    desk = Desk.of(database)
    row = desk.move(*desk.send((1, 1)), M.WITHDRAW)

    with pytest.raises(DatabaseError), database.writing() as session:
        session.execute(text(attack))

    assert desk.now(row) == row


@pytest.mark.parametrize(
    "attack",
    [
        f"UPDATE pair SET uscc = '{uscc(2)}'",
        f"UPDATE pair SET village_code = '{village_code(2)}'",
        "UPDATE pair SET state = 'under_way'",
        "UPDATE pair SET since = '2027-01-01', until = '2026-01-01'",
        "DELETE FROM pair",
        "UPDATE pair_event SET reason = 'another'",
        "DELETE FROM pair_event",
    ],
)
def test_the_sides_the_term_and_the_history_of_an_open_pair_are_held(
    database: Database, attack: str
) -> None:
    desk = Desk.of(database)
    (row,) = desk.send((1, 1))

    with pytest.raises(DatabaseError), database.writing() as session:
        session.execute(text(attack))

    assert desk.now(row) == row
