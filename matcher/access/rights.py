"""The rights table: which role may do which action, and within what. What is not in it, nobody may.

The table says how far a right goes (`Within`); an account says where it belongs (`Scope`). Who
asks the database through a session narrowed to an actor (`matcher/parties/tenancy.py`) is given
what lies within both, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from matcher.errors import NotAllowed
from matcher.vocabulary import Role


@dataclass(frozen=True)
class Scope:
    """Where an account belongs; None is not said.

    `district` is the helping district by the name the records know it by, `county` the six digits
    of the helped county, `uscc` the account's own enterprise, `village_code` its own village.
    """

    district: str | None = None
    county: str | None = None
    uscc: str | None = None
    village_code: str | None = None


NOWHERE_IN_PARTICULAR = Scope()


@dataclass(frozen=True)
class Actor:
    """Somebody who acts, and from where. `account_id` is None for who sits at the machine."""

    account_id: str | None
    name: str
    display_name: str
    role: Role
    address: str = ""
    request: str = ""
    scope: Scope = NOWHERE_IN_PARTICULAR
    must_change_password: bool = False


class Within(StrEnum):
    """How far a right goes. Where it says own and the account names none, it reaches nothing."""

    ALL = "all"  # nationwide
    AREA = "area"  # own district and own county, each if the account names one, else nationwide
    HOME = "home"  # own village, else own county
    FIRM = "firm"  # own enterprise


class Action(StrEnum):
    """Everything a right is needed for; what people call it stands in sentences/access.toml."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    CHANGE_PASSWORD = "change_password"  # noqa: S105 - one's own
    KEEP_CODES = "keep_codes"
    MANAGE_ACCOUNTS = "manage_accounts"
    SEE_AUDIT = "see_audit"
    SEE_HISTORY = "see_history"
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
    KEEP_VIEWS = "keep_views"
    KEEP_WEIGHTS = "keep_weights"
    DRAFT_SCENARIO = "draft_scenario"
    DISCUSS = "discuss"
    SEE_PAIRS = "see_pairs"
    SEND_PAIRS = "send_pairs"
    ANSWER_PAIR = "answer_pair"
    KEEP_PAIRS = "keep_pairs"
    REMIND_PAIRS = "remind_pairs"
    SEE_WORK = "see_work"
    ASK_WORK = "ask_work"
    DO_WORK = "do_work"


_ACCOUNTS = dict.fromkeys(frozenset(Role) - {Role.OPERATOR}, Within.ALL)
_OPERATOR = {Role.OPERATOR: Within.ALL}
_COORDINATOR = {Role.COORDINATOR: Within.AREA}
_DISTRICT = _COORDINATOR | {Role.REVIEWER: Within.AREA}
_OVERSIGHT = {Role.LEADER: Within.AREA, Role.AUDITOR: Within.AREA}
_FINANCE = {Role.FINANCE: Within.AREA}
_VILLAGERS = {Role.CADRE: Within.HOME, Role.VILLAGE: Within.HOME}
_FIRM = {Role.ENTERPRISE: Within.FIRM}

RIGHTS: Mapping[Action, Mapping[Role, Within]] = {
    Action.SIGN_IN: _ACCOUNTS,
    Action.SIGN_OUT: _ACCOUNTS,
    Action.CHANGE_PASSWORD: _ACCOUNTS,
    Action.KEEP_CODES: _ACCOUNTS,
    # an administrator opens accounts and sees no business data
    Action.MANAGE_ACCOUNTS: {Role.ADMINISTRATOR: Within.ALL} | _OPERATOR,
    Action.SEE_AUDIT: {Role.AUDITOR: Within.ALL} | _OPERATOR,
    Action.SEE_HISTORY: _DISTRICT | _OVERSIGHT,
    Action.SEE_FIGURES: _DISTRICT | _OVERSIGHT | _FINANCE | _VILLAGERS | _FIRM,
    # what villages need is shown to the enterprises that were invited to help them
    Action.SEE_VILLAGES: _DISTRICT
    | _OVERSIGHT
    | _FINANCE
    | _VILLAGERS
    | {Role.ENTERPRISE: Within.AREA},
    Action.SEE_ENTERPRISES: _DISTRICT | _OVERSIGHT | _FINANCE | _FIRM | {Role.CADRE: Within.HOME},
    Action.SEE_CONTACTS: _DISTRICT,
    Action.IMPORT_PARTIES: _COORDINATOR | _OPERATOR,
    Action.EXPORT_PARTIES: _COORDINATOR | _OPERATOR,
    Action.SEE_ROUNDS: _DISTRICT | _OVERSIGHT,
    Action.OPEN_ROUND: _COORDINATOR | _OPERATOR,
    Action.RUN_ROUND: _COORDINATOR | _OPERATOR,
    Action.DECIDE: _COORDINATOR,
    Action.KEEP_VIEWS: _DISTRICT | _OVERSIGHT,
    Action.KEEP_WEIGHTS: _COORDINATOR | _OPERATOR,
    # whoever reviews may try things out; to adopt one is to run the round
    Action.DRAFT_SCENARIO: _DISTRICT | _OPERATOR,
    # an auditor reads what is said and takes no part in it
    Action.DISCUSS: _DISTRICT | {Role.LEADER: Within.AREA},
    Action.SEE_PAIRS: _DISTRICT | _OVERSIGHT | _FINANCE | _VILLAGERS | _FIRM,
    Action.SEND_PAIRS: _COORDINATOR,
    # nobody is paired who did not say so: each side for itself, or on its word a coordinator
    Action.ANSWER_PAIR: _COORDINATOR | _FIRM | {Role.VILLAGE: Within.HOME},
    Action.KEEP_PAIRS: _COORDINATOR,
    Action.REMIND_PAIRS: _OPERATOR,
    Action.SEE_WORK: _DISTRICT | _OVERSIGHT,
    # each kind of long work asks for the right to what it does besides: `queue/asking.py`
    Action.ASK_WORK: _DISTRICT | _OVERSIGHT | _OPERATOR,
    Action.DO_WORK: _OPERATOR,
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
