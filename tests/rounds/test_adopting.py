"""Adopting a scenario: an ordinary run, once, of nothing that is not so yet."""

from __future__ import annotations

import dataclasses
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from matcher.errors import Conflict, InputRefused, JieduiError, NotAllowed
from matcher.parties import take
from matcher.programme import Programme
from matcher.queue import job_of
from matcher.rounds import adopting
from matcher.rounds.adopting import Adopted, adopt, outstanding
from matcher.rounds.long_work import ask_adoption, ask_scenario
from matcher.rounds.plan_reading import read_plan
from matcher.rounds.reading import plan_bytes, programme_of, runs
from matcher.rounds.rows import RunRow
from matcher.rounds.running import prepare
from matcher.rounds.scenario_reading import (
    ScenarioRow,
    runs_with_scenarios,
    scenario_of,
    scenario_plan,
    scenarios,
)
from matcher.rounds.scenario_setting import Setting
from matcher.rounds.scenarios import draw_up, keep_scenario
from matcher.rounds.what_ifs import Places, WhatIf, Withdraws
from matcher.scoring import Profile
from matcher.store import Database
from matcher.vocabulary import Decision, JobState, Role, Side
from seeds.hundred import programme
from tests.people import AT_THE_MACHINE, account, somebody
from tests.rounds.situations import Office, pair
from tests.workers import do_what_waits

URGENT = Profile("先急后缓", 3, {"urgency": 60, "cluster": 40})


@pytest.fixture
def office(database: Database) -> Office:
    made = Office.of(database, programme((8, 10), seed=5))
    made.actor = account(database)
    return made


def drafted(office: Office, run: RunRow, *what_ifs: WhatIf, method: str = "fair") -> ScenarioRow:
    setting = Setting(run.id, "设想", method, URGENT, what_ifs)
    drawn = draw_up(office.database, office.actor, setting)
    with office.database.writing() as session:
        kept = keep_scenario(session, office.actor, drawn)
    with office.database.reading() as session:
        return scenario_of(session, office.round_id, kept)


def adopted(office: Office, row: ScenarioRow, reason: str = "先顾急的") -> Adopted:
    return adopt(office.database, office.actor, office.round_id, row.id, reason=reason)


def kept_runs(office: Office) -> list[RunRow]:
    with office.database.reading() as session:
        return runs(session, office.round_id)


def test_it_becomes_the_next_run_by_its_method_and_its_very_weights(office: Office) -> None:
    row = drafted(office, office.run(seed="7"))

    done = adopted(office, row)

    newest, _ = kept_runs(office)
    assert (done.run, done.missing) == (newest, 0)
    assert (newest.number, newest.method, newest.seed) == (2, "fair", "7")
    assert (newest.profile, newest.profile_version) == (URGENT.name, URGENT.version)
    with office.database.reading() as session:
        (known,) = scenarios(session, office.round_id, row.setting.run_id)
        assert known.adoption
        assert (known.adoption.run_id, known.adoption.reason) == (newest.id, "先顾急的")
        assert plan_bytes(session, newest.id) == scenario_plan(session, office.round_id, row.id)
        assert runs_with_scenarios(session, office.round_id) == [(row.setting.run_id, 1)]


def test_what_was_decided_since_holds_and_what_is_missing_for_it_is_told(office: Office) -> None:
    run = office.run()
    row = drafted(office, run, method="coverage")
    with office.database.reading() as session:
        plan = read_plan(scenario_plan(session, office.round_id, row.id))
    drawn = {(one.enterprise, one.village) for one in plan.pairs}
    shared = next(one for one in office.suggested(run) if pair(one) in drawn)
    office.decide(shared, Decision.VETO, reason="太远")

    done = adopted(office, row)

    assert done.missing >= 1
    assert pair(shared) not in {pair(one) for one in office.suggested(done.run)}


def test_what_is_not_so_yet_is_named_and_nothing_is_run(office: Office) -> None:
    run = office.run()
    with office.database.reading() as session:
        firm = programme_of(session, run.id).enterprises[0]
    row = drafted(
        office,
        run,
        Withdraws(Side.ENTERPRISE, firm.uscc),
        Places(Side.VILLAGE, village_of(office, run), 2),
    )

    with pytest.raises(JieduiError) as refused:
        adopted(office, row)

    assert refused.value.code == "rounds.what_ifs_outstanding"
    assert [one["code"] for one in refused.value.params["what"]] == [
        "rounds.what_if.withdraws",
        "rounds.what_if.village_places",
    ]
    assert len(kept_runs(office)) == 1


def village_of(office: Office, run: RunRow) -> str:
    with office.database.reading() as session:
        known = programme_of(session, run.id)
    return next(one.code for one in known.villages if (one.max_partners or 1) == 1)


