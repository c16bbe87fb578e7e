"""One-time codes set up, taken away by whom and why, and what is recorded of it."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from matcher.access import (
    SignedIn,
    actor_of,
    audit_rows,
    begin_codes,
    change_password,
    codes_of,
    confirm_codes,
    disable,
    drop_codes,
    passwords,
    secret_to_confirm,
    sign_in,
    take_codes,
)
from matcher.errors import Conflict
from matcher.store import Database
from matcher.vocabulary import Role
from tests.access.phones import KEY, Phone, enter, half, refusal, set_up
from tests.databases import SetClock
from tests.people import AT_THE_MACHINE, EASY_HASHER, PASSWORD, account, somebody


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", EASY_HASHER)
    monkeypatch.setattr(passwords, "NOBODYS", EASY_HASHER.hash("nobody's"))


def test_setting_up_asks_for_the_password_and_a_first_code(
    database: Database, clock: SetClock
) -> None:
    actor = account(database)

    assert refusal(lambda: begin_codes(database, actor, "wrong")) == "access.password_wrong"
    begin_codes(database, actor, PASSWORD)
    with database.writing() as session:
        wrong = lambda: confirm_codes(session, actor, "000000", key=KEY, token="")  # noqa: E731
        assert refusal(wrong) == "access.code_wrong"
        assert secret_to_confirm(session, actor, key=KEY)
        assert codes_of(session, actor, actor.account_id or "") is None
    clock.forward(minutes=15)
    with database.writing() as session:
        assert secret_to_confirm(session, actor, key=KEY) is None
        assert refusal(wrong) == "access.no_codes_begun"


def test_beginning_again_gives_another_secret_and_what_is_confirmed_stays(
    database: Database, clock: SetClock
) -> None:
    actor, secrets = account(database), set()
    for _ in range(3):
        begin_codes(database, actor, PASSWORD)
        with database.reading() as session:
            secrets.add(secret_to_confirm(session, actor, key=KEY))
    assert len(secrets) == 3
    set_up(database, clock, actor)

    assert refusal(lambda: begin_codes(database, actor, PASSWORD)) == "access.codes_there"
    with database.reading() as session:
        assert secret_to_confirm(session, actor, key=KEY) is None


def test_confirming_ends_every_other_session(database: Database, clock: SetClock) -> None:
    actor = account(database)
    here, there = (sign_in(database, "li", PASSWORD, address="").token for _ in range(2))
    begin_codes(database, actor, PASSWORD)

    with database.writing() as session:
        secret = secret_to_confirm(session, actor, key=KEY) or ""
        confirm_codes(session, actor, Phone(secret, clock).shows(), key=KEY, token=here)

    assert actor_of(database, here)
    assert actor_of(database, there) is None


def test_wrong_passwords_count_there_too(database: Database, clock: SetClock) -> None:
    actor = account(database)
    set_up(database, clock, actor)
    told = [refusal(lambda: drop_codes(database, actor, "wrong")) for _ in range(11)]

    assert told == ["access.password_wrong"] * 10 + ["access.too_many_tries"]
    with database.reading() as session:
        assert codes_of(session, actor, actor.account_id or "")


def test_the_holder_takes_them_away_with_the_password(database: Database, clock: SetClock) -> None:
    actor = account(database)
    phone, _ = set_up(database, clock, actor)
    begun = half(database)

    drop_codes(database, actor, PASSWORD)

    assert isinstance(sign_in(database, "li", PASSWORD, address=""), SignedIn)
    assert refusal(lambda: enter(database, begun, phone.shows())) == "access.sign_in_again"
    assert refusal(lambda: drop_codes(database, actor, PASSWORD)) == "access.no_codes"


def test_who_manages_accounts_takes_them_away_with_a_reason(
    database: Database, clock: SetClock
) -> None:
    actor = account(database)
    set_up(database, clock, actor)
    lost = "手机丢失, asked by telephone"
    with database.writing() as session:
        for reason, told in (("  ", "access.reason_missing"), ("x" * 201, "access.reason_long")):
            take = lambda r=reason: take_codes(session, AT_THE_MACHINE, "li", r)  # noqa: E731
            assert refusal(take) == told

        take_codes(session, AT_THE_MACHINE, "LI ", lost)

        with pytest.raises(Conflict, match="no_codes"):
            take_codes(session, AT_THE_MACHINE, "li", lost)
        newest = audit_rows(session)[0]
    assert isinstance(sign_in(database, "li", PASSWORD, address=""), SignedIn)
    assert (newest.action, newest.detail["what"]) == ("manage_accounts", "codes_taken")
    assert newest.detail["reason"] == lost


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR, Role.OPERATOR}))
def test_nobody_else_takes_them_away_or_asks_who_has_them(database: Database, role: Role) -> None:
    with database.writing() as session:
        for asked in (
            lambda: take_codes(session, somebody(role), "li", "why"),
            lambda: codes_of(session, somebody(role), "another"),
        ):
            assert refusal(asked) == "access.not_allowed"


def test_a_closed_account_and_a_new_password_end_half_a_sign_in(
    database: Database, clock: SetClock
) -> None:
    actor, new = account(database), "a kite above the reeds"
    phone, _ = set_up(database, clock, actor)
    before, after = half(database), "access.sign_in_again"

    with database.writing() as session:
        change_password(session, actor, old=PASSWORD, new=new)
    assert refusal(lambda: enter(database, before, phone.shows())) == after
    asked = sign_in(database, "li", new, address="")
    with database.writing() as session:
        disable(session, AT_THE_MACHINE, "li")
    assert refusal(lambda: enter(database, asked.token, phone.shows())) == after


def test_what_is_done_with_codes_is_recorded(database: Database, clock: SetClock) -> None:
    actor = account(database)
    phone, spare = set_up(database, clock, actor)
    token = half(database)
    refusal(lambda: enter(database, token, "000000"))
    enter(database, token, phone.shows())
    enter(database, half(database), spare[0])
    refusal(lambda: drop_codes(database, actor, "wrong"))
    drop_codes(database, actor, PASSWORD)

    with database.reading() as session:
        rows = audit_rows(session, thing=f"account:{actor.account_id}")
    told = [(r.action, r.result, r.detail.get("what") or r.detail.get("with")) for r in rows[::-1]]
    assert told[1:] == [
        ("keep_codes", "done", "begun"),
        ("keep_codes", "done", "confirmed"),
        ("sign_in", "refused", None),
        ("sign_in", "done", "code"),
        ("sign_in", "done", "recovery_code"),
        ("keep_codes", "refused", "wrong_password"),
        ("keep_codes", "done", "dropped"),
    ]


def test_a_failure_while_recording_takes_the_change_back(
    database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = account(database)
    set_up(database, clock, actor)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("matcher.access.second_step.record", broken)
    with pytest.raises(ZeroDivisionError):
        drop_codes(database, actor, PASSWORD)

    with database.reading() as session:
        assert codes_of(session, actor, actor.account_id or "")
        assert session.scalar(text("SELECT count(*) FROM recovery_code")) == 10
