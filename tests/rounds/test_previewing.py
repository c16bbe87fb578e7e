"""A preview tells before anything is kept what a run by these weights then brings."""

from __future__ import annotations

import pytest

from matcher.errors import NotFound
from matcher.rounds.previewing import Preview, preview
from matcher.rounds.reading import runs
from matcher.rounds.rows import RunRow, SuggestionRow
from matcher.rounds.weighing import keep_profile, profiles
from matcher.scoring import DEFAULT_PROFILE, Profile
from matcher.store import Database
from matcher.vocabulary import Decision, Role
from seeds.hundred import programme
from tests.people import somebody
from tests.rounds.situations import Office, pair

CHANGED = Profile("draft", 1, {"urgency": 30, "timing": 30, "cluster": 40})


@pytest.fixture
def office(database: Database) -> Office:
    return Office.of(database, programme((6, 9), seed=5))


def run_by(office: Office, profile: Profile) -> RunRow:
    with office.database.writing() as session:
        keep_profile(
            session, office.actor, name="x", weights=dict(profile.weights), expected_version=0
        )
    return office.run(profile="x")


def names(rows: list[SuggestionRow]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.village, set()).add(row.enterprise)
    return found


def test_a_preview_tells_what_the_run_then_brings(office: Office) -> None:
    present = office.suggested(office.run())

    told = preview(office.database, office.actor, newest(office).id, CHANGED)
    run = run_by(office, CHANGED)
    then = office.suggested(run)

    gone = {pair(row) for row in present} - {pair(row) for row in then}
    assert (told.gone, told.pairs, told.pairs_after) == (len(gone), len(present), len(then))
    assert told.gone > 0
    assert (told.covered_after, told.total_after) == (run.covered, run.total_score)
    before, after = names(present), names(then)
    assert {one.village: (set(one.before), set(one.after)) for one in told.changes} == {
        village: (before.get(village, set()), after.get(village, set()))
        for village in before.keys() | after.keys()
        if before.get(village) != after.get(village)
    }


def test_the_new_plan_is_worth_no_less_than_the_present_one_by_the_new_weights(
    office: Office,
) -> None:
    office.run(method="score")

    told = preview(office.database, office.actor, newest(office).id, CHANGED)

    assert told.total_after >= told.total > 0


def test_with_the_weights_of_the_run_nothing_changes(office: Office) -> None:
    rows = office.suggested(office.run())
    office.decide(rows[0], Decision.CONFIRM)
    run = office.run()

    told = preview(office.database, office.actor, run.id, DEFAULT_PROFILE)

    assert (told.gone, told.changes) == (0, ())
    assert told.total == told.total_after == run.total_score


def test_a_preview_keeps_nothing(office: Office) -> None:
    run = office.run()

    assert isinstance(preview(office.database, office.actor, run.id, CHANGED), Preview)

    with office.database.reading() as session:
        assert [one.id for one in runs(session, office.round_id)] == [run.id]
        assert len(profiles(session)) == 1


def test_a_run_that_is_not_there_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound):
        preview(
            database, somebody(Role.COORDINATOR), "00000000-0000-4000-8000-000000000000", CHANGED
        )


def newest(office: Office) -> RunRow:
    with office.database.reading() as session:
        return runs(session, office.round_id)[0]
