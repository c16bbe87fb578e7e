"""The arithmetic of one-time codes, held to the tables of the standard itself."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.access import codes

KEY = "a key of the site, long enough"
AT = datetime(2026, 3, 25, 9, 30, tzinfo=UTC)
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
# RFC 6238, appendix B, SHA-1: of its eight digits the last six are the code of six
RFC_6238 = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}


def code_at(secret: str, at: datetime) -> str:
    """What an app with this secret shows then."""
    return pyotp.TOTP(secret).at(at)


@pytest.mark.parametrize(("seconds", "told"), RFC_6238.items())
def test_the_codes_are_those_of_the_standard(seconds: int, told: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)

    assert codes.step_of(RFC_SECRET, told[-6:], at, after=0) == seconds // 30


@given(st.integers(-5, 5), st.integers(0, 29))
def test_a_clock_may_be_one_step_off_and_no_more(steps: int, within: int) -> None:
    secret = codes.secret_of(KEY, "li", "seed")
    start = AT.replace(second=0)
    shown = code_at(secret, start + steps * timedelta(seconds=30))

    accepted = codes.step_of(secret, shown, start + timedelta(seconds=within), after=0)

    assert (accepted is not None) == (abs(steps) <= 1)


def test_no_code_up_to_the_last_accepted_one_is_taken_again() -> None:
    secret = codes.secret_of(KEY, "li", "seed")
    step = codes.step_at(AT)
    shown = [code_at(secret, AT + n * timedelta(seconds=30)) for n in (-1, 0, 1)]

    taken = [codes.step_of(secret, one, AT, after=step) for one in shown]

    assert taken == [None, None, step + 1]


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "0x1234", "-12345", "١٢٣٤٥٦"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert (
        codes.step_of(codes.secret_of(KEY, "li", "seed"), codes.folded(typed), AT, after=0) is None
    )


@pytest.mark.parametrize(
    "typed", ["123456", " 123 456 ", "１２３４５６", "123-456", "123\u00a0456"]
)
def test_a_code_may_be_typed_in_groups_and_full_width(typed: str) -> None:
    assert codes.folded(typed) == "123456"


def test_the_secret_follows_from_the_key_the_account_and_the_seed() -> None:
    told = codes.secret_of(KEY, "li", "seed")

    assert told == codes.secret_of(KEY, "li", "seed")
    assert len(base64.b32decode(told)) == 20
    others = [("another key", "li", "seed"), (KEY, "wang", "seed"), (KEY, "li", "other")]
    assert told not in {codes.secret_of(*one) for one in others}


def test_an_app_is_told_account_and_issuer() -> None:
    address = codes.address_for_app(RFC_SECRET, account="li@静安", issuer="结对")

    assert address.startswith("otpauth://totp/")
    assert f"secret={RFC_SECRET}" in address
    assert "issuer=%E7%BB%93%E5%AF%B9" in address
    assert address.isascii()


def test_recovery_codes_are_many_bits_and_all_different() -> None:
    made = [one for _ in range(20) for one in codes.new_recovery_codes()]

    assert len(made) == len(set(made)) == 200
    assert {len(codes.folded(one)) for one in made} == {16}
    assert len(set("".join(made)) - {"-"}) == 32  # 16 letters of 5 bits: 80 bits
    assert codes.hash_of_recovery("li", made[0].upper()) == codes.hash_of_recovery("li", made[0])
    assert codes.hash_of_recovery("li", made[0]) != codes.hash_of_recovery("wang", made[0])
