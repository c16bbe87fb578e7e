"""Signing in with codes: what is asked, what counts, and what is used up."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from matcher.access import (
    CodeAsked,
    SignedIn,
    actor_of,
    begin_codes,
    codes_of,
    enter_code,
    passwords,
    sign_in,
    signing_in,
    tries,
)
from matcher.errors import NotAllowed
from matcher.store import Database
from tests.access.phones import enter, half, refusal, set_up
from tests.access.test_signing_in import everything
from tests.databases import SetClock
from tests.people import EASY_HASHER, PASSWORD, account

AT_ONCE = 8


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", EASY_HASHER)
    monkeypatch.setattr(passwords, "NOBODYS", EASY_HASHER.hash("nobody's"))


def test_a_code_is_asked_for_after_the_right_password(database: Database, clock: SetClock) -> None:
    actor = account(database)
    phone, _ = set_up(database, clock, actor)

    signed = enter(database, half(database), phone.shows())

    assert actor_of(database, signed.token) == signed.actor
    assert signed.actor.account_id == actor.account_id


def test_half_a_sign_in_opens_nothing(database: Database, clock: SetClock) -> None:
    set_up(database, clock, account(database))

    token = half(database)

    assert actor_of(database, token) is None
    assert token not in everything(database)
    assert token not in repr(CodeAsked(token))


def test_before_the_password_is_right_nothing_tells_of_codes(
    database: Database, clock: SetClock
) -> None:
    account(database, name="wang")
    set_up(database, clock, account(database))

    told = {refusal(lambda n=n: sign_in(database, n, "wrong", address="")) for n in ("li", "wang")}

    assert told == {"access.sign_in_refused"}


def test_codes_that_were_not_confirmed_are_not_asked_for(database: Database) -> None:
    begin_codes(database, account(database), PASSWORD)

    assert isinstance(sign_in(database, "li", PASSWORD, address=""), SignedIn)


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_a_phone_may_be_half_a_minute_off(
    database: Database, clock: SetClock, seconds: int
) -> None:
    phone, _ = set_up(database, clock, account(database))

    assert enter(database, half(database), phone.shows(ahead=seconds))


@pytest.mark.parametrize("seconds", [-60, 60])
def test_a_phone_further_off_is_refused(database: Database, clock: SetClock, seconds: int) -> None:
    phone, _ = set_up(database, clock, account(database))
    token, shown = half(database), phone.shows(ahead=seconds)

    assert refusal(lambda: enter(database, token, shown)) == "access.code_refused"


def test_a_code_is_taken_once(database: Database, clock: SetClock) -> None:
    phone, _ = set_up(database, clock, account(database))
    shown = phone.shows()
    enter(database, half(database), shown)

    token = half(database)

    assert refusal(lambda: enter(database, token, shown)) == "access.code_refused"
    older = phone.shows(ahead=-30)
    assert refusal(lambda: enter(database, token, older)) == "access.code_refused"
    clock.forward(seconds=30)
    assert enter(database, token, phone.shows())


def test_the_code_that_confirmed_signs_nobody_in(database: Database, clock: SetClock) -> None:
    phone, _ = set_up(database, clock, account(database))
    shown = phone.shows(ahead=-60)
    clock.forward(seconds=-60)
    token = half(database)

    assert refusal(lambda: enter(database, token, shown)) == "access.code_refused"


def test_half_a_sign_in_is_good_once_and_for_five_minutes(
    database: Database, clock: SetClock
) -> None:
    phone, _ = set_up(database, clock, account(database))
    used, late = half(database), half(database)
    enter(database, used, phone.shows())

    clock.forward(minutes=4, seconds=59)
    assert refusal(lambda: enter(database, used, phone.shows())) == "access.sign_in_again"
    clock.forward(seconds=1)
    assert refusal(lambda: enter(database, late, phone.shows())) == "access.sign_in_again"


def test_wrong_codes_count_towards_the_limits_and_new_passwords_do_not_reset_them(
    database: Database, clock: SetClock
) -> None:
    phone, _ = set_up(database, clock, account(database))
    told, tried = [], 0
    while tried < 2 * tries.MOST_TRIES_BY_NAME and "access.too_many_tries" not in told:
        address = f"10.0.1.{tried}"
        try:
            asked = sign_in(database, "li", PASSWORD, address=address)
        except NotAllowed as refused:
            told.append(refused.code)
            break
        told.append(refusal(lambda a=asked, b=address: enter(database, a.token, "000000", b)))
        tried += 1

    assert told[-1] == "access.too_many_tries"
    assert tried == tries.MOST_TRIES_BY_NAME // 2  # each round is a password and a code
    clock.forward(minutes=15)
    assert enter(database, half(database), phone.shows())


def test_a_recovery_code_is_taken_once(database: Database, clock: SetClock) -> None:
    actor = account(database)
    _, spare = set_up(database, clock, actor)
    assert len(spare) == 10

    enter(database, half(database), spare[3].upper())

    token = half(database)
    assert refusal(lambda: enter(database, token, spare[3])) == "access.code_refused"
    enter(database, token, spare[4].replace("-", " "))
    with database.reading() as session:
        row = codes_of(session, actor, actor.account_id or "")
    assert row is not None
    assert row.recovery_left == 8


def test_a_recovery_code_of_another_opens_nothing(database: Database, clock: SetClock) -> None:
    _, spare = set_up(database, clock, account(database, name="wang"))
    set_up(database, clock, account(database))
    token = half(database)

    assert refusal(lambda: enter(database, token, spare[0])) == "access.code_refused"


def test_no_secret_and_no_spare_code_is_in_any_table(database: Database, clock: SetClock) -> None:
    phone, spare = set_up(database, clock, account(database))
    kept = everything(database)

    assert phone.app.secret not in kept
    assert phone.app.byte_secret().hex() not in kept
    assert [one for one in spare if one in kept or one.replace("-", "") in kept] == []


def test_another_key_of_the_site_makes_every_code_wrong_but_the_spare_ones(
    database: Database, clock: SetClock
) -> None:
    phone, spare = set_up(database, clock, account(database))
    token, other = half(database), "another key, just as long as it was"

    def under_another_key(code: str) -> SignedIn:
        return enter_code(database, token, code, key=other, address="")

    assert refusal(lambda: under_another_key(phone.shows())) == "access.code_refused"
    assert under_another_key(spare[0])


def at_once(database: Database, code: str) -> list[str]:
    """What several browsers are told that were asked for a code and all enter this one."""
    tokens = [half(database) for _ in range(AT_ONCE)]
    together = threading.Barrier(AT_ONCE)

    def one(token: str) -> str:
        together.wait(30)
        try:
            enter(database, token, code)
        except NotAllowed as refused:
            return refused.code
        return "in"

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return sorted(threads.map(one, tokens))


ALL_TRIES = ["access.code_refused"] * (AT_ONCE - 1) + ["in"]


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many tries as a race needs."""
    for limit in ("MOST_TRIES_BY_NAME", "MOST_TRIES_BY_ADDRESS"):
        monkeypatch.setattr(tries, limit, 10 * AT_ONCE)


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("kind", ["code", "recovery code"])
def test_of_several_who_enter_the_same_code_at_once_one_gets_in(
    database: Database, clock: SetClock, kind: str
) -> None:
    phone, spare = set_up(database, clock, account(database))

    told = at_once(database, phone.shows() if kind == "code" else spare[0])

    assert told == ALL_TRIES


@pytest.mark.usefixtures("patient")
def test_they_would_all_get_in_if_nobody_kept_the_last_step(
    database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what the race is about."""
    phone, _ = set_up(database, clock, account(database))
    genuine = signing_in.codes.step_of
    monkeypatch.setattr(
        signing_in.codes, "step_of", lambda *of, after: genuine(*of, after=after * 0)
    )

    assert at_once(database, phone.shows()) == ["in"] * AT_ONCE
