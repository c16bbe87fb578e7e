"""Signing in and staying signed in: the password, then a code where the account has codes.

`sign_in`, `enter_code` and `actor_of` take the database, not a session: comparing a password takes
65 ms on purpose, and no transaction may be open meanwhile; what was tried counts even when it is
refused; and a page that only reads must still be able to say that its reader is there.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from matcher.access import codes, passwords
from matcher.access.accounts import scope_of, typed_name
from matcher.access.audit import REFUSED, record
from matcher.access.digests import sha256
from matcher.access.model import Account, AccountSession, HalfSignIn, OneTimeCodes, RecoveryCode
from matcher.access.rights import Action, Actor
from matcher.access.tries import count_try, forget_tries
from matcher.errors import NotAllowed
from matcher.store import Database, moment

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
HALF_LASTS = timedelta(minutes=5)
_SEEN_EVERY = timedelta(minutes=1)  # a reader's sign of life need not be written more often


@dataclass(frozen=True)
class SignedIn:
    """A fresh session. `token` is for the browser's cookie alone."""

    token: str = field(repr=False)
    actor: Actor


@dataclass(frozen=True)
class CodeAsked:
    """The password was right, and a code is asked for: `token` is good for `enter_code` alone."""

    token: str = field(repr=False)


def sign_in(
    database: Database, name: str, password: str, *, address: str, replacing: str | None = None
) -> SignedIn | CodeAsked:
    """Compare the password and begin a session; the session of the token `replacing` ends.

    Where the account has one-time codes, nothing begins and nothing ends before `enter_code`.

    Raises NotAllowed: `access.sign_in_refused` whatever was wrong, `access.too_many_tries` with
    `minutes` when this name or this address has failed too often.
    """
    name = typed_name(name)
    with database.writing() as session:
        # the try counts as failed before it is looked at: a hundred at once are a hundred tries
        count_try(session, name, address)
        account = session.scalar(select(Account).where(Account.name == name))
        kept = account.password_hash if account else passwords.NOBODYS
    right = passwords.matches(kept, password)
    better = passwords.hashed(password) if right and passwords.outdated(kept) else kept
    with database.writing() as session:
        account = session.scalar(select(Account).where(Account.name == name))
        if account and right and _opens(account, moment(session)) and account.password_hash == kept:
            account.password_hash = better
            if _codes(session, account):
                return _ask_code(session, account)
            return _begin(session, account, address, replacing)
        thing = f"account:{account.id}" if account else "account:"
        record(session, None, Action.SIGN_IN, thing, {"address": address}, result=REFUSED)
    raise NotAllowed("access.sign_in_refused")


def enter_code(
    database: Database,
    token: str,
    code: str,
    *,
    key: str,
    address: str,
    replacing: str | None = None,
) -> SignedIn:
    """The second step, with a code of the app or a recovery code; `key` is the key of the site.

    Raises NotAllowed: `access.sign_in_again` when the first step is not known or too long ago,
    `access.code_refused` when the code is wrong or was used before, `access.too_many_tries`.
    """
    with database.writing() as session:
        account = _half_signed_in(session, token)
        if account is None:
            raise NotAllowed("access.sign_in_again")
        count_try(session, account.name, address)
        proof = _accepted(session, account, codes.folded(code), key)
        if proof:
            session.execute(delete(HalfSignIn).where(HalfSignIn.token_sha256 == sha256(token)))
            return _begin(session, account, address, replacing, proof=proof)
        detail = {"address": address, "step": "code"}
        record(session, None, Action.SIGN_IN, f"account:{account.id}", detail, result=REFUSED)
    raise NotAllowed("access.code_refused")


def actor_of(database: Database, token: str, *, counts: bool = True) -> Actor | None:
    """Who holds the token, if its session still lives.

    Being asked keeps it alive, unless a page asks by itself, which `counts` for nothing.
    """
    key = sha256(token)
    with database.reading() as session:
        at = moment(session)
        found = session.execute(
            select(AccountSession, Account).join(Account).where(AccountSession.token_sha256 == key)
        ).first()
    if found is None or not _lives(found.AccountSession, found.Account, at):
        return None
    if counts and at - found.AccountSession.seen_at >= _SEEN_EVERY:
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


def _ask_code(session: Session, account: Account) -> CodeAsked:
    at, token = moment(session), secrets.token_urlsafe(32)
    session.execute(delete(HalfSignIn).where(HalfSignIn.at <= at - HALF_LASTS))
    session.add(HalfSignIn(token_sha256=sha256(token), account_id=account.id, at=at))
    return CodeAsked(token)


def _half_signed_in(session: Session, token: str) -> Account | None:
    half = session.get(HalfSignIn, sha256(token))
    if half is None or moment(session) - half.at >= HALF_LASTS:
        return None
    return session.get_one(Account, half.account_id)


def _codes(session: Session, account: Account) -> OneTimeCodes | None:
    kept = session.get(OneTimeCodes, account.id)
    return kept if kept and kept.confirmed_at else None


def _accepted(session: Session, account: Account, code: str, key: str) -> str | None:
    """How the code proves who it is, if it does: it is used up by that."""
    kept, at = _codes(session, account), moment(session)
    if kept is None:
        return None
    secret = codes.secret_of(key, account.id, kept.seed)
    step = codes.step_of(secret, code, at, after=kept.last_step)
    if step is not None:
        kept.last_step = step
        return "code"
    spare = session.get(RecoveryCode, codes.hash_of_recovery(account.id, code))
    if spare is not None and spare.used_at is None:
        spare.used_at = at
        return "recovery_code"
    return None


def _begin(
    session: Session,
    account: Account,
    address: str,
    replacing: str | None,
    *,
    proof: str = "",
) -> SignedIn:
    at = moment(session)
    forget_tries(session, account.name)
    session.execute(delete(AccountSession).where(AccountSession.created_at < at - LONGEST))
    if replacing:
        _revoke(session, replacing)
    token = secrets.token_urlsafe(32)
    session.add(
        AccountSession(
            token_sha256=sha256(token),
            account_id=account.id,
            address=address,
            created_at=at,
            seen_at=at,
        )
    )
    actor = _actor(account, address)
    detail = {"with": proof} if proof else None
    record(session, actor, Action.SIGN_IN, f"account:{account.id}", detail)
    return SignedIn(token, actor)


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
        .where(AccountSession.token_sha256 == sha256(token), AccountSession.revoked_at.is_(None))
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
