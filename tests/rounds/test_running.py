"""A run keeps its whole input and output, and can be repeated from what it kept."""

from __future__ import annotations

import hashlib
import json

import pytest
from sqlalchemy import select, text

from matcher.access import Action, audit_rows, verify_chain
from matcher.errors import Conflict, InputRefused, NotAllowed, NotFound
from matcher.messages import say
from matcher.parties import snapshot, take
from matcher.programme import Programme
from matcher.rounds.model import Run
from matcher.rounds.plan_file import plan_json
from matcher.rounds.proposing import propose
from matcher.rounds.reading import (
    plan_bytes,
    programme_of,
    round_of,
    rounds,
    run_of,
    runs,
    suggestions,
    uncovered,
)
from matcher.rounds.running import compute, keep, open_round, prepare, run_round
from matcher.rounds.standing import standing
from matcher.store import Database
from matcher.vocabulary import ArrangementKind, Decision, Role
from tests.builders import a_need, a_village, an_arrangement, uscc, village_code
from tests.databases import SetClock
from tests.people import AT_THE_MACHINE, somebody
from tests.rounds.situations import Office, pair, programme

NOWHERE = "00000000-0000-4000-8000-000000000000"


def test_rounds_are_numbered_within_their_campaign(database: Database) -> None:
    actor = somebody(Role.COORDINATOR)
    with database.writing() as session:
        opened = [
            open_round(session, actor, campaign=campaign, name=name)
            for campaign, name in (("甲", "一"), (" 甲 ", " 二 "), ("乙", "一"))
        ]

    assert [(row.campaign, row.number, row.name) for row in opened] == [
        ("甲", 1, "一"),
        ("甲", 2, "二"),
        ("乙", 1, "一"),
    ]
    with database.reading() as session:
        assert {row.id for row in rounds(session)} == {row.id for row in opened}


def test_a_round_needs_its_names(database: Database) -> None:
    with pytest.raises(InputRefused) as refused, database.writing() as session:
        open_round(session, somebody(Role.COORDINATOR), campaign=" ", name="")

    assert [fault.field for fault in refused.value.faults] == ["campaign", "name"]


def test_a_run_keeps_what_it_was_computed_from_and_what_came_out(
    database: Database, clock: SetClock
) -> None:
    office = Office.of(database)

    run = office.run(method="coverage", seed="2026-03-25")

    assert (run.number, run.method, run.seed, run.status) == (
        1,
        "coverage",
        "2026-03-25",
        "optimal",
    )
    assert (run.villages, run.enterprises, run.pairs, run.covered) == (4, 3, 4, 4)
    assert run.verified
    assert run.operator == "coordinator-1"
    with database.reading() as session:
        plan = plan_bytes(session, run.id)
        kept = session.scalars(select(Run)).one()
        assert run_of(session, run.id) == run
        assert [row.id for row in runs(session, office.round_id)] == [run.id]
        assert round_of(session, office.round_id).latest_run_id == run.id
        assert hashlib.sha256(kept.snapshot).hexdigest() == run.snapshot_sha256
        (audit,) = audit_rows(session, per_page=1)
        assert verify_chain(session) is None
    assert hashlib.sha256(plan).hexdigest() == run.plan_sha256
    assert json.loads(plan)["fingerprint"] == run.fingerprint
    assert kept.versions["jiedui"]
    assert kept.weights == json.loads(plan)["weights"]
    assert (audit.action, audit.detail["plan"]) == (Action.RUN_ROUND, run.plan_sha256)


def test_the_kept_input_alone_gives_the_same_plan_again(database: Database) -> None:
    office = Office.of(database)
    first = office.suggested(office.run())
    office.decide(first[0], Decision.CONFIRM)
    office.decide(first[1], Decision.VETO, "too far")
    run = office.run(seed="again")
    with database.writing() as session:  # what is stored now is no longer what the run saw
        take(session, AT_THE_MACHINE, Programme(villages=(a_village(9),), needs=(a_need(9, 9),)))

    with database.reading() as session:
        kept, plan = programme_of(session, run.id), plan_bytes(session, run.id)
    repeated = propose(kept, method=run.method, seed=run.seed)

    assert repeated.fingerprint == run.fingerprint
    assert plan_json(repeated, kept) == plan


def test_a_kept_input_names_nobody(database: Database) -> None:
    office = Office.of(database)
    run = office.run()

    with database.reading() as session:
        kept = session.scalars(select(Run)).one()
        assert programme_of(session, run.id).villages[0].name == "示例村01"
        assert "canary" in repr(snapshot(session))
        assert b"canary" not in kept.snapshot
        assert b"canary" not in kept.plan


