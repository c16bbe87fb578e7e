"""Who may do what, and who did what: accounts, rights, sign-in, and the audit chain."""

from matcher.access.accounts import (
    AccountRow,
    accounts,
    change_password,
    disable,
    enable,
    open_account,
    set_password,
)
from matcher.access.audit import (
    AuditRow,
    ChainBreak,
    audit_length,
    audit_rows,
    record,
    verify_chain,
)
from matcher.access.rights import RIGHTS, Action, Actor, may, operator, require
from matcher.access.signing_in import SignedIn, actor_of, sign_in, sign_out

__all__ = [
    "RIGHTS",
    "AccountRow",
    "Action",
    "Actor",
    "AuditRow",
    "ChainBreak",
    "SignedIn",
    "accounts",
    "actor_of",
    "audit_length",
    "audit_rows",
    "change_password",
    "disable",
    "enable",
    "may",
    "open_account",
    "operator",
    "record",
    "require",
    "set_password",
    "sign_in",
    "sign_out",
    "verify_chain",
]
