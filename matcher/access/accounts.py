"""Accounts: opened, shut and given a new password; never removed, for the records name them."""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, false, select, update
from sqlalchemy.orm import Session

from matcher.access import passwords
from matcher.access.audit import record
from matcher.access.model import Account, AccountSession, HalfSignIn
from matcher.access.rights import NOWHERE_IN_PARTICULAR, Action, Actor, Scope, require
from matcher.access.tries import forget_tries
from matcher.errors import Conflict, Fault, InputRefused, NotFound
from matcher.region import is_county_code, is_village_code
from matcher.store import moment
from matcher.uscc import is_uscc
from matcher.vocabulary import Role

_NAME = re.compile(r"[\w.@-]{2,40}\Z")
_SHORTEST_DISTRICT = 2
ONE_TIME = timedelta(hours=24)


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
    scope: Scope


def accounts(session: Session) -> list[AccountRow]:
    """Every account, by name."""
    return [_row(account) for account in session.scalars(select(Account).order_by(Account.name))]


def open_account(
    session: Session,
    actor: Actor,
    *,
    name: str,
    display_name: str,
    role: Role,
    password: str,
    scope: Scope = NOWHERE_IN_PARTICULAR,
) -> AccountRow:
    """Raises Conflict when the name is taken, InputRefused when name, password or scope will not
    do."""
    require(actor, Action.MANAGE_ACCOUNTS)
    name, display_name = typed_name(name), display_name.strip()
    faults = _faults_of_password(password, name, "password")
    if not _NAME.match(name):
        faults.append(_fault("name", "access.name_unfit"))
    if not display_name:
        faults.append(_fault("display_name", "access.display_name_missing"))
    if role is Role.OPERATOR:
        faults.append(_fault("role", "access.role_unfit"))
    faults += _faults_of_scope(scope)
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
        **asdict(scope),
    )
    session.add(account)
    session.flush()
    _record(session, actor, account, "opened", role=role.value, **_said(scope))
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
    account = account_named(session, name)
    _give_password(session, account, password, field="password")
    _record(session, actor, account, "password_set")


def disable(session: Session, actor: Actor, name: str) -> None:
    """No more sign-in, and every session of the account ends.

    Raises NotFound; Conflict for the last administrator, whom nobody on the site could let in
    again.
    """
    require(actor, Action.MANAGE_ACCOUNTS)
    account = account_named(session, name)
    if account.role is Role.ADMINISTRATOR and not _another_administrator(session, account):
        raise Conflict("access.last_administrator", name=account.name)
    account.disabled = True
    _end_sessions(session, account)
    _record(session, actor, account, "disabled")


def enable(session: Session, actor: Actor, name: str) -> None:
    """Raises NotFound."""
    require(actor, Action.MANAGE_ACCOUNTS)
    account = account_named(session, name)
    account.disabled = False
    _record(session, actor, account, "enabled")


def account_of(session: Session, actor: Actor, account_id: str) -> AccountRow:
    """Raises NotFound."""
    require(actor, Action.MANAGE_ACCOUNTS)
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound("access.no_such_account", name="")
    return _row(account)


def open_with_one_time_password(
    session: Session, actor: Actor, *, name: str, display_name: str, role: Role, scope: Scope
) -> tuple[AccountRow, str]:
    """The account and the password its holder signs in with once. Raises as `open_account` does."""
    row = open_account(
        session,
        actor,
        name=name,
        display_name=display_name,
        role=role,
        password=secrets.token_urlsafe(32),
        scope=scope,
    )
    return row, give_one_time_password(session, actor, row.name)


def give_one_time_password(session: Session, actor: Actor, name: str) -> str:
    """A password for one sign-in, after which another must be set. Raises NotFound."""
    require(actor, Action.MANAGE_ACCOUNTS)
    account = account_named(session, name)
    password = "-".join(secrets.token_hex(2) for _ in range(5))
    _give_password(session, account, password, field="password")
    account.password_ends_at = moment(session) + ONE_TIME
    _record(session, actor, account, "one_time_password")
    return password


def unlock(session: Session, actor: Actor, name: str) -> None:
    """Forget the wrong passwords and codes of this account. Raises NotFound."""
    require(actor, Action.MANAGE_ACCOUNTS)
    account = account_named(session, name)
    forget_tries(session, account.name)
    _record(session, actor, account, "unlocked")


def give_scope(session: Session, actor: Actor, name: str, scope: Scope) -> None:
    """Where the account belongs from now on; it holds from its next page on.

    Raises NotFound, InputRefused.
    """
    require(actor, Action.MANAGE_ACCOUNTS)
    account = account_named(session, name)
    if faults := _faults_of_scope(scope):
        raise InputRefused(faults)
    for field, value in asdict(scope).items():
        setattr(account, field, value)
    _record(session, actor, account, "scope_given", **_said(scope))


def scope_of(account: Account) -> Scope:
    return Scope(account.district, account.county, account.uscc, account.village_code)


def typed_name(name: str) -> str:
    """A name without case, width or stray spaces: how it is kept and compared."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def account_named(session: Session, name: str) -> Account:
    """Raises NotFound."""
    account = session.scalar(select(Account).where(Account.name == typed_name(name)))
    if account is None:
        raise NotFound("access.no_such_account", name=name)
    return account


def _another_administrator(session: Session, account: Account) -> bool:
    others = select(Account.id).where(
        Account.role == Role.ADMINISTRATOR, Account.disabled == false(), Account.id != account.id
    )
    return session.scalar(others.limit(1)) is not None


def _give_password(session: Session, account: Account, password: str, *, field: str) -> None:
    faults = _faults_of_password(password, account.name, field)
    if faults:
        raise InputRefused(faults)
    account.password_hash = passwords.hashed(password)
    account.password_set_at, account.password_ends_at = moment(session), None
    _end_sessions(session, account)


def _end_sessions(session: Session, account: Account) -> None:
    session.execute(delete(HalfSignIn).where(HalfSignIn.account_id == account.id))
    session.execute(
        update(AccountSession)
        .where(AccountSession.account_id == account.id, AccountSession.revoked_at.is_(None))
        .values(revoked_at=moment(session))
    )


def _faults_of_password(password: str, name: str, field: str) -> list[Fault]:
    code = passwords.weakness(password, name)
    return [_fault(field, code)] if code else []


def _faults_of_scope(scope: Scope) -> list[Fault]:
    unfit = {
        "district": scope.district is not None and len(scope.district) < _SHORTEST_DISTRICT,
        "county": scope.county is not None and not is_county_code(scope.county),
        "uscc": scope.uscc is not None and not is_uscc(scope.uscc),
        "village_code": scope.village_code is not None and not is_village_code(scope.village_code),
    }
    return [_fault(field, f"access.{field}_unfit") for field, wrong in unfit.items() if wrong]


def _said(scope: Scope) -> dict[str, str]:
    return {field: value for field, value in asdict(scope).items() if value}


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
        scope=scope_of(account),
    )
