"""How many wrong passwords and codes are too many: each is counted before it is compared."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from matcher.access.digests import sha256
from matcher.access.model import SignInTry
from matcher.errors import NotAllowed
from matcher.store import moment

WINDOW = timedelta(minutes=15)
MOST_TRIES_BY_NAME = 10
MOST_TRIES_BY_ADDRESS = 20


def count_try(session: Session, name: str, address: str) -> None:
    """A hundred at once are a hundred tries. Raises NotAllowed: `access.too_many_tries`."""
    at, name_sha256 = moment(session), sha256(name)
    session.execute(delete(SignInTry).where(SignInTry.at <= at - WINDOW))
    for most, same in (
        (MOST_TRIES_BY_NAME, SignInTry.name_sha256 == name_sha256),
        (MOST_TRIES_BY_ADDRESS, SignInTry.address == address),
    ):
        tries, oldest = session.execute(
            select(func.count(), func.min(SignInTry.at, type_=SignInTry.at.type)).where(same)
        ).one()
        if tries >= most:
            wait = oldest + WINDOW - at
            raise NotAllowed("access.too_many_tries", minutes=wait // timedelta(minutes=1) + 1)
    session.add(SignInTry(name_sha256=name_sha256, address=address, at=at))


def forget_tries(session: Session, name: str) -> None:
    session.execute(delete(SignInTry).where(SignInTry.name_sha256 == sha256(name)))