def test_suggestions_are_the_plans_pairs_best_first(database: Database) -> None:
    office = Office.of(database)
    run = office.run()

    rows = office.suggested(run)

    with database.reading() as session:
        plan = json.loads(plan_bytes(session, run.id))
    assert {(*pair(row), row.score) for row in rows} == {
        (one["enterprise"], one["village"], one["score"]) for one in plan["pairs"]
    }
    assert [row.rank for row in rows] == [1, 2, 3, 4]
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    for row in rows:
        assert sum(part.points for part in row.parts) == row.score
        assert all(say(part.reason, "zh", **part.params) for part in row.parts)
        assert row.village.startswith("示例村")
        assert row.enterprise.startswith("示例企业")
        assert (row.review, row.version) == (None, 0)


def test_a_village_without_a_partner_is_told_why(database: Database) -> None:
    office = Office.of(database, programme(villages=3, enterprises=1, places=2))
    run = office.run()

    with database.reading() as session:
        (missed,) = uncovered(session, run.id)

    assert (run.covered, run.pairs) == (2, 2)
    assert missed.village.startswith("示例村")
    assert say(missed.uncovered.why, "zh", **missed.uncovered.params)


def test_what_was_confirmed_stays_and_what_was_vetoed_does_not_come_back(
    database: Database,
) -> None:
    office = Office.of(database)
    first = office.suggested(office.run())
    confirmed, vetoed = first[-1], first[0]
    office.decide(confirmed, Decision.CONFIRM)
    office.decide(vetoed, Decision.VETO, "too far")

    for method in ("coverage", "score", "greedy"):
        rows = office.suggested(office.run(method=method))
        assert pair(confirmed) in {pair(row) for row in rows if row.pinned}
        assert pair(vetoed) not in {pair(row) for row in rows}

    with database.reading() as session:
        (veto,) = (row for row in standing(session, office.round_id) if pair(row) == pair(vetoed))
    office.take_back(veto)
    assert pair(vetoed) in {pair(row) for row in office.suggested(office.run())}


def test_a_decision_of_the_round_goes_before_what_the_workbook_said(database: Database) -> None:
    stored = programme()
    pin = an_arrangement(ArrangementKind.PIN, 1, 1)
    office = Office.of(database, Programme(**{**vars(stored), "arrangements": (pin,)}))
    (row,) = (row for row in office.suggested(office.run()) if row.pinned)
    assert pair(row) == (uscc(1), village_code(1))

    office.decide(row, Decision.VETO, "changed our minds")

    assert pair(row) not in {pair(one) for one in office.suggested(office.run())}
    with database.reading() as session:
        assert snapshot(session).arrangements == (pin,)


def test_another_round_begins_without_the_decisions_of_the_first(database: Database) -> None:
    office = Office.of(database)
    rows = office.suggested(office.run())
    office.decide(rows[0], Decision.VETO, "too far")
    with database.writing() as session:
        second = open_round(session, office.actor, campaign="静安—广南", name="第2轮")

    again = office.suggested(run_round(database, office.actor, second.id))

    assert {pair(row) for row in again} == {pair(row) for row in rows}
    assert {row.review for row in again} == {None}


def test_a_plan_that_a_decision_has_overtaken_is_not_kept(database: Database) -> None:
    office = Office.of(database)
    rows = office.suggested(office.run())
    with database.reading() as session:
        task = prepare(session, office.round_id)
    computed = compute(task)

    office.decide(rows[0], Decision.VETO, "too far")

    with pytest.raises(Conflict) as refused, database.writing() as session:
        keep(session, office.actor, computed)
    assert refused.value.code == "rounds.decided_while_running"
    with database.reading() as session:
        assert len(runs(session, office.round_id)) == 1


def test_others_can_write_while_a_plan_is_computed(database: Database) -> None:
    office = Office.of(database)
    wrote = []

    def progress(stage: str, done: int, total: int) -> None:
        with database.writing() as session:  # would wait behind a transaction of the run
            take(session, AT_THE_MACHINE, Programme(villages=(a_village(50 + len(wrote)),)))
        wrote.append(stage)

    run = run_round(database, office.actor, office.round_id, progress=progress)

    assert wrote
    assert run.villages == 4  # as it was when the run began


def test_a_run_is_never_changed(database: Database) -> None:
    office = Office.of(database)
    office.run()

    for statement in ("UPDATE run SET seed = 'x'", "DELETE FROM suggestion", "DELETE FROM run"):
        with pytest.raises(Exception, match="append-only"), database.writing() as session:
            session.execute(text(statement))


def test_what_is_not_there_is_not_found(database: Database) -> None:
    for look in (round_of, run_of, suggestions, uncovered, plan_bytes, programme_of):
        with pytest.raises(NotFound), database.reading() as session:
            look(session, NOWHERE)
    with pytest.raises(NotFound):
        run_round(database, somebody(Role.COORDINATOR), NOWHERE)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEADER, Role.ADMINISTRATOR, Role.ENTERPRISE])
def test_only_coordinators_open_and_run(database: Database, role: Role) -> None:
    office = Office.of(database)

    with pytest.raises(NotAllowed):
        run_round(database, somebody(role), office.round_id)
    with pytest.raises(NotAllowed), database.writing() as session:
        open_round(session, somebody(role), campaign="a", name="b")
