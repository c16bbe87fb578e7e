"""Signing in: what is told, how often one may try, and how long a session lives."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import inspect, text

from matcher.access import actor_of, passwords, sign_in, sign_out, tries
from matcher.errors import NotAllowed
from matcher.messages import say
from matcher.store import Database
from tests.databases import SetClock
from tests.people import EASY_HASHER, GENUINE_HASHER, PASSWORD, account

WRONG = "not the password"


def refusal(database: Database, name: str, password: str, address: str = "10.0.0.1") -> str:
    with pytest.raises(NotAllowed) as refused:
        sign_in(database, name, password, address=address)
    assert say(refused.value.code, "zh", **refused.value.params)
    return refused.value.code


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests compare many passwords and ask nothing of how."""
    monkeypatch.setattr(passwords, "_hasher", EASY_HASHER)
    monkeypatch.setattr(passwords, "NOBODYS", EASY_HASHER.hash("nobody's"))


def everything(database: Database) -> str:
    """All that is stored, as one text."""
    with database.reading() as session:
        tables = inspect(session.connection()).get_table_names()
        return "\n".join(
            str(tuple(row))
            for table in tables
            for row in session.execute(text(f'SELECT * FROM "{table}"'))
        )


def test_the_right_password_begins_a_session(database: Database) -> None:
    actor = account(database)

    signed_in = sign_in(database, " LI ", PASSWORD, address="10.0.0.1")

    assert signed_in.actor.account_id == actor.account_id
    assert signed_in.actor.address == "10.0.0.1"
    assert actor_of(database, signed_in.token) == signed_in.actor
    assert len(signed_in.token) >= 43  # 256 bits


def test_a_token_is_in_no_table_and_in_no_log(database: Database) -> None:
    account(database)
    signed_in = sign_in(database, "li", PASSWORD, address="10.0.0.1")

    assert signed_in.token not in everything(database)
    assert signed_in.token not in repr(signed_in)


@pytest.mark.parametrize("token", ["", "x", "é", "0" * 43])
def test_any_other_token_is_nobody(database: Database, token: str) -> None:
    account(database)
    sign_in(database, "li", PASSWORD, address="")

    assert actor_of(database, token) is None


def test_whatever_is_wrong_the_answer_is_the_same(database: Database) -> None:
    account(database)

    codes = {refusal(database, "li", WRONG), refusal(database, "nobody", WRONG)}
    codes |= {refusal(database, "", ""), refusal(database, "li", "x" * 10_000)}

    assert codes == {"access.sign_in_refused"}


