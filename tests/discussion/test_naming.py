"""Naming with an @: who may be named, and which name is meant."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matcher.access import RIGHTS, Action, Scope, disable
from matcher.discussion.naming import named_in, who_may_be_named
from matcher.discussion.rows import Nameable
from matcher.errors import NotFound
from matcher.parties import narrow
from matcher.rounds.model import Round
from matcher.rounds.reading import round_of
from matcher.rounds.running import open_round
from matcher.store import Database
from matcher.vocabulary import Role
from tests.people import AT_THE_MACHINE
from tests.tenants import TENANTS, A, open_for

KNOWN = tuple(
    Nameable(name, name.rstrip("2"))
    for name in ("李四", "李四光", "王五", "王五2", "Li", "姓名 钱", "Ann-Marie")
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@李四请看", ["李四"]),
        ("@李四光请看", ["李四光"]),
        ("请＠李四光、@李四 一起", ["李四光", "李四"]),
        ("@李四 @李四", ["李四"]),
        ("@li 看一下", ["Li"]),
        ("@姓名 钱看一下", ["姓名 钱"]),
        ("(@ann-marie)", ["Ann-Marie"]),
        ("写信到 office@李四.cn 或 a.b@Li", []),
        ("单价 @ 10 元，@", []),
    ],
)
def test_the_longest_name_that_fits_is_meant(text, names):
    found, faults = named_in(text, KNOWN)

    assert faults == []
    assert [one.name for one in found] == names


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("@赵六请看", "discussion.nobody_of_this_name", "赵六请看"),
        ("@Lisa 请看", "discussion.nobody_of_this_name", "Lisa"),
        ("@<b>李四</b> @李", "discussion.nobody_of_this_name", "李"),
        ("@王五 请看", "discussion.name_of_several", "王五"),
    ],
)
def test_an_unknown_or_ambiguous_name_is_refused_at_the_field(text, code, name):
    _, (fault,) = named_in(text, KNOWN)

    assert (fault.code, fault.field, fault.params["name"]) == (code, "text", name)


def test_exactly_those_may_be_named_who_see_the_round(database: Database) -> None:
    """Held against what a narrowed session really finds, in every place."""
    places = [Scope(), *(one.area for one in TENANTS), Scope(county=A.county)]
    actors = [
        open_for(database, role, f"{role.value}{number}", scope)
        for role in (*RIGHTS[Action.SEE_ROUNDS], Role.CADRE)
        for number, scope in enumerate(places)
    ]
    areas = [(None, None), (A.district, A.county), (A.district, None), ("闵行区", A.county)]
    ids = []
    with database.writing() as session:
        for number, (district, county) in enumerate(areas):
            row = open_round(session, AT_THE_MACHINE, campaign="行动", name=f"第{number}轮")
            opened = session.scalars(select(Round).where(Round.id == row.id)).one()
            opened.district, opened.county = district, county
            ids.append(row.id)
        disable(session, AT_THE_MACHINE, "reviewer0")

    for round_id in ids:
        with database.reading() as session:
            opened = session.scalars(select(Round).where(Round.id == round_id)).one()
            named = {one.account_id for one in who_may_be_named(session, opened)}
        seeing = {one.account_id for one in actors if sees(database, one, round_id)}
        assert named == {one for one in seeing if one != account_of(actors, "reviewer0")}
        assert len(named) >= 3


def sees(database, actor, round_id):
    with database.reading() as session:
        narrow(session, actor)
        try:
            round_of(session, round_id)
        except NotFound:
            return False
    return True


def account_of(actors, name):
    return next(one.account_id for one in actors if one.name == name)
