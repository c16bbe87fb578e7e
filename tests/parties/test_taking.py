"""Taking a programme in: added, changed, logged, and never taken away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select, text

from matcher.access import Action, audit_rows, verify_chain
from matcher.errors import InputRefused, NotAllowed
from matcher.messages import say
from matcher.parties import changes_of, difference, snapshot, take
from matcher.parties.intake import ChangeEntry
from matcher.parties.model import Village
from matcher.programme import Programme
from matcher.store import Database
from matcher.vocabulary import ArrangementKind, Category, Constraint, Role
from tests.builders import (
    a_need,
    a_village,
    an_arrangement,
    an_enterprise,
    an_offer,
    uscc,
    village_code,
)
from tests.databases import SetClock
from tests.people import AT_THE_MACHINE, somebody

PROGRAMME = Programme(
    villages=(a_village(1, people=300, secretary_phone="13800000001"), a_village(2)),
    needs=(a_need(1), a_need(2, village=2)),
    enterprises=(an_enterprise(1),),
    offers=(an_offer(1),),
    arrangements=(an_arrangement(ArrangementKind.PAIRED),),
)


@pytest.fixture
def stored(database: Database) -> Database:
    with database.writing() as session:
        take(session, AT_THE_MACHINE, PROGRAMME)
    return database


def logged(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(ChangeEntry)) or 0


def test_a_second_time_the_same_programme_changes_nothing(
    stored: Database, clock: SetClock
) -> None:
    lines = logged(stored)
    clock.forward(days=1)

    with stored.writing() as session:
        found = take(session, AT_THE_MACHINE, PROGRAMME)

    assert found.empty
    assert logged(stored) == lines
    with stored.reading() as session:
        assert snapshot(session) == PROGRAMME.ordered()
        assert session.scalars(select(Village.version)).all() == [1, 1]
        assert {one.date() for one in session.scalars(select(Village.updated_at))} == {
            date(2026, 3, 25)
        }


def test_every_changed_field_is_logged_with_who_when_and_both_values(
    stored: Database, clock: SetClock
) -> None:
    clock.forward(hours=2)
    changed = a_village(
        1,
        people=306,
        arable_mu=Decimal("120.5"),
        constraints=(Constraint.WATER, Constraint.FUNDS),
        verified_on=date(2026, 3, 1),
    )

    with stored.writing() as session:
        take(session, somebody(Role.COORDINATOR), Programme(villages=(changed,)))

    with stored.reading() as session:
        log = changes_of(session, "village", village_code(1))
        (village,) = session.scalars(select(Village).where(Village.code == village_code(1)))
    assert {(one.field, one.old, one.new) for one in log[:-1]} == {
        ("people", 300, 306),
        ("arable_mu", None, Decimal("120.5")),
        ("constraints", (), (Constraint.WATER, Constraint.FUNDS)),
        ("verified_on", None, date(2026, 3, 1)),
    }
    assert {one.actor_name for one in log[:-1]} == {"coordinator-1"}
    assert {one.at for one in log[:-1]} == {clock.now}
    assert (log[-1].field, log[-1].actor_name) == (None, "tester")
    assert (village.version, village.updated_by, village.updated_at) == (
        2,
        "coordinator-1",
        clock.now,
    )
    assert village.created_by == "tester"


def test_that_a_phone_number_changed_is_logged_but_not_the_number(stored: Database) -> None:
    changed = a_village(1, secretary_phone="13800000002")

    with stored.writing() as session:
        take(session, AT_THE_MACHINE, Programme(villages=(changed,)))

    with stored.reading() as session:
        (line,) = (one for one in changes_of(session, "village", village_code(1)) if one.field)
        rows = "\n".join(
            str(tuple(row)) for row in session.execute(text("SELECT * FROM change_entry"))
        )
        assert snapshot(session).villages[0].secretary_phone == "13800000002"
    assert (line.field, line.old, line.new, line.withheld) == ("secretary_phone", None, None, True)
    assert "1380000000" not in rows


def test_rows_that_the_file_does_not_have_stay(stored: Database) -> None:
    with stored.writing() as session:
        found = take(session, AT_THE_MACHINE, Programme(villages=(a_village(3),)))

    assert [row.key for row in found.missing] == [village_code(1), village_code(2)]
    with stored.reading() as session:
        assert [one.code for one in snapshot(session).villages] == [
            village_code(number) for number in (1, 2, 3)
        ]


def test_a_file_with_needs_alone_may_refer_to_stored_villages(stored: Database) -> None:
    with stored.writing() as session:
        found = take(session, AT_THE_MACHINE, Programme(needs=(a_need(3, village=2),)))

    assert [row.key for row in found.added] == ["X0003"]


def test_what_refers_to_nobody_is_refused_and_nothing_is_taken(stored: Database) -> None:
    incoming = Programme(
        villages=(a_village(5),),
        needs=(a_need(9, village=9),),
        offers=(an_offer(9, enterprise=9),),
        arrangements=(an_arrangement(ArrangementKind.VISITED, 8, 8),),
    )

    with pytest.raises(InputRefused) as refused, stored.writing() as session:
        take(session, AT_THE_MACHINE, incoming)

    assert [(fault.code, fault.params["value"]) for fault in refused.value.faults] == [
        ("parties.unknown_village", village_code(9)),
        ("parties.unknown_enterprise", uscc(9)),
        ("parties.unknown_village", village_code(8)),
        ("parties.unknown_enterprise", uscc(8)),
    ]
    assert all(say(fault.code, "zh", **fault.params) for fault in refused.value.faults)
    with stored.reading() as session:
        assert snapshot(session) == PROGRAMME.ordered()


def test_what_take_says_is_what_it_did(stored: Database) -> None:
    incoming = Programme(
        villages=(a_village(1, people=306), a_village(4)),
        offers=(an_offer(1, categories=(Category.MEDICAL,)),),
        arrangements=(an_arrangement(ArrangementKind.PAIRED, reason="2018"),),
    )
    with stored.reading() as session:
        foretold = difference(snapshot(session), incoming)

    with stored.writing() as session:
        done = take(session, AT_THE_MACHINE, incoming)

    assert done == foretold
    with stored.reading() as session:
        now = snapshot(session)
        assert difference(now, incoming).empty
        (row,) = audit_rows(session, per_page=1)
        assert verify_chain(session) is None
    assert now.villages[0].people == 306
    assert now.villages[0].secretary_phone == "13800000001"
    assert now.arrangements[0].reason == "2018"
    assert row.action == Action.IMPORT_PARTIES
    assert row.detail["village"] == {"added": 1, "changed": 1}


def test_who_may_not_import_changes_nothing(database: Database) -> None:
    with pytest.raises(NotAllowed), database.writing() as session:
        take(session, somebody(Role.AUDITOR), PROGRAMME)

    with database.reading() as session:
        assert snapshot(session) == Programme()
