"""Scenarios: what is kept of them, computed again from it, and that they touch nothing else."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import text

from matcher.errors import InputRefused, JieduiError, NotAllowed, NotFound
from matcher.rounds.measuring import measured
from matcher.rounds.plan import Plan
from matcher.rounds.plan_file import plan_json
from matcher.rounds.plan_reading import read_plan
from matcher.rounds.reading import plan_bytes, programme_of
from matcher.rounds.rows import RunRow
from matcher.rounds.scenario_reading import (
    ScenarioRow,
    decisions_since,
    scenario_of,
    scenario_plan,
    scenarios,
)
from matcher.rounds.scenario_setting import Setting
from matcher.rounds.scenarios import draw_up, keep_scenario
from matcher.rounds.what_ifs import Places, VillageAdded, WhatIf, Withdraws, supposed, withdrawn
from matcher.scoring import DEFAULT_PROFILE, Profile
from matcher.store import Base, Database
from matcher.vocabulary import Decision, Role, Side
from seeds.hundred import programme
from tests.people import somebody
from tests.rounds.situations import Office

URGENT = Profile("先急后缓", 3, {"urgency": 60, "cluster": 40})
OWN_TABLES = {"scenario", "audit_entry"}  # a draft is a change, so it has its link in the chain


@pytest.fixture
def office(database: Database) -> Office:
    return Office.of(database, programme((8, 10), seed=5))


def drafted(
    office: Office,
    run: RunRow,
    *what_ifs: WhatIf,
    method: str = "coverage",
    profile: Profile = DEFAULT_PROFILE,
) -> ScenarioRow:
    setting = Setting(run.id, "设想", method, profile, what_ifs)
    drawn = draw_up(office.database, office.actor, setting)
    with office.database.writing() as session:
        kept = keep_scenario(session, office.actor, drawn)
    with office.database.reading() as session:
        return scenario_of(session, office.round_id, kept)


def some_what_ifs(office: Office, run: RunRow) -> tuple[WhatIf, ...]:
    with office.database.reading() as session:
        known = programme_of(session, run.id)
    first, second, third, *_ = known.villages
    return (
        Withdraws(Side.ENTERPRISE, known.enterprises[0].uscc),
        Withdraws(Side.VILLAGE, first.code),
        Places(Side.VILLAGE, second.code, 2),
        VillageAdded(f"{third.code[:9]}999", "向阳村", third.code),
    )


def test_what_is_kept_is_what_its_plan_and_that_of_the_run_amount_to(office: Office) -> None:
    run = office.run()
    what_ifs = some_what_ifs(office, run)

    row = drafted(office, run, *what_ifs, method="fair", profile=URGENT)

    with office.database.reading() as session:
        known, present = programme_of(session, run.id), read_plan(plan_bytes(session, run.id))
        plan = read_plan(scenario_plan(session, office.round_id, row.id))
    would_be, outcome = supposed(known, what_ifs), row.outcome
    assert outcome.figures == measured(plan, would_be, DEFAULT_PROFILE, withdrawn(what_ifs))
    assert outcome.beside == measured(present, known, DEFAULT_PROFILE)
    assert outcome.beside.total == run.total_score
    before, after = pairs_of(present), pairs_of(plan)
    assert (outcome.gone, outcome.new) == (len(before - after), len(after - before))
    names = {one.code: one.name for one in would_be.villages}
    assert {one.village for one in outcome.changes} == {names[code] for _, code in before ^ after}


def pairs_of(plan: Plan) -> set[tuple[str, str]]:
    return {(one.enterprise, one.village) for one in plan.pairs}


def test_a_draft_changes_no_other_table(office: Office) -> None:
    run = office.run()
    before = tables(office.database)

    drafted(office, run, *some_what_ifs(office, run), method="fair", profile=URGENT)

    after = tables(office.database)
    assert {name for name in before if before[name] != after[name]} == OWN_TABLES
    assert len(before) > 20


def tables(database: Database) -> dict[str, str]:
    """Every table with a checksum of its rows."""
    found = {}
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            rows = sorted(map(repr, session.execute(text(f"SELECT * FROM {table.name}"))))
            found[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def test_it_can_be_computed_again_from_what_the_run_and_it_kept(office: Office) -> None:
    run = office.run(seed="7")
    row = drafted(office, run, *some_what_ifs(office, run), method="fair", profile=URGENT)
    office.decide(office.suggested(run)[0], Decision.CONFIRM)
    office.run(method="score")

    with office.database.reading() as session:
        kept = scenario_plan(session, office.round_id, row.id)
        known = programme_of(session, row.setting.run_id)
        (again,) = scenarios(session, office.round_id, run.id)
    plan, would_be = again.setting.plan(known, again.seed)

    assert again == row
    assert plan_json(plan, would_be) == kept


def test_without_any_change_it_is_the_plan_of_the_run(office: Office) -> None:
    run = office.run()

    outcome = drafted(office, run).outcome

    assert outcome.figures == outcome.beside
    assert (outcome.gone, outcome.new, outcome.changes, outcome.said) == (0, 0, (), ())


def test_an_impossible_scenario_is_told_as_one(office: Office) -> None:
    run = office.run()
    office.decide(office.suggested(run)[0], Decision.PIN, reason="已谈妥")
    run = office.run()
    (pinned,) = (row for row in office.suggested(run) if row.pinned)

    row = drafted(office, run, Places(Side.ENTERPRISE, pinned.uscc, 0))

    assert not row.outcome.figures.possible
    assert row.outcome.obstacles
    assert row.outcome.figures.pairs == 0


def test_decisions_since_the_run_are_counted(office: Office) -> None:
    run = office.run()
    for row in office.suggested(run)[:2]:
        office.decide(row, Decision.CONFIRM)

    with office.database.reading() as session:
        assert decisions_since(session, run.id) == 2


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": ""}, "rounds.name_missing"),
        ({"name": "x" * 41}, "rounds.scenario_name_long"),
        ({"method": "best"}, "rounds.no_such_method"),
        ({"what_ifs": (Withdraws(Side.VILLAGE, "x"),) * 21}, "rounds.too_many_what_ifs"),
    ],
)
def test_what_is_no_setting_is_refused(
    office: Office, changed: dict[str, object], code: str
) -> None:
    run = office.run()
    given = {"run_id": run.id, "name": "x", "method": "fair", "profile": URGENT, **changed}

    with pytest.raises(InputRefused) as refused:
        draw_up(office.database, office.actor, Setting(**given))  # type: ignore[arg-type]

    assert [fault.code for fault in refused.value.faults] == [code]


def test_nobody_drafts_without_the_right_or_on_no_run(office: Office) -> None:
    run = office.run()
    with pytest.raises(NotAllowed):
        draw_up(
            office.database, somebody(Role.LEADER), Setting(run.id, "x", "fair", DEFAULT_PROFILE)
        )
    with pytest.raises(NotFound):
        draw_up(office.database, office.actor, Setting("no", "x", "fair", DEFAULT_PROFILE))
    with pytest.raises(JieduiError):
        drafted(office, run, Withdraws(Side.VILLAGE, "999999999999"))
