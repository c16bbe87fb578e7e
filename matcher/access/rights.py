"""The rights table: which role may do which action. What is not in it, nobody may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from matcher.errors import NotAllowed
from matcher.vocabulary import Role


@dataclass(frozen=True)
class Actor:
    """Somebody who acts, and from where. `account_id` is None for who sits at the machine."""

    account_id: str | None
    name: str
    display_name: str
    role: Role
    address: str = ""
    request: str = ""


class Action(StrEnum):
    """Everything a right is needed for; what people call it stands in sentences/access.toml."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    CHANGE_PASSWORD = "change_password"  # noqa: S105 - one's own
    MANAGE_ACCOUNTS = "manage_accounts"
    SEE_AUDIT = "see_audit"
    SEE_FIGURES = "see_figures"
    SEE_VILLAGES = "see_villages"
    SEE_ENTERPRISES = "see_enterprises"
    SEE_CONTACTS = "see_contacts"
    IMPORT_PARTIES = "import_parties"
    EXPORT_PARTIES = "export_parties"
    SEE_ROUNDS = "see_rounds"
    OPEN_ROUND = "open_round"
    RUN_ROUND = "run_round"
    DECIDE = "decide"


_ACCOUNTS = frozenset(Role) - {Role.OPERATOR}
_DISTRICT = frozenset({Role.COORDINATOR, Role.REVIEWER})
_OVERSIGHT = frozenset({Role.LEADER, Role.AUDITOR})
_OPERATOR = frozenset({Role.OPERATOR})
_COORDINATOR = frozenset({Role.COORDINATOR})

RIGHTS: Mapping[Action, frozenset[Role]] = {
    Action.SIGN_IN: _ACCOUNTS,
    Action.SIGN_OUT: _ACCOUNTS,
    Action.CHANGE_PASSWORD: _ACCOUNTS,
    # an administrator opens accounts and sees no business data
    Action.MANAGE_ACCOUNTS: frozenset({Role.ADMINISTRATOR}) | _OPERATOR,
    Action.SEE_AUDIT: frozenset({Role.AUDITOR}) | _OPERATOR,
    Action.SEE_FIGURES: _ACCOUNTS - {Role.ADMINISTRATOR},
    Action.SEE_VILLAGES: _DISTRICT | _OVERSIGHT | {Role.CADRE, Role.ENTERPRISE, Role.FINANCE},
    Action.SEE_ENTERPRISES: _DISTRICT | _OVERSIGHT | {Role.CADRE, Role.FINANCE},
    Action.SEE_CONTACTS: _DISTRICT,
    Action.IMPORT_PARTIES: _COORDINATOR | _OPERATOR,
    Action.EXPORT_PARTIES: _COORDINATOR | _OPERATOR,
    Action.SEE_ROUNDS: _DISTRICT | _OVERSIGHT,
    Action.OPEN_ROUND: _COORDINATOR | _OPERATOR,
    Action.RUN_ROUND: _COORDINATOR | _OPERATOR,
    Action.DECIDE: _COORDINATOR,
}


def may(actor: Actor, action: Action) -> bool:
    return actor.role in RIGHTS[action]


def require(actor: Actor, action: Action) -> None:
    """Raises NotAllowed when the actor's role has no right to the action."""
    if not may(actor, action):
        named = [{"code": f"access.action.{action}", "params": {}}]
        raise NotAllowed("access.not_allowed", action=named, role=actor.role.value)


def operator(name: str) -> Actor:
    """Who works at the machine itself, by the name the machine knows."""
    return Actor(account_id=None, name=name, display_name=name, role=Role.OPERATOR)
