"""Who looks at a round now: for two minutes, without a trace, and keeping nobody signed in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from matcher.access import Actor, actor_of, audit_rows, sign_in, sign_out
from matcher.access.model import AccountSession
from matcher.access.signing_in import IDLE
from matcher.discussion import come, others_here
from matcher.discussion.model import Presence
from matcher.errors import NotFound
from matcher.parties import narrow
from matcher.rounds.running import open_round
from matcher.store import Database
from matcher.vocabulary import Role
from tests.databases import SetClock
from tests.tenants import PASSWORD, A, B, open_for


@pytest.fixture
def people(database: Database) -> tuple[str, dict[str, tuple[Actor, str]]]:
    """A round of A's, and three who are signed in: two of A's, one of B's."""
    found = {}
    for name, area in (("甲", A.area), ("乙", A.area), ("丙", B.area)):
        actor = open_for(database, Role.COORDINATOR, f"coordinator-{name}", area)
        token = sign_in(database, actor.name, PASSWORD, address="10.0.0.1").token
        found[name] = actor, token
    with database.writing() as session:
        round_id = open_round(session, found["甲"][0], campaign="行动", name="第一轮").id
    return round_id, found


def seen_by(database: Database, actor: Actor, round_id: str) -> list[tuple[str, int]]:
    with database.reading() as session:
        narrow(session, actor)
        return [(one.name, one.minutes) for one in others_here(session, actor, round_id)]


def test_the_others_are_here_for_two_minutes(database: Database, people, clock: SetClock) -> None:
    round_id, known = people
    first, second = known["甲"], known["乙"]
    come(database, *first, round_id)
    clock.forward(seconds=20)
    come(database, *second, round_id)

    assert seen_by(database, first[0], round_id) == [("coordinator-乙", 0)]
    assert seen_by(database, second[0], round_id) == [("coordinator-甲", 0)]
    clock.forward(seconds=50)
    assert seen_by(database, second[0], round_id) == [("coordinator-甲", 1)]
    come(database, *second, round_id)
    clock.forward(seconds=50)
    assert seen_by(database, second[0], round_id) == []
    assert seen_by(database, first[0], round_id) == [("coordinator-乙", 0)]


def test_somebody_with_two_browsers_is_one(database: Database, people, clock: SetClock) -> None:
    round_id, known = people
    come(database, *known["乙"], round_id)
    clock.forward(seconds=70)
    again = sign_in(database, "coordinator-乙", PASSWORD, address="10.0.0.2").token
    come(database, known["乙"][0], again, round_id)

    assert seen_by(database, known["甲"][0], round_id) == [("coordinator-乙", 0)]
    assert seen_by(database, known["乙"][0], round_id) == []


def test_who_signs_out_is_gone_at_once(database: Database, people) -> None:
    round_id, known = people
    come(database, *known["乙"], round_id)
    with database.writing() as session:
        sign_out(session, *known["乙"])

    assert seen_by(database, known["甲"][0], round_id) == []


def test_a_round_out_of_sight_is_none(database: Database, people) -> None:
    round_id, known = people
    stranger = known["丙"]
    come(database, *stranger, round_id)
    come(database, *stranger, "none")

    for asked in (round_id, "none"):
        with pytest.raises(NotFound) as refused:
            seen_by(database, stranger[0], asked)
        assert refused.value.code == "rounds.no_such_round"
    assert seen_by(database, known["甲"][0], round_id) == []


def test_rows_are_swept_and_nothing_is_in_the_chain(
    database: Database, people, clock: SetClock
) -> None:
    round_id, known = people
    with database.reading() as session:
        before = len(audit_rows(session))
    for name in ("甲", "乙"):
        come(database, *known[name], round_id)
    clock.forward(minutes=3)
    come(database, *known["甲"], round_id)
    come(database, *known["甲"], round_id)

    with database.reading() as session:
        assert session.scalar(select(func.count(Presence.id))) == 1
        assert len(audit_rows(session)) == before


def test_being_looked_for_keeps_nobody_signed_in(
    database: Database, people, clock: SetClock
) -> None:
    """An open page asks for hours; only what its reader does counts. The control does count."""
    _, known = people
    for counts, lives in ((False, False), (True, True)):
        actor, _ = known["甲"]
        token = sign_in(database, actor.name, PASSWORD, address="10.0.0.1").token
        for _ in range(int(IDLE / timedelta(minutes=5)) + 1):
            clock.forward(minutes=5)
            actor_of(database, token, counts=counts)
        assert (actor_of(database, token) is not None) == lives
    with database.reading() as session:
        assert session.scalar(select(func.count(AccountSession.token_sha256))) >= 5
