"""What a narrowed session finds: the own, and of another's as much as of what never was."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

import matcher.rounds.model
from matcher import programme
from matcher.access import Actor, Scope
from matcher.errors import NotAllowed, NotFound
from matcher.parties import (
    Search,
    confirm_import,
    counties,
    enterprise_detail,
    figures,
    find_enterprises,
    find_villages,
    snapshot,
    stage_import,
    staged,
    staged_imports,
    take,
    village_detail,
)
from matcher.parties.model import Arrangement, Enterprise, Need, Offer, Village
from matcher.parties.staging import Upload
from matcher.parties.tenancy import _governed, narrow
from matcher.programme import Programme
from matcher.rounds.reading import plan_bytes, programme_of, round_of, rounds, run_of, suggestions
from matcher.rounds.reviewing import decide, take_back
from matcher.rounds.running import open_round, run_round
from matcher.store import Database
from matcher.vocabulary import ArrangementKind, Decision, Role
from tests.builders import a_village, an_enterprise
from tests.people import AT_THE_MACHINE, somebody
from tests.tenants import TENANTS, A, B, settle

MISSING = str(uuid.UUID(int=7))
BUSINESS = (Village, Need, Enterprise, Offer, Arrangement)

Tenants = dict[str, tuple[Actor, dict[str, str]]]


@pytest.fixture
def tenants(database: Database) -> Tenants:
    return {one.letter: settle(database, one) for one in TENANTS}


def who(role: Role, scope: Scope | None = None) -> Actor:
    return dataclasses.replace(somebody(role), scope=scope or Scope())


def found(database: Database, actor: Actor | None) -> dict[str, set[str]]:
    """The letters of the tenants whose things the actor finds, by list."""
    with database.reading() as session:
        narrow(session, actor)
        return {
            "villages": {one.name[-1] for one in find_villages(session, Search()).rows},
            "enterprises": {one.name[-1] for one in find_enterprises(session, Search()).rows},
            "rounds": {one.name[-1] for one in rounds(session)},
        }


AB, NONE = {"A", "B"}, set[str]()


SEEN = [
    (who(Role.COORDINATOR, A.area), {"A"}, {"A"}, {"A"}),
    (who(Role.COORDINATOR, B.area), {"B"}, {"B"}, {"B"}),
    (who(Role.COORDINATOR, Scope(district="静安")), {"A"}, {"A"}, NONE),
    (who(Role.REVIEWER, Scope(county=A.county)), {"A"}, AB, {"A"}),
    (who(Role.REVIEWER, Scope(A.district, B.county)), NONE, {"A"}, NONE),
    (who(Role.LEADER), AB, AB, AB),
    (who(Role.AUDITOR, B.area), {"B"}, {"B"}, {"B"}),
    (who(Role.FINANCE, A.area), {"A"}, {"A"}, NONE),
    (who(Role.CADRE, Scope(county=A.county)), {"A"}, {"A"}, NONE),
    (who(Role.CADRE, Scope(village_code=B.village_code)), {"B"}, {"B"}, NONE),
    (who(Role.CADRE), NONE, NONE, NONE),
    (who(Role.VILLAGE, Scope(village_code=A.village_code)), {"A"}, NONE, NONE),
    (who(Role.ENTERPRISE, Scope(uscc=B.uscc)), AB, {"B"}, NONE),
    (who(Role.ENTERPRISE, Scope(district=A.district, uscc=A.uscc)), {"A"}, {"A"}, NONE),
    (who(Role.ENTERPRISE), AB, NONE, NONE),
    (who(Role.ADMINISTRATOR), NONE, NONE, NONE),
    (None, NONE, NONE, NONE),
]
"""Who finds whose villages, enterprises and rounds."""


def test_each_finds_what_their_right_and_their_place_hold_both(
    database: Database, tenants: Tenants
) -> None:
    for actor, villages, enterprises, of_rounds in SEEN:
        assert found(database, actor) == {
            "villages": villages,
            "enterprises": enterprises,
            "rounds": of_rounds,
        }, actor


def test_who_sits_at_the_machine_and_an_open_session_find_everything(
    database: Database, tenants: Tenants
) -> None:
    assert found(database, AT_THE_MACHINE) == {"villages": AB, "enterprises": AB, "rounds": AB}
    with database.reading() as session:
        assert len(snapshot(session).villages) == 2


def everything(session: Session, actor: Actor, ids: dict[str, str]) -> list[Callable[[], object]]:
    """Every way to one object that a page goes."""
    return [
        lambda: village_detail(session, actor, ids["village_id"]),
        lambda: enterprise_detail(session, actor, ids["enterprise_id"]),
        lambda: staged(session, actor, ids["import_id"]),
        lambda: confirm_import(session, actor, ids["import_id"], seen="x"),
        lambda: round_of(session, ids["round_id"]),
        lambda: run_of(session, ids["run_id"]),
        lambda: plan_bytes(session, ids["run_id"]),
        lambda: programme_of(session, ids["run_id"]),
        lambda: suggestions(session, ids["run_id"]),
        lambda: decide(session, actor, ids["suggestion_id"], Decision.CONFIRM, expected_version=0),
        lambda: take_back(session, actor, ids["review_id"], expected_version=1),
    ]


def test_anothers_object_and_none_at_all_are_the_same_refusal(
    database: Database, tenants: Tenants
) -> None:
    actor, own = tenants["A"]
    others = tenants["B"][1]
    with database.writing() as session:
        narrow(session, actor)
        for theirs, nothing in zip(
            everything(session, actor, others),
            everything(session, actor, dict.fromkeys(own, MISSING)),
            strict=True,
        ):
            with pytest.raises(NotFound) as not_mine:
                theirs()
            with pytest.raises(NotFound) as not_there:
                nothing()
            assert (not_mine.value.code, not_mine.value.params) == (
                not_there.value.code,
                not_there.value.params,
            )
    with pytest.raises(NotFound):
        run_round(database, actor, others["round_id"])


def test_the_same_ways_lead_to_ones_own(database: Database, tenants: Tenants) -> None:
    """The control: without it the refusals above would prove nothing."""
    actor, own = tenants["A"]
    with database.reading() as session:
        narrow(session, actor)
        for way in everything(session, actor, own)[:3] + everything(session, actor, own)[4:9]:
            assert way()


def test_counts_sums_filters_and_figures_tell_nothing_of_others(
    database: Database, tenants: Tenants
) -> None:
    actor, _ = tenants["A"]
    with database.reading() as session:
        narrow(session, actor)
        assert find_villages(session, Search()).total == 1
        assert find_villages(session, Search(text="需求B")).total == 0
        assert find_enterprises(session, Search(text="能力B")).total == 0
        assert counties(session) == [A.county_name]
        assert figures(session).delegations.value == 1
        assert staged_imports(session, actor).total == 1
        for mapped in BUSINESS:
            assert session.scalar(select(func.count()).select_from(mapped)) == 1
            assert len(session.scalars(select(aliased(mapped))).all()) == 1


def test_a_round_is_computed_from_its_own_area_whoever_runs_it(
    database: Database, tenants: Tenants
) -> None:
    everywhere = who(Role.COORDINATOR)
    run = run_round(database, everywhere, tenants["A"][1]["round_id"])

    with database.reading() as session:
        used = programme_of(session, run.id)
    assert [one.code for one in used.villages] == [A.village_code]
    assert [one.uscc for one in used.enterprises] == [A.uscc]
    assert [one.uscc for one in used.offers] == [A.uscc]


def test_rounds_and_imports_of_several_districts_share_their_numbers(
    database: Database, tenants: Tenants
) -> None:
    numbers = []
    for actor, _ in tenants.values():
        with database.writing() as session:
            narrow(session, actor)
            stage_import(session, actor, Upload("again.xlsx", b"PK", Programme()))
            numbers.append(open_round(session, actor, campaign="行动", name="又一轮").number)

    assert numbers == [3, 4]


def only(**lists: Any) -> Programme:
    return Programme(**lists)


FOREIGN = [
    only(villages=(a_village(code=B.village_code, name="夺来"),)),
    only(villages=(a_village(code=f"{B.county}105999", county=B.county_name),)),
    only(villages=(a_village(5, aid_district=B.district),)),
    only(enterprises=(an_enterprise(2, name="夺来"),)),
    only(enterprises=(an_enterprise(5, registered_district=B.district),)),
    only(villages=(a_village(1, code=A.village_code, aid_district=B.district),)),
]
"""Their village, a new one in their county and district, their firm, one there, one given away."""


def test_an_import_touches_nothing_outside_the_area(database: Database, tenants: Tenants) -> None:
    with database.reading() as session:
        before = snapshot(session)
    actor = tenants["A"][0]
    for incoming in FOREIGN:
        with database.writing() as session:
            narrow(session, actor)
            with pytest.raises(NotAllowed) as refused:
                take(session, actor, incoming)
            session.rollback()
        assert refused.value.code == "parties.out_of_reach"

    with database.reading() as session:
        assert snapshot(session) == before


def test_a_firm_registered_elsewhere_comes_in_with_its_first_tie(
    database: Database, tenants: Tenants
) -> None:
    firm = an_enterprise(7, registered_district="浦东新区")
    tie = programme.Arrangement(
        kind=ArrangementKind.VISITED, uscc=firm.uscc, village_code=A.village_code
    )
    actor = tenants["A"][0]
    with database.writing() as session:
        narrow(session, actor)
        take(session, actor, Programme(enterprises=(firm,), arrangements=(tie,)))
        assert find_enterprises(session, Search()).total == 2


def test_every_table_of_the_business_is_governed() -> None:
    """A table with somebody's village, enterprise or round in it needs a rule."""
    telling = {"village_code", "uscc", "round_id", "district"}
    tables = [
        mapper.class_ for mapper in Village.registry.mappers if telling & set(mapper.columns.keys())
    ]

    assert len(tables) >= 9
    assert {one.__name__ for one in tables} - {one.__name__ for one in _governed} <= {"Account"}
    assert matcher.rounds.model.Run in _governed
