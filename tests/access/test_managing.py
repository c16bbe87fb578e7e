"""What an administrator does for an account: one-time password, unlocking, where it belongs."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matcher.access import (
    Scope,
    actor_of,
    audit_rows,
    change_password,
    disable,
    enable,
    give_one_time_password,
    give_scope,
    passwords,
    sign_in,
    unlock,
)
from matcher.access.model import Account
from matcher.access.tries import MOST_TRIES_BY_NAME
from matcher.errors import Conflict, InputRefused, NotAllowed
from matcher.store import Database
from matcher.vocabulary import Role
from tests.databases import SetClock
from tests.people import AT_THE_MACHINE, EASY_HASHER, PASSWORD, account


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", EASY_HASHER)


def test_a_one_time_password_serves_to_set_another_and_no_longer_than_a_day(
    database: Database, clock: SetClock
) -> None:
    account(database, name="li")
    with database.writing() as session:
        once = give_one_time_password(session, AT_THE_MACHINE, "li")
    signed = sign_in(database, "li", once, address="a")
    assert signed.actor.must_change_password

    clock.forward(hours=24)
    with pytest.raises(NotAllowed):
        sign_in(database, "li", once, address="a")
    clock.forward(hours=-1)
    with database.writing() as session:
        change_password(session, signed.actor, old=once, new="a kite above the reeds")

    again = sign_in(database, "li", "a kite above the reeds", address="a")
    assert not again.actor.must_change_password
    with pytest.raises(NotAllowed):
        sign_in(database, "li", once, address="a")


def test_a_one_time_password_is_in_no_table(database: Database) -> None:
    account(database, name="li")
    with database.writing() as session:
        once = give_one_time_password(session, AT_THE_MACHINE, "li")
        assert once not in repr(audit_rows(session))
        assert once not in repr(vars(session.scalars(select(Account)).one()))


def test_an_administrator_lifts_the_limit(database: Database) -> None:
    account(database, name="li")
    for _ in range(MOST_TRIES_BY_NAME):
        with pytest.raises(NotAllowed):
            sign_in(database, "li", "wrong", address="a")
    with pytest.raises(NotAllowed) as refused:
        sign_in(database, "li", PASSWORD, address="b")
    assert refused.value.code == "access.too_many_tries"

    with database.writing() as session:
        unlock(session, AT_THE_MACHINE, "LI")

    assert sign_in(database, "li", PASSWORD, address="b").token


def test_the_last_administrator_cannot_be_closed(database: Database) -> None:
    first, second = (account(database, Role.ADMINISTRATOR, name) for name in ("one", "two"))
    with database.writing() as session:
        disable(session, first, "one")
        with pytest.raises(Conflict) as refused:
            disable(session, second, "two")
    assert refused.value.code == "access.last_administrator"
    with database.writing() as session:
        enable(session, second, "one")
        disable(session, second, "two")


def test_where_an_account_belongs_is_kept_recorded_and_holds_at_once(database: Database) -> None:
    account(database, name="li")
    signed = sign_in(database, "li", PASSWORD, address="a")
    with database.writing() as session:
        give_scope(session, AT_THE_MACHINE, "li", Scope("静安区", "532627"))
        assert audit_rows(session)[0].detail["county"] == "532627"

    assert actor_of(database, signed.token).scope == Scope("静安区", "532627")


@pytest.mark.parametrize(
    ("scope", "field"),
    [
        (Scope(district="静"), "district"),
        (Scope(county="5326"), "county"),
        (Scope(county="532600"), "county"),
        (Scope(uscc="91310106MA1F00001X"), "uscc"),
        (Scope(village_code="532627"), "village_code"),
    ],
)
def test_a_place_that_is_none_is_refused_beside_its_field(
    database: Database, scope: Scope, field: str
) -> None:
    account(database, name="li")
    with database.writing() as session:
        with pytest.raises(InputRefused) as refused:
            give_scope(session, AT_THE_MACHINE, "li", scope)
        session.rollback()

    assert [fault.field for fault in refused.value.faults] == [field]
