"""An upload waits for a yes, and a yes holds only for what was shown."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from matcher.errors import Conflict, Fault, NotAllowed, NotFound
from matcher.messages import say
from matcher.parties import (
    Staged,
    Upload,
    confirm_import,
    drop_import,
    programme_json,
    snapshot,
    stage_import,
    staged,
    staged_imports,
    take,
)
from matcher.programme import Programme
from matcher.store import Database
from matcher.vocabulary import ImportStatus, Role
from tests.builders import a_village
from tests.databases import SetClock
from tests.people import AT_THE_MACHINE, somebody

COORDINATOR = somebody(Role.COORDINATOR)
GOOD = Upload(
    "需求.xlsx",
    b"the workbook",
    programme=Programme(villages=(a_village(1, people=306, secretary_phone="13800000001"),)),
    sheets=({"sheet": "村", "rows": 1, "units": {"budget_fen": "wan"}},),
)
BAD = Upload(
    "坏.xlsx",
    b"the bad one",
    faults=(
        Fault("坏.xlsx", "需求", "F7", "parties.unknown_village", "village_code", {"value": "5"}),
        Fault("坏.xlsx", "", "", "parties.no_such_import"),
    ),
)


@dataclass
class Desk:
    """A coordinator at a database."""

    database: Database

    def stage(self, upload: Upload) -> str:
        with self.database.writing() as session:
            return stage_import(session, COORDINATOR, upload).id

    def look(self, import_id: str) -> Staged:
        with self.database.reading() as session:
            return staged(session, COORDINATOR, import_id)

    def confirm(self, import_id: str, seen: str) -> None:
        with self.database.writing() as session:
            confirm_import(session, COORDINATOR, import_id, seen=seen)

    def drop(self, import_id: str) -> None:
        with self.database.writing() as session:
            drop_import(session, COORDINATOR, import_id)

    def take(self, programme: Programme) -> None:
        with self.database.writing() as session:
            take(session, AT_THE_MACHINE, programme)

    def stored(self) -> Programme:
        with self.database.reading() as session:
            return snapshot(session)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def digest(found: Staged) -> str:
    assert found.difference is not None
    return found.difference.digest


def test_an_upload_without_faults_waits_and_shows_what_it_would_do(desk: Desk) -> None:
    found = desk.look(desk.stage(GOOD))

    assert found.row.status is ImportStatus.AWAITING
    assert (found.row.number, found.row.filename, found.row.faults) == (1, "需求.xlsx", 0)
    assert found.row.staged_by == "coordinator-1"
    assert found.sha256 == hashlib.sha256(b"the workbook").hexdigest()
    assert found.sheets == GOOD.sheets
    assert found.difference is not None
    assert [row.title for row in found.difference.added] == ["示例村01"]
    assert [count.added for count in found.row.counts] == [1, 0, 0, 0, 0]
    assert desk.stored() == Programme()


def test_a_refused_upload_keeps_its_faults_and_its_content(desk: Desk) -> None:
    found = desk.look(desk.stage(BAD))

    assert found.row.status is ImportStatus.REFUSED
    assert found.faults == BAD.faults
    assert [fault.params for fault in found.faults] == [{"value": "5"}, {}]
    assert found.content == b"the bad one"
    assert found.difference is None


def test_a_yes_takes_what_was_shown_and_forgets_the_file(desk: Desk) -> None:
    waiting = desk.stage(GOOD)

    desk.confirm(waiting, digest(desk.look(waiting)))

    assert desk.stored() == GOOD.programme
    found = desk.look(waiting)
    assert found.row.status is ImportStatus.TAKEN
    assert found.content is None
    assert found.difference is None
    assert found.row.counts[0].added == 1


def test_a_yes_to_what_has_changed_since_is_refused_and_shown_anew(desk: Desk) -> None:
    waiting = desk.stage(GOOD)
    seen = digest(desk.look(waiting))
    desk.take(Programme(villages=(a_village(1, people=300),)))

    with pytest.raises(Conflict) as refused:
        desk.confirm(waiting, seen)

    assert refused.value.code == "parties.changed_since_shown"
    assert say(refused.value.code, "zh", **refused.value.params)
    assert desk.stored().villages[0].people == 300
    desk.confirm(waiting, digest(desk.look(waiting)))
    assert desk.stored().villages[0].people == 306


def test_what_changed_elsewhere_does_not_stand_in_the_way(desk: Desk) -> None:
    waiting = desk.stage(GOOD)
    seen = digest(desk.look(waiting))
    desk.take(Programme(villages=(a_village(7),)))

    desk.confirm(waiting, seen)

    assert len(desk.stored().villages) == 2


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_a_yes_to_nothing_seen_is_refused(desk: Desk, seen: str) -> None:
    waiting = desk.stage(GOOD)

    with pytest.raises(Conflict):
        desk.confirm(waiting, seen)

    assert desk.stored() == Programme()


def test_a_settled_import_is_settled(desk: Desk) -> None:
    taken, dropped = desk.stage(GOOD), desk.stage(GOOD)
    seen = digest(desk.look(taken))
    desk.confirm(taken, seen)
    desk.drop(dropped)

    for settled in (taken, dropped):
        for work in (lambda one: desk.confirm(one, seen), desk.drop):
            with pytest.raises(Conflict) as refused:
                work(settled)
            assert refused.value.code == "parties.import_settled"
            assert say(refused.value.code, "en", **refused.value.params)


def test_a_refused_import_cannot_be_confirmed_but_dropped(desk: Desk) -> None:
    refused_one = desk.stage(BAD)

    with pytest.raises(Conflict):
        desk.confirm(refused_one, "")
    desk.drop(refused_one)

    assert desk.look(refused_one).row.status is ImportStatus.DROPPED
    assert desk.look(refused_one).content is None


def test_what_nobody_settled_for_a_month_is_forgotten(desk: Desk, clock: SetClock) -> None:
    old, refused_one = desk.stage(GOOD), desk.stage(BAD)
    clock.forward(days=20)
    young = desk.stage(GOOD)
    clock.forward(days=10, seconds=1)

    desk.stage(dataclasses.replace(GOOD, programme=Programme(villages=(a_village(2),))))

    assert [desk.look(one).row.status for one in (old, refused_one, young)] == [
        ImportStatus.DROPPED,
        ImportStatus.DROPPED,
        ImportStatus.AWAITING,
    ]
    assert desk.look(old).content is None
    assert desk.look(young).content is not None


def test_no_number_of_a_person_outlives_the_import(desk: Desk) -> None:
    waiting = desk.stage(GOOD)
    assert b"13800000001" in programme_json(GOOD.programme or Programme())

    desk.drop(waiting)

    with desk.database.reading() as session:
        rows = [str(tuple(row)) for row in session.execute(text('SELECT * FROM "import"'))]
    assert "13800000001" not in "".join(rows)


def test_imports_are_listed_newest_first(desk: Desk) -> None:
    for _ in range(3):
        desk.stage(GOOD)

    with desk.database.reading() as session:
        page = staged_imports(session, COORDINATOR)
    assert [row.number for row in page.rows] == [3, 2, 1]
    assert (page.total, page.pages) == (3, 1)


def test_an_unknown_import_is_not_found(desk: Desk) -> None:
    for work in (desk.look, desk.drop, lambda one: desk.confirm(one, "")):
        with pytest.raises(NotFound):
            work("00000000-0000-4000-8000-000000000000")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.ENTERPRISE])
def test_only_who_imports_sees_imports(desk: Desk, role: Role) -> None:
    waiting = desk.stage(GOOD)

    for work in (
        lambda session: stage_import(session, somebody(role), GOOD),
        lambda session: staged(session, somebody(role), waiting),
        lambda session: staged_imports(session, somebody(role)),
        lambda session: confirm_import(session, somebody(role), waiting, seen=""),
        lambda session: drop_import(session, somebody(role), waiting),
    ):
        with pytest.raises(NotAllowed), desk.database.writing() as session:
            work(session)
