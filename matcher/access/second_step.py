"""One-time codes of an account: set up, proven by a first code, and taken away again.

What changes them asks for the password again, so that a browser left open is not enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from matcher.access import codes, passwords
from matcher.access.accounts import account_named
from matcher.access.audit import DONE, REFUSED, record
from matcher.access.digests import sha256
from matcher.access.model import (
    Account,
    AccountSession,
    HalfSignIn,
    OneTimeCodes,
    RecoveryCode,
)
from matcher.access.rights import Action, Actor, require
from matcher.access.tries import count_try, forget_tries
from matcher.errors import Conflict, Fault, InputRefused
from matcher.store import Database, moment

SETTING_UP_LASTS = timedelta(minutes=15)
LONGEST_REASON = 200


@dataclass(frozen=True)
class CodesRow:
    """Since when an account has codes, and how many recovery codes are left."""

    since: datetime
    recovery_left: int


def codes_of(session: Session, actor: Actor, account_id: str) -> CodesRow | None:
    """None where the account has no codes. One's own, else for who manages accounts."""
    if account_id != actor.account_id:
        require(actor, Action.MANAGE_ACCOUNTS)
    kept = session.get(OneTimeCodes, account_id)
    if kept is None or kept.confirmed_at is None:
        return None
    left = select(func.count()).where(
        RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    )
    return CodesRow(kept.confirmed_at, session.scalar(left) or 0)


def begin_codes(database: Database, actor: Actor, password: str) -> None:
    """Give the actor's account a secret, which counts after `confirm_codes`.

    Raises InputRefused for a wrong password, NotAllowed (`access.too_many_tries`), Conflict when
    the account has codes already.
    """
    require(actor, Action.KEEP_CODES)
    with _proven(database, actor, password) as session:
        kept = session.get(OneTimeCodes, actor.account_id)
        if kept is not None and kept.confirmed_at:
            raise Conflict("access.codes_there")
        if kept is None:
            kept = OneTimeCodes(account_id=actor.account_id)
            session.add(kept)
        kept.seed, kept.begun_at = codes.new_seed(), moment(session)
        _record(session, actor, "begun")


def secret_to_confirm(session: Session, actor: Actor, *, key: str) -> str | None:
    """The secret that was begun with a little while ago, in base32, until it is confirmed."""
    require(actor, Action.KEEP_CODES)
    begun = _begun(session, actor)
    return codes.secret_of(key, begun.account_id, begun.seed) if begun else None


def confirm_codes(
    session: Session, actor: Actor, code: str, *, key: str, token: str
) -> tuple[str, ...]:
    """A first right code shows that the app has the secret; from now on sign-in asks for codes.

    Every session of the account ends but that of `token`. Gives the recovery codes, which nobody
    can tell again. Raises InputRefused for a wrong code, Conflict when nothing was begun.
    """
    require(actor, Action.KEEP_CODES)
    begun = _begun(session, actor)
    if begun is None:
        raise Conflict("access.no_codes_begun")
    at = moment(session)
    secret = codes.secret_of(key, begun.account_id, begun.seed)
    step = codes.step_of(secret, codes.folded(code), at, after=0)
    if step is None:
        raise InputRefused([_fault("code", "access.code_wrong")])
    begun.confirmed_at, begun.last_step = at, step
    spare = codes.new_recovery_codes()
    session.add_all(
        RecoveryCode(
            code_sha256=codes.hash_of_recovery(begun.account_id, one), account_id=begun.account_id
        )
        for one in spare
    )
    session.execute(
        update(AccountSession)
        .where(
            AccountSession.account_id == begun.account_id,
            AccountSession.revoked_at.is_(None),
            AccountSession.token_sha256 != sha256(token),
        )
        .values(revoked_at=at)
    )
    _record(session, actor, "confirmed")
    return spare


def drop_codes(database: Database, actor: Actor, password: str) -> None:
    """Take away the actor's own. Raises as `begin_codes` does, Conflict when there are none."""
    require(actor, Action.KEEP_CODES)
    with _proven(database, actor, password) as session:
        _take_away(session, actor.account_id or "", actor.name)
        _record(session, actor, "dropped")


def take_codes(session: Session, actor: Actor, name: str, reason: str) -> None:
    """Take away another's, whose phone and recovery codes are lost.

    Raises NotFound, InputRefused without a reason, Conflict when there are none.
    """
    require(actor, Action.MANAGE_ACCOUNTS)
    account, reason = account_named(session, name), reason.strip()
    if not reason:
        raise InputRefused([_fault("reason", "access.reason_missing")])
    if len(reason) > LONGEST_REASON:
        raise InputRefused([_fault("reason", "access.reason_long")])
    _take_away(session, account.id, account.name)
    detail = {"what": "codes_taken", "name": account.name, "reason": reason}
    record(session, actor, Action.MANAGE_ACCOUNTS, f"account:{account.id}", detail)


@contextmanager
def _proven(database: Database, actor: Actor, password: str) -> Iterator[Session]:
    """A transaction that begins once the password was right; none is open while it is compared."""
    with database.writing() as session:
        account = session.get_one(Account, actor.account_id)
        count_try(session, account.name, actor.address)
        kept = account.password_hash
    right = passwords.matches(kept, password)
    with database.writing() as session:
        account = session.get_one(Account, actor.account_id)
        proven = right and account.password_hash == kept
        if proven:
            forget_tries(session, account.name)
            yield session
        else:
            _record(session, actor, "wrong_password", REFUSED)
    if not proven:
        raise InputRefused([_fault("password", "access.password_wrong")])


def _begun(session: Session, actor: Actor) -> OneTimeCodes | None:
    kept = session.get(OneTimeCodes, actor.account_id)
    if kept is None or kept.confirmed_at or moment(session) - kept.begun_at >= SETTING_UP_LASTS:
        return None
    return kept


def _take_away(session: Session, account_id: str, name: str) -> None:
    kept = session.get(OneTimeCodes, account_id)
    if kept is None or kept.confirmed_at is None:
        raise Conflict("access.no_codes", name=name)
    session.delete(kept)
    for table in (RecoveryCode, HalfSignIn):
        session.execute(delete(table).where(table.account_id == account_id))


def _record(session: Session, actor: Actor, what: str, result: str = DONE) -> None:
    thing = f"account:{actor.account_id}"
    record(session, actor, Action.KEEP_CODES, thing, {"what": what}, result=result)


def _fault(field: str, code: str) -> Fault:
    params = {"longest": LONGEST_REASON}
    return Fault(file="", sheet="", cell="", code=code, field=field, params=params)
