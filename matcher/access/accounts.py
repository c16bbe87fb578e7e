"""Accounts: opened, shut and given a new password; never removed, for the records name them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matcher.access import passwords
from matcher.access.audit import record
from matcher.access.model import Account, AccountSession
from matcher.access.rights import Action, Actor, require
from matcher.errors import Conflict, Fault, InputRefused, NotFound
from matcher.store import moment
from matcher.vocabulary import Role

_NAME = re.compile(r"[\w.@-]{2,40}\Z")


@dataclass(frozen=True)
class AccountRow:
    """An account as a list shows it."""

    id: str
    name: str
    display_name: str
    role: Role
    disabled: bool
    created_at: datetime
    version: int


def accounts(session: Session) -> list[AccountRow]:
    """Every account, by name."""
    return [_row(account) for account in session.scalars(select(Account).order_by(Account.name))]


def open_account(
    session: Session, actor: Actor, *, name: str, display_name: str, role: Role, password: str
) -> AccountRow:
    """Raises Conflict when the name is taken, InputRefused when name or password will not do."""
    require(actor, Action.MANAGE_ACCOUNTS)
    name, display_name = typed_name(name), display_name.strip()
    faults = _faults_of_password(password, name, "password")
    if not _NAME.match(name):
        faults.append(_fault("name", "access.name_unfit"))
    if not display_name:
        faults.append(_fault("display_name", "access.display_name_missing"))
    if role is Role.OPERATOR:
        faults.append(_fault("role", "access.role_unfit"))
    if faults:
        raise InputRefused(faults)
    if session.scalar(select(Account.id).where(Account.name == name)):
        raise Conflict("access.name_taken", name=name)
    at = moment(session)
    account = Account(
        name=name,
        display_name=display_name,
        role=role,
        password_hash=passwords.hashed(password),
        password_set_at=at,
        created_at=at,
    )
    session.add(account)
    session.flush()
    _record(session, actor, account, "opened", role=role.value)
    return _row(account)


def change_password(session: Session, actor: Actor, *, old: str, new: str) -> None:
    """The actor's own; every session of the account ends. Raises InputRefused."""
    require(actor, Action.CHANGE_PASSWORD)
    account = session.get_one(Account, actor.account_id)
    if not passwords.matches(account.password_hash, old):
        raise InputRefused([_fault("old", "access.old_password_wrong")])
    _give_password(session, account, new, field="new")
    record(session, actor, Action.CHANGE_PASSWORD, f"account:{account.id}")


def set_password(session: Session, actor: Actor, name: str, password: str) -> None:
    """Another's; every session of that account ends. Raises NotFound, InputRefused."""
    require(actor, Action.MANAGE_ACCOUNTS)
    account = _account(session, name)
    _give_password(session, account, password, field="password")
    _record(session, actor, account, "password_set")


def disable(session: Session, actor: Actor, name: str) -> None:
    """No more sign-in, and every session of the account ends. Raises NotFound."""
    require(actor, Action.MANAGE_ACCOUNTS)
    account = _account(session, name)
    account.disabled = True
    _end_sessions(session, account)
    _record(session, actor, account, "disabled")


def enable(session: Session, actor: Actor, name: str) -> None:
    """Raises NotFound."""
    require(actor, Action.MANAGE_ACCOUNTS)
    account = _account(session, name)
    account.disabled = False
    _record(session, actor, account, "enabled")


def typed_name(name: str) -> str:
    """A name without case, width or stray spaces: how it is kept and compared."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _account(session: Session, name: str) -> Account:
    account = session.scalar(select(Account).where(Account.name == typed_name(name)))
    if account is None:
        raise NotFound("access.no_such_account", name=name)
    return account


def _give_password(session: Session, account: Account, password: str, *, field: str) -> None:
    faults = _faults_of_password(password, account.name, field)
    if faults:
        raise InputRefused(faults)
    account.password_hash = passwords.hashed(password)
    account.password_set_at = moment(session)
    _end_sessions(session, account)


def _end_sessions(session: Session, account: Account) -> None:
    session.execute(
        update(AccountSession)
        .where(AccountSession.account_id == account.id, AccountSession.revoked_at.is_(None))
        .values(revoked_at=moment(session))
    )


def _faults_of_password(password: str, name: str, field: str) -> list[Fault]:
    code = passwords.weakness(password, name)
    return [_fault(field, code)] if code else []


def _fault(field: str, code: str) -> Fault:
    params = {"shortest": passwords.SHORTEST, "longest": passwords.LONGEST}
    return Fault(file="", sheet="", cell="", code=code, field=field, params=params)


def _record(session: Session, actor: Actor, account: Account, what: str, **detail: str) -> None:
    record(
        session,
        actor,
        Action.MANAGE_ACCOUNTS,
        f"account:{account.id}",
        {"what": what, "name": account.name, **detail},
    )


def _row(account: Account) -> AccountRow:
    return AccountRow(
        id=account.id,
        name=account.name,
        display_name=account.display_name,
        role=account.role,
        disabled=account.disabled,
        created_at=account.created_at,
        version=account.version,
    )
