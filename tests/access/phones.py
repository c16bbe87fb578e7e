"""Accounts with one-time codes, and the phones that show them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest

from matcher.access import (
    Actor,
    CodeAsked,
    SignedIn,
    begin_codes,
    confirm_codes,
    enter_code,
    secret_to_confirm,
    sign_in,
)
from matcher.errors import InputRefused, JieduiError
from matcher.messages import say
from matcher.store import Database
from tests.databases import SetClock
from tests.people import PASSWORD

KEY = "the key of this site, long enough"


class Phone:
    """An authenticator app that was given a secret, with a clock that may be off."""

    def __init__(self, secret: str, clock: SetClock) -> None:
        self.app, self.clock = pyotp.TOTP(secret), clock

    def shows(self, *, ahead: float = 0) -> str:
        return self.app.at(self.clock.now + timedelta(seconds=ahead))


def set_up(database: Database, clock: SetClock, actor: Actor) -> tuple[Phone, tuple[str, ...]]:
    """The actor's account with codes, a minute ago."""
    begin_codes(database, actor, PASSWORD)
    with database.writing() as session:
        phone = Phone(secret_to_confirm(session, actor, key=KEY) or "", clock)
        spare = confirm_codes(session, actor, phone.shows(), key=KEY, token="")
    clock.forward(minutes=1)
    return phone, spare


def half(database: Database, name: str = "li") -> str:
    asked = sign_in(database, name, PASSWORD, address="10.0.0.1")
    assert isinstance(asked, CodeAsked)
    return asked.token


def enter(database: Database, token: str, code: str, address: str = "10.0.0.1") -> SignedIn:
    return enter_code(database, token, code, key=KEY, address=address)


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(JieduiError) as refused:
        work()
    error = refused.value
    codes = [one.code for one in error.faults] if isinstance(error, InputRefused) else [error.code]
    params = error.faults[0].params if isinstance(error, InputRefused) else error.params
    assert say(codes[0], "zh", **params)
    return codes[0]
