"""Weights are named, kept in versions that never change, and a round is run by the one chosen."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from matcher.access import Action, audit_rows, verify_chain
from matcher.errors import Conflict, InputRefused, NotAllowed, NotFound
from matcher.messages import say
from matcher.rounds.reading import plan_bytes, programme_of, run_of
from matcher.rounds.rows import ProfileRow
from matcher.rounds.verifying import compare
from matcher.rounds.weighing import (
    LONGEST_NAME,
    STANDARD,
    keep_profile,
    profile_named,
    profile_versions,
    profiles,
)
from matcher.scoring import CRITERIA, DEFAULT_PROFILE
from matcher.store import Database
from matcher.vocabulary import Role
from tests.people import somebody
from tests.rounds.situations import Office

EVEN = dict.fromkeys(CRITERIA, 10)
URGENT = {"urgency": 60, "category": 40}


def keep(
    database: Database,
    weights: dict[str, int],
    name: str = "先急后缓",
    version: int = 0,
    role: Role = Role.COORDINATOR,
    reason: str = "",
) -> ProfileRow:
    with database.writing() as session:
        return keep_profile(
            session,
            somebody(role),
            name=name,
            weights=weights,
            reason=reason,
            expected_version=version,
        )


def test_at_first_there_is_the_standard_alone(database: Database) -> None:
    with database.reading() as session:
        assert profiles(session) == profile_versions(session, "standard") == [STANDARD]
        assert profile_named(session, "standard") == DEFAULT_PROFILE


def test_each_keeping_adds_a_version_and_changes_none(database: Database) -> None:
    first = keep(database, URGENT, reason="旱灾")
    second = keep(database, EVEN, version=1)
    other = keep(database, EVEN, name=" 平均  分配 ")

    assert [(row.name, row.version) for row in (first, second, other)] == [
        ("先急后缓", 1),
        ("先急后缓", 2),
        ("平均 分配", 1),
    ]
    with database.reading() as session:
        assert profile_versions(session, "先急后缓") == [second, first]
        assert profiles(session) == [STANDARD, second, other]
        assert profile_named(session, "先急后缓").weights == EVEN
    assert first.weights == {**dict.fromkeys(CRITERIA, 0), **URGENT}
    assert (first.reason, first.kept_by) == ("旱灾", "coordinator-1")


def test_a_kept_version_cannot_be_changed(database: Database) -> None:
    keep(database, URGENT)

    for statement in ("UPDATE weight_profile SET name = 'x'", "DELETE FROM weight_profile"):
        with pytest.raises(Exception, match="append-only"), database.writing() as session:
            session.execute(text(statement))


def test_keeping_is_written_into_the_audit_chain(database: Database) -> None:
    keep(database, URGENT)

    with database.reading() as session:
        (entry,) = audit_rows(session, per_page=1)
        assert verify_chain(session) is None
    assert (entry.action, entry.thing) == (Action.KEEP_WEIGHTS, "weights:先急后缓")
    assert entry.detail["weights"]["urgency"] == 60


def test_of_two_who_keep_at_once_the_second_is_told_by_whom(database: Database) -> None:
    keep(database, URGENT)
    keep(database, EVEN, version=1)

    for version in (0, 1):
        with pytest.raises(Conflict) as refused:
            keep(database, {"text": 100}, version=version)
        assert refused.value.code == "rounds.profile_kept_meanwhile"
        assert refused.value.params == {"by": "coordinator-1", "version": 2}
    with pytest.raises(Conflict):
        keep(database, EVEN, name="从未保存过", version=3)


@pytest.mark.parametrize(
    ("weights", "field", "code"),
    [
        ({"text": 99}, "", "scoring.bad_sum"),
        ({"text": 101}, "", "scoring.bad_sum"),
        ({"text": 101, "ties": -1}, "ties", "scoring.bad_weight"),
        ({"luck": 100}, "luck", "scoring.no_such_criterion"),
    ],
)
def test_what_is_no_profile_is_refused(
    database: Database, weights: dict[str, int], field: str, code: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        keep(database, weights)

    (fault,) = refused.value.faults
    assert (fault.field, fault.code) == (field, code)
    assert say(fault.code, "zh", **fault.params)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("  ", "rounds.name_missing"),
        ("长" * (LONGEST_NAME + 1), "rounds.profile_name_long"),
        ("Standard", "rounds.profile_reserved"),
    ],
)
def test_a_name_that_will_not_do_is_refused(database: Database, name: str, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        keep(database, EVEN, name=name)

    (fault,) = refused.value.faults
    assert (fault.field, fault.code) == ("name", code)
    assert say(fault.code, "en", **fault.params)


def test_keeping_the_same_again_is_refused(database: Database) -> None:
    keep(database, URGENT)

    with pytest.raises(InputRefused) as refused:
        keep(database, {**URGENT, "ties": 0}, version=1)

    assert [fault.code for fault in refused.value.faults] == ["rounds.profile_unchanged"]


def test_who_may_not_keep_is_refused(database: Database) -> None:
    for role in set(Role) - {Role.COORDINATOR, Role.OPERATOR}:
        with pytest.raises(NotAllowed):
            keep(database, URGENT, role=role)


def test_a_run_is_weighed_by_the_newest_version_and_keeps_its_weights(database: Database) -> None:
    office = Office.of(database)
    keep(database, EVEN)
    keep(database, URGENT, version=1)

    run = office.run(profile="先急后缓")
    keep(database, EVEN, version=2)

    with database.reading() as session:
        plan = plan_bytes(session, run.id)
        assert run_of(session, run.id) == run
        assert compare(plan, programme_of(session, run.id)) == []
    stated = json.loads(plan)
    assert (run.profile, stated["profile"]["version"]) == ("先急后缓", 2)
    assert run.profile_version == 2
    assert {name: weight for name, weight in run.weights.items() if weight} == URGENT
    assert stated["weights"] == run.weights
    for row in office.suggested(run):
        assert {part.criterion for part in row.parts} == set(URGENT)


def test_a_profile_that_is_not_there_is_named_with_those_that_are(database: Database) -> None:
    office = Office.of(database)
    keep(database, URGENT)

    with pytest.raises(NotFound) as refused:
        office.run(profile="没有")

    assert refused.value.params == {"name": "没有", "known": ["standard", "先急后缓"]}