def test_once_the_records_say_so_it_is_adopted(office: Office) -> None:
    run = office.run()
    code = village_of(office, run)
    row = drafted(office, run, Places(Side.VILLAGE, code, 3))
    with office.database.reading() as session:
        known = programme_of(session, run.id)
        task = prepare(session, office.round_id)
    (waiting,) = outstanding(row, task.programme)
    assert (waiting.side, waiting.code) == (Side.VILLAGE, code)

    village = next(one for one in known.villages if one.code == code)
    with office.database.writing() as session:
        changed = dataclasses.replace(village, max_partners=3)
        take(session, AT_THE_MACHINE, Programme(villages=(changed,)))

    assert adopted(office, row).missing == 0


def test_it_needs_a_reason_and_the_right(office: Office) -> None:
    row = drafted(office, office.run())

    with pytest.raises(InputRefused) as refused:
        adopted(office, row, reason=" ")
    with pytest.raises(NotAllowed):
        adopt(office.database, somebody(Role.REVIEWER), office.round_id, row.id, reason="x")

    assert refused.value.faults[0].field == "reason"
    assert len(kept_runs(office)) == 1


def test_one_that_rests_on_an_earlier_run_is_not_adopted(office: Office) -> None:
    row = drafted(office, office.run())
    office.run()

    with pytest.raises(Conflict) as refused:
        adopted(office, row)

    assert refused.value.code == "rounds.scenario_outdated"


def test_one_without_a_plan_is_not_adopted(office: Office) -> None:
    run = office.run()
    office.decide(office.suggested(run)[0], Decision.PIN, reason="已谈妥")
    run = office.run()
    (pinned,) = (row for row in office.suggested(run) if row.pinned)
    row = drafted(office, run, Places(Side.ENTERPRISE, pinned.uscc, 0), method="coverage")

    with pytest.raises(JieduiError) as refused:
        adopted(office, row)

    assert refused.value.code == "rounds.scenario_impossible"


@pytest.fixture
def both_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody keeps before both have computed."""
    together = threading.Barrier(2, timeout=30)
    compute = adopting.compute

    def computed(*what: object, **how: object) -> object:
        found = compute(*what, **how)  # type: ignore[arg-type]
        together.wait()
        return found

    monkeypatch.setattr(adopting, "compute", computed)


def at_once(office: Office, rows: list[ScenarioRow]) -> list[Adopted | Conflict]:
    def one(row: ScenarioRow) -> Adopted | Conflict:
        try:
            return adopted(office, row)
        except Conflict as conflict:
            return conflict

    with ThreadPoolExecutor(len(rows)) as pool:
        return list(pool.map(one, rows))


@pytest.mark.parametrize("different", [False, True])
@pytest.mark.usefixtures("both_computed")
def test_of_two_who_adopt_at_once_one_is_told_of_the_other(office: Office, different: bool) -> None:
    run = office.run()
    rows = [drafted(office, run), drafted(office, run, method="score")]

    found = at_once(office, rows if different else [rows[0], rows[0]])

    (lost,) = (one for one in found if isinstance(one, Conflict))
    expected = "rounds.scenario_outdated" if different else "rounds.adopted_already"
    assert lost.code == expected
    assert len(kept_runs(office)) == 2


@pytest.mark.usefixtures("both_computed")
def test_control_without_looking_again_both_would_get_through(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = office.run()
    rows = [drafted(office, run), drafted(office, run, method="score")]
    monkeypatch.setattr(adopting, "_refuse_unfit", lambda *_: None)

    at_once(office, rows)

    assert len(kept_runs(office)) == 3


def test_a_worker_drafts_and_adopts_the_very_same(office: Office) -> None:
    run = office.run()
    row = drafted(office, run)
    setting = dataclasses.replace(row.setting, name="后台")
    with office.database.writing() as session:
        draft = ask_scenario(session, office.actor, setting)
    assert do_what_waits(office.database) == 1

    with office.database.reading() as session:
        second, first = scenarios(session, office.round_id, run.id)
        assert job_of(session, draft.id).result == {"round": office.round_id, "run": run.id}
    assert (second.setting, second.outcome) == (setting, first.outcome)

    with office.database.writing() as session:
        asked = ask_adoption(session, office.actor, office.round_id, second.id, reason="先顾急的")
    assert do_what_waits(office.database) == 1

    newest, _ = kept_runs(office)
    with office.database.reading() as session:
        job = job_of(session, asked.id)
        assert (job.state, job.result) == (JobState.DONE, {"run": newest.id})
        assert plan_bytes(session, newest.id) == scenario_plan(session, office.round_id, second.id)
