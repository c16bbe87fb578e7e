"""Deciding about pairs: by hand, by two hands at once, and never beyond a capacity."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from matcher.access import Action, audit_rows, verify_chain
from matcher.errors import Conflict, InputRefused, NotAllowed, NotFound
from matcher.messages import say
from matcher.parties import take
from matcher.programme import Programme
from matcher.rounds import acting, recording
from matcher.rounds.reading import runs, suggestion
from matcher.rounds.reviewing import decide, take_back
from matcher.rounds.rows import SuggestionRow
from matcher.rounds.standing import history
from matcher.store import Database
from matcher.vocabulary import Decision, Role
from tests.builders import an_enterprise
from tests.databases import SetClock, unprotected
from tests.people import AT_THE_MACHINE, somebody
from tests.rounds.situations import Office, pair, programme

CONFIRM, VETO, TAKEN_BACK = Decision.CONFIRM, Decision.VETO, Decision.TAKEN_BACK
NOWHERE = "00000000-0000-4000-8000-000000000000"


def refused(code: str, work) -> None:
    with pytest.raises(Conflict) as conflict:
        work()
    assert conflict.value.code == code
    assert say(code, "zh", **conflict.value.params)
    assert say(code, "en", **conflict.value.params)


def test_a_decision_stands_with_who_when_and_why(database: Database, clock: SetClock) -> None:
    office = Office.of(database)
    row = office.suggested(office.run())[0]

    review = office.decide(row, VETO, "  too far  ")

    assert (review.decision, review.reason, review.version) == (VETO, "too far", 1)
    assert (review.decided_by, review.decided_at) == ("coordinator-1", clock.now)
    assert (review.enterprise, review.village) == (row.enterprise, row.village)
    with database.reading() as session:
        now = suggestion(session, row.id)
        (audit,) = audit_rows(session, per_page=1)
        assert verify_chain(session) is None
    assert (now.review, now.version) == (review, 1)
    assert (audit.action, audit.detail["decision"]) == (Action.DECIDE, "veto")
    assert office.stands() == {pair(row): VETO}


def test_a_veto_needs_a_reason(database: Database) -> None:
    office = Office.of(database)
    row = office.suggested(office.run())[0]

    for reason in ("", "  \n"):
        with pytest.raises(InputRefused) as needed:
            office.decide(row, VETO, reason)
        assert [fault.field for fault in needed.value.faults] == ["reason"]
    assert office.stands() == {}


def test_taking_back_is_no_decision_about_a_suggestion(database: Database) -> None:
    office = Office.of(database)
    row = office.suggested(office.run())[0]

    with pytest.raises(InputRefused):
        office.decide(row, TAKEN_BACK)


def test_a_decision_taken_back_leaves_the_pair_open_and_the_history_whole(
    database: Database,
) -> None:
    office = Office.of(database)
    row = office.suggested(office.run())[0]

    office.take_back(office.decide(row, CONFIRM))
    office.decide(row, VETO, "on second thoughts", version=2)

    with database.reading() as session:
        past = history(session, office.round_id, *pair(row))
        now = suggestion(session, row.id)
    assert [(one.version, one.decision) for one in past] == [
        (3, VETO),
        (2, TAKEN_BACK),
        (1, CONFIRM),
    ]
    assert now.version == 3
    assert office.stands() == {pair(row): VETO}


def test_a_pair_that_was_taken_back_shows_no_review(database: Database) -> None:
    office = Office.of(database)
    row = office.suggested(office.run())[0]
    office.take_back(office.decide(row, CONFIRM))

    with database.reading() as session:
        now = suggestion(session, row.id)

    assert (now.review, now.version) == (None, 2)
    assert office.stands() == {}


def test_the_second_of_two_decisions_from_the_same_page_is_told(database: Database) -> None:
    office = Office.of(database)
    row = office.suggested(office.run())[0]
    office.decide(row, CONFIRM)

    refused("rounds.decided_meanwhile", lambda: office.decide(row, VETO, "too far"))
    refused("rounds.decided_meanwhile", lambda: office.decide(row, CONFIRM))
    refused(
        "rounds.no_such_version",
        lambda: office.decide(office.suggested(office.run())[1], CONFIRM, version=5),
    )

    assert office.stands() == {pair(row): CONFIRM}


def test_only_what_stands_can_be_taken_back(database: Database) -> None:
    office = Office.of(database)
    row = office.suggested(office.run())[0]
    first = office.decide(row, CONFIRM)
    undone = office.take_back(first)

    refused("rounds.decided_meanwhile", lambda: office.take_back(first))
    refused("rounds.nothing_to_take_back", lambda: office.take_back(first, version=2))
    refused("rounds.nothing_to_take_back", lambda: office.take_back(undone))


def test_an_enterprise_is_not_confirmed_beyond_its_capacity(database: Database) -> None:
    office = Office.of(database, programme(villages=3, enterprises=1, places=3))
    rows = office.suggested(office.run())
    assert len(rows) == 3
    with database.writing() as session:  # it has since become more modest
        take(session, AT_THE_MACHINE, Programme(enterprises=(an_enterprise(1, max_villages=2),)))
    confirmed = [office.decide(row, CONFIRM) for row in rows[:2]]

    refused("rounds.enterprise_full", lambda: office.decide(rows[2], CONFIRM))
    office.decide(rows[2], VETO, "full")
    office.take_back(confirmed[0])
    office.decide(rows[2], CONFIRM, version=1)

    assert sorted(office.stands().values()) == [CONFIRM, CONFIRM]


def test_a_village_is_not_confirmed_beyond_what_it_takes(database: Database) -> None:
    """Two runs suggest different partners; the village still takes one."""
    office = Office.of(database, programme(villages=1, enterprises=2))
    (first,) = office.suggested(office.run())
    veto = office.decide(first, VETO, "try the other")
    (second,) = office.suggested(office.run())
    assert pair(first) != pair(second)
    office.decide(second, CONFIRM)
    office.take_back(veto)

    refused("rounds.village_full", lambda: office.decide(first, CONFIRM, version=2))


def test_who_may_not_decide_and_what_is_not_there(database: Database) -> None:
    office = Office.of(database)
    row = office.suggested(office.run())[0]
    review = office.decide(row, CONFIRM)

    for role in set(Role) - {Role.COORDINATOR}:
        with pytest.raises(NotAllowed), database.writing() as session:
            decide(session, somebody(role), row.id, CONFIRM, expected_version=1)
        with pytest.raises(NotAllowed), database.writing() as session:
            take_back(session, somebody(role), review.id, expected_version=1)
    with pytest.raises(NotFound), database.writing() as session:
        decide(session, office.actor, NOWHERE, CONFIRM, expected_version=0)
    with pytest.raises(NotFound), database.writing() as session:
        take_back(session, office.actor, NOWHERE, expected_version=1)


def test_the_database_itself_takes_each_version_once_and_no_veto_without_reason(
    database: Database,
) -> None:
    office = Office.of(database)
    row = office.suggested(office.run())[0]
    office.decide(row, CONFIRM)
    copy = (
        "INSERT INTO review SELECT '{id}', round_id, uscc, village_code, {version}, "
        "suggestion_id, '{decision}', '', decided_at, decided_by, actor_id FROM review"
    )

    for given in (
        {"id": "a", "version": 1, "decision": "confirm"},
        {"id": "b", "version": 2, "decision": "veto"},
        {"id": "c", "version": 2, "decision": "perhaps"},
    ):
        with pytest.raises(DatabaseError), database.writing() as session:
            session.execute(text(copy.format(**given)))
    with pytest.raises(DatabaseError, match="append-only"), database.writing() as session:
        session.execute(text("UPDATE review SET decision = 'confirm'"))


COORDINATORS, PLACES, VILLAGES = 8, 2, 6


def confirm_at_once(database: Database, rows: list[SuggestionRow]) -> tuple[int, int]:
    """Every coordinator confirms the pairs in an order of their own: confirmed and refused."""
    together = threading.Barrier(COORDINATORS)

    def work(number: int) -> tuple[int, int]:
        confirmed = conflicts = 0
        actor = somebody(Role.COORDINATOR, number)
        together.wait()
        for row in [*rows[number % len(rows) :], *rows[: number % len(rows)]]:
            try:
                with database.writing() as session:
                    decide(session, actor, row.id, CONFIRM, expected_version=0)
                    session.commit()
                confirmed += 1
            except (Conflict, DatabaseError):
                conflicts += 1
        return confirmed, conflicts

    with ThreadPoolExecutor(COORDINATORS) as threads:
        done = list(threads.map(work, range(COORDINATORS)))
    return sum(one for one, _ in done), sum(other for _, other in done)


@pytest.fixture
def crowded(database: Database) -> Office:
    """Six suggestions of one enterprise, which has since only two places."""
    office = Office.of(database, programme(villages=VILLAGES, enterprises=1, places=VILLAGES))
    office.run()
    with database.writing() as session:
        fewer = Programme(enterprises=(an_enterprise(1, max_villages=PLACES),))
        take(session, AT_THE_MACHINE, fewer)
    return office


def latest(office: Office) -> list[SuggestionRow]:
    with office.database.reading() as session:
        (run,) = runs(session, office.round_id)
    return office.suggested(run)


def test_coordinators_at_once_never_confirm_beyond_a_capacity(crowded: Office) -> None:
    confirmed, conflicts = confirm_at_once(crowded.database, latest(crowded))

    assert confirmed == PLACES
    assert conflicts == COORDINATORS * VILLAGES - PLACES
    assert list(crowded.stands().values()) == [CONFIRM] * PLACES
    with crowded.database.reading() as session:
        assert verify_chain(session) is None


def test_without_the_lock_a_capacity_does_not_hold(
    crowded: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The audit chain and the numbers of deeds admit one writer at a time whatever happens, so the
    control drops both."""
    all_have_looked, looked = threading.Barrier(COORDINATORS), threading.local()
    genuine = acting.refuse_overfull

    def look_then_wait(*given: object) -> None:
        genuine(*given)
        if not hasattr(looked, "once"):
            looked.once = True
            all_have_looked.wait(30)

    monkeypatch.setattr(acting, "refuse_overfull", look_then_wait)
    numbers = itertools.count()
    monkeypatch.setattr(recording, "record", lambda *_: None)
    monkeypatch.setattr(recording, "last_deed", lambda *_: next(numbers))

    confirmed, _ = confirm_at_once(unprotected(crowded.database), latest(crowded))

    assert confirmed == len(crowded.stands()) == VILLAGES
