"""Passwords: what is refused as too easy, and argon2id for what is kept."""

from __future__ import annotations

import string
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from matcher.access.weak_words import WEAK_WORDS

SHORTEST, LONGEST = 10, 128
_FEWEST_DIFFERENT = 4
_TRIMMINGS = string.digits + string.punctuation + string.whitespace

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)

# The hash of a password nobody knows: comparing with it takes as long as with a real one, so an
# unknown name cannot be told by the clock.
NOBODYS = (
    "$argon2id$v=19$m=19456,t=2,p=1"
    "$XVLt2xxfaaCsGk2rSFphgA$96N7LPpwtx2JuYCawJ3fc3jlMASjxm5/U/72ZWva3wA"
)


def weakness(password: str, account_name: str) -> str | None:
    """The code of what is wrong with a new password; None when it will do."""
    if len(password) < SHORTEST:
        return "access.password_short"
    if len(password) > LONGEST:
        return "access.password_long"
    folded = _folded(password).casefold()
    if (
        folded.strip(_TRIMMINGS) in WEAK_WORDS | {""}
        or len(set(folded)) < _FEWEST_DIFFERENT
        or account_name in folded
    ):
        return "access.password_weak"
    return None


def hashed(password: str) -> str:
    return _hasher.hash(_folded(password))


def matches(kept: str, password: str) -> bool:
    """Takes as long for a wrong password as for the right one."""
    try:
        _hasher.verify(kept, _folded(password[:LONGEST]))
    except VerifyMismatchError:
        return False
    return len(password) <= LONGEST


def outdated(kept: str) -> bool:
    """Whether it was hashed with other settings than today's."""
    return _hasher.check_needs_rehash(kept)


def _folded(password: str) -> str:
    """Full-width letters and composed characters as any keyboard may send them."""
    return unicodedata.normalize("NFKC", password)
