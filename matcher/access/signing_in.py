"""Signing in and staying signed in, and how many wrong passwords are too many.

`sign_in` and `actor_of` take the database, not a session: comparing a password takes 65 ms on
purpose, and no transaction may be open meanwhile; and a page that only reads must still be able
to say that its reader is there.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from matcher.access import passwords
from matcher.access.accounts import scope_of, typed_name
from matcher.access.audit import REFUSED, record
from matcher.access.model import Account, AccountSession, SignInTry
from matcher.access.rights import Action, Actor
from matcher.errors import NotAllowed
from matcher.store import Database, moment

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
WINDOW = timedelta(minutes=15)
MOST_TRIES_BY_NAME = 10
MOST_TRIES_BY_ADDRESS = 20
_SEEN_EVERY = timedelta(minutes=1)  # a reader's sign of life need not be written more often


@dataclass(frozen=True)
class SignedIn:
    """A fresh session. `token` is for the browser's cookie alone."""

    token: str = field(repr=False)
    actor: Actor


def sign_in(
    database: Database, name: str, password: str, *, address: str, replacing: str | None = None
) -> SignedIn:
    """Compare the password and begin a session; the session of the token `replacing` ends.

    Raises NotAllowed: `access.sign_in_refused` whatever was wrong, `access.too_many_tries` with
    `minutes` when this name or this address has failed too often.
    """
    name = typed_name(name)
    with database.writing() as session:
        # the try counts as failed before it is looked at: a hundred at once are a hundred tries
        _count_try(session, name, address)
        account = session.scalar(select(Account).where(Account.name == name))
        kept = account.password_hash if account else passwords.NOBODYS
    right = passwords.matches(kept, password)
    better = passwords.hashed(password) if right and passwords.outdated(kept) else kept
    with database.writing() as session:
        account = session.scalar(select(Account).where(Account.name == name))
        if account and right and _opens(account, moment(session)) and account.password_hash == kept:
            account.password_hash = better
            return _begin(session, account, address, replacing)
        thing = f"account:{account.id}" if account else "account:"
        record(session, None, Action.SIGN_IN, thing, {"address": address}, result=REFUSED)
    raise NotAllowed("access.sign_in_refused")


def actor_of(database: Database, token: str) -> Actor | None:
    """Who holds the token, if its session still lives; being asked keeps it alive."""
    key = _sha256(token)
    with database.reading() as session:
        at = moment(session)
        found = session.execute(
            select(AccountSession, Account).join(Account).where(AccountSession.token_sha256 == key)
        ).first()
    if found is None or not _lives(found.AccountSession, found.Account, at):
        return None
    if at - found.AccountSession.seen_at >= _SEEN_EVERY:
        with database.writing() as session:
            session.execute(
                update(AccountSession)
                .where(AccountSession.token_sha256 == key)
                .values(seen_at=moment(session))
            )
    return _actor(found.Account, found.AccountSession.address)


def sign_out(session: Session, actor: Actor, token: str) -> None:
    """End the session of this token."""
    _revoke(session, token)
    record(session, actor, Action.SIGN_OUT, f"account:{actor.account_id}")


def _begin(session: Session, account: Account, address: str, replacing: str | None) -> SignedIn:
    at = moment(session)
    session.execute(delete(SignInTry).where(SignInTry.name_sha256 == _sha256(account.name)))
    session.execute(delete(AccountSession).where(AccountSession.created_at < at - LONGEST))
    if replacing:
        _revoke(session, replacing)
    token = secrets.token_urlsafe(32)
    session.add(
        AccountSession(
            token_sha256=_sha256(token),
            account_id=account.id,
            address=address,
            created_at=at,
            seen_at=at,
        )
    )
    actor = _actor(account, address)
    record(session, actor, Action.SIGN_IN, f"account:{account.id}")
    return SignedIn(token, actor)


def _count_try(session: Session, name: str, address: str) -> None:
    at, name_sha256 = moment(session), _sha256(name)
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


def _opens(account: Account, at: datetime) -> bool:
    ends = account.password_ends_at
    return not account.disabled and (ends is None or at < ends)


def _lives(signed_in: AccountSession, account: Account, at: datetime) -> bool:
    return (
        signed_in.revoked_at is None
        and not account.disabled
        and at - signed_in.seen_at < IDLE
        and at - signed_in.created_at < LONGEST
    )


def _revoke(session: Session, token: str) -> None:
    session.execute(
        update(AccountSession)
        .where(AccountSession.token_sha256 == _sha256(token), AccountSession.revoked_at.is_(None))
        .values(revoked_at=moment(session))
    )


def _actor(account: Account, address: str) -> Actor:
    return Actor(
        account_id=account.id,
        name=account.name,
        display_name=account.display_name,
        role=account.role,
        address=address,
        scope=scope_of(account),
        must_change_password=account.password_ends_at is not None,
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