def test_an_unknown_name_costs_a_comparison_too(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []
    monkeypatch.undo()  # the genuine hashes
    monkeypatch.setattr(passwords, "matches", lambda kept, password: bool(compared.append(kept)))
    account(database)

    refusal(database, "li", WRONG)
    refusal(database, "nobody", WRONG)

    assert len(compared) == 2
    assert compared[1] == passwords.NOBODYS
    assert [one.split("$")[1:4] for one in compared] == [
        ["argon2id", "v=19", "m=19456,t=2,p=1"]
    ] * 2


def test_what_was_typed_as_a_name_is_not_kept(database: Database) -> None:
    """It may be a password typed into the wrong field."""
    refusal(database, "my secret words", "li")

    assert "my secret words" not in everything(database)


def test_a_name_that_failed_too_often_waits(database: Database, clock: SetClock) -> None:
    account(database)
    for number in range(tries.MOST_TRIES_BY_NAME):
        assert refusal(database, "li", WRONG, f"10.0.0.{number}") == "access.sign_in_refused"
        clock.forward(seconds=30)

    assert refusal(database, "li", PASSWORD, "10.0.1.1") == "access.too_many_tries"
    account(database, name="wang")
    assert sign_in(database, "wang", PASSWORD, address="10.0.1.1").actor.name == "wang"
    clock.forward(minutes=10, seconds=1)  # the first try is a quarter of an hour ago
    assert sign_in(database, "li", PASSWORD, address="10.0.1.1").actor.name == "li"


def test_an_address_that_failed_too_often_waits(database: Database, clock: SetClock) -> None:
    account(database)
    for number in range(tries.MOST_TRIES_BY_ADDRESS):
        assert refusal(database, f"guess-{number}", WRONG) == "access.sign_in_refused"

    assert refusal(database, "li", PASSWORD) == "access.too_many_tries"
    assert sign_in(database, "li", PASSWORD, address="10.9.9.9").actor.name == "li"
    clock.forward(minutes=15)
    assert sign_in(database, "li", PASSWORD, address="10.0.0.1").actor.name == "li"


def test_an_unknown_name_waits_just_as_a_known_one_does(database: Database) -> None:
    for number in range(tries.MOST_TRIES_BY_NAME):
        refusal(database, "nobody", WRONG, f"10.0.0.{number}")

    assert refusal(database, "nobody", WRONG, "10.0.1.1") == "access.too_many_tries"


def test_being_told_to_wait_does_not_lengthen_the_wait(database: Database, clock: SetClock) -> None:
    account(database)
    for number in range(tries.MOST_TRIES_BY_NAME):
        refusal(database, "li", WRONG, f"10.0.0.{number}")
    for _ in range(14):
        clock.forward(minutes=1)
        assert refusal(database, "li", WRONG) == "access.too_many_tries"

    clock.forward(minutes=1)

    assert sign_in(database, "li", PASSWORD, address="").actor.name == "li"


def test_the_wait_that_is_told_is_enough(database: Database, clock: SetClock) -> None:
    account(database)
    for number in range(tries.MOST_TRIES_BY_NAME):
        refusal(database, "li", WRONG, f"10.0.0.{number}")
        clock.forward(seconds=7)

    with pytest.raises(NotAllowed) as refused:
        sign_in(database, "li", PASSWORD, address="")
    clock.forward(minutes=refused.value.params["minutes"])

    assert sign_in(database, "li", PASSWORD, address="").actor.name == "li"


def test_the_right_password_forgets_the_wrong_ones(database: Database) -> None:
    account(database)
    for _ in range(3):
        for number in range(tries.MOST_TRIES_BY_NAME - 1):
            refusal(database, "li", WRONG, f"10.0.0.{number}")
        sign_in(database, "li", PASSWORD, address="10.0.1.1")


def test_many_guesses_at_once_are_as_many_tries(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluated = []
    monkeypatch.setattr(
        passwords, "matches", lambda kept, password: bool(evaluated.append(password))
    )
    together = threading.Barrier(8)

    def guess(worker: int) -> set[str]:
        together.wait()
        return {refusal(database, "li", f"guess {worker} {number}") for number in range(5)}

    with ThreadPoolExecutor(8) as threads:
        codes = set().union(*threads.map(guess, range(8)))

    assert codes == {"access.sign_in_refused", "access.too_many_tries"}
    assert len(evaluated) == tries.MOST_TRIES_BY_NAME


def test_a_session_dies_of_idleness(database: Database, clock: SetClock) -> None:
    account(database)
    token = sign_in(database, "li", PASSWORD, address="").token
    for _ in range(3):
        clock.forward(minutes=29)
        assert actor_of(database, token) is not None

    clock.forward(minutes=30)

    assert actor_of(database, token) is None


def test_a_session_dies_of_age_however_busy(database: Database, clock: SetClock) -> None:
    account(database)
    token = sign_in(database, "li", PASSWORD, address="").token
    alive = 0
    while actor_of(database, token):
        alive += 1
        clock.forward(minutes=15)

    assert alive * timedelta(minutes=15) == timedelta(hours=12)


def test_a_reader_writes_a_sign_of_life_once_a_minute_at_most(
    database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    account(database)
    token = sign_in(database, "li", PASSWORD, address="").token
    written, writing = [], database.writing
    monkeypatch.setattr(database, "writing", lambda: (written.append(clock.now), writing())[1])

    for _ in range(12):
        clock.forward(seconds=20)
        assert actor_of(database, token)

    assert len(written) == 4


def test_a_token_replayed_after_signing_out_is_nobody(database: Database) -> None:
    account(database)
    kept = sign_in(database, "li", PASSWORD, address="").token
    signed_in = sign_in(database, "li", PASSWORD, address="")

    with database.writing() as session:
        sign_out(session, signed_in.actor, signed_in.token)

    assert actor_of(database, signed_in.token) is None
    assert actor_of(database, kept) is not None


def test_signing_in_again_replaces_the_browsers_old_session(database: Database) -> None:
    account(database)
    first = sign_in(database, "li", PASSWORD, address="").token

    second = sign_in(database, "li", PASSWORD, address="", replacing=first).token

    assert first != second
    assert actor_of(database, first) is None
    assert actor_of(database, second) is not None


def test_a_hash_of_older_settings_is_renewed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    account(database)
    monkeypatch.setattr(passwords, "_hasher", GENUINE_HASHER)

    sign_in(database, "li", PASSWORD, address="")

    with database.reading() as session:
        (kept,) = session.scalars(text("SELECT password_hash FROM account"))
    assert "m=19456,t=2,p=1" in kept
    assert sign_in(database, "li", PASSWORD, address="").actor.name == "li"


def test_no_transaction_is_open_while_a_password_is_compared(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    account(database)
    genuine = passwords.matches

    def compare(kept: str, password: str) -> bool:
        with database.writing() as session:  # would wait for ever behind a transaction of sign_in
            session.execute(text("UPDATE account SET display_name = 'meanwhile'"))
        return genuine(kept, password)

    monkeypatch.setattr(passwords, "matches", compare)

    assert sign_in(database, "li", PASSWORD, address="").actor.display_name == "meanwhile"
