"""One-time codes: six digits from a secret and the clock, as any authenticator app shows them.

TOTP (RFC 6238) with the settings every app knows: SHA-1, six digits, a new code each 30 seconds.
The secret is kept nowhere: HMAC-SHA-256, keyed with the key of the site, makes it anew from the
seed in the database, so that a copy of the database alone tells no code.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import unicodedata
from datetime import datetime

import pyotp

from matcher.access.digests import sha256

SECONDS = 30
DIGITS = 6
DRIFT = 1  # steps that a phone's clock may be ahead or behind (RFC 6238, section 5.2)
RECOVERY_CODES = 10
_SECRET_BYTES = 20  # as RFC 4226, section 4, recommends
_LETTERS = "23456789abcdefghijkmnpqrstuvwxyz"  # 5 bits each, none to be taken for another
_GROUPS, _GROUP = 4, 4  # 80 bits: nobody guesses the code behind a hash


def new_seed() -> str:
    return secrets.token_hex(16)


def secret_of(key: str, account_id: str, seed: str) -> str:
    """The account's secret in base32, as an app takes it."""
    message = f"jiedui one-time codes:{account_id}:{seed}"
    made = hmac.digest(key.encode(), message.encode(), "sha256")
    return base64.b32encode(made[:_SECRET_BYTES]).decode()


def address_for_app(secret: str, *, account: str, issuer: str) -> str:
    """The otpauth:// address that an app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def step_at(at: datetime) -> int:
    """The number of 30-second steps since 1970."""
    return int(at.timestamp()) // SECONDS


def step_of(secret: str, code: str, at: datetime, *, after: int) -> int | None:
    """The step within `DRIFT` of `at`, and later than `after`, whose code this is, if any."""
    now, found = step_at(at), None
    for step in range(now - DRIFT, now + DRIFT + 1):
        right = hmac.compare_digest(pyotp.HOTP(secret).at(step).encode(), code.encode())
        if right and step > after:
            found = step
    return found


def folded(code: str) -> str:
    """A code as it may be typed: full-width, in groups, in capitals."""
    plain = unicodedata.normalize("NFKC", code).casefold()
    return "".join(plain.split()).replace("-", "")


def new_recovery_codes() -> tuple[str, ...]:
    """Ten, in groups of four: "k7pq-2mxa-9rtd-hw4e"."""
    return tuple(
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        for _ in range(RECOVERY_CODES)
    )


def hash_of_recovery(account_id: str, code: str) -> str:
    """What is kept of a recovery code; with so many bits a plain hash will do."""
    return sha256(f"{account_id}:{folded(code)}")
