"""Pairs with their events, mailboxes and the outbox."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from matcher.store.append_only import guards
from matcher.store.columns import create, day, instant, stamps, term, whole, words
from matcher.store.places import HOLDS_PLACE, IS_LEADING, place_guards

revision = "0008"
down_revision = "0007"

SIDE = "enterprise village"
STATE = (
    "asked enterprise_agreed village_agreed to_sign under_way due declined withdrawn lapsed ended"
)
MOVE = (
    "send enterprise_agrees enterprise_declines village_agrees village_declines "
    "withdraw lapse sign fall_due renew end"
)


def upgrade() -> None:
    create(
        "pair",
        words("id"),
        whole("number"),
        words("round_id"),
        words("suggestion_id"),
        words("uscc"),
        words("village_code"),
        term("role", "lead supporting"),
        term("state", STATE),
        day("answer_by"),
        day("reminded_on", null=True),
        day("since", null=True),
        day("until", null=True),
        *stamps(),
        unique=["number"],
        indexed=["round_id", "uscc", "village_code", "state"],
        points_at={
            "round_id": "round.id",
            "suggestion_id": "suggestion.id",
            "uscc": "enterprise.uscc",
            "village_code": "village.code",
        },
        checks={
            "term_is_known": "state NOT IN ('under_way', 'due') "
            "OR (since IS NOT NULL AND until IS NOT NULL)",
            "term_in_order": "since IS NULL OR until IS NULL OR since <= until",
        },
    )
    _one("ix_pair_one_open", ["uscc", "village_code"], HOLDS_PLACE)
    _one("ix_pair_one_lead", ["village_code"], IS_LEADING)
    create(
        "pair_event",
        words("id"),
        words("pair_id"),
        whole("seq"),
        term("move", MOVE),
        term("before", STATE, null=True),
        term("after", STATE),
        words("reason"),
        words("said_by"),
        day("said_on", null=True),
        day("since", null=True),
        day("until", null=True),
        instant("at"),
        words("by"),
        words("actor_id", null=True),
        unique=["pair_id seq"],
        points_at={"pair_id": "pair.id"},
        checks={
            "has_reason": "reason <> '' OR move NOT IN "
            "('enterprise_declines', 'village_declines', 'withdraw', 'end')"
        },
    )
    create(
        "mailbox",
        words("id"),
        term("side", SIDE),
        words("code"),
        words("address"),
        instant("updated_at"),
        words("updated_by"),
        unique=["side code"],
    )
    create(
        "letter",
        words("id"),
        words("pair_id"),
        term("side", SIDE),
        words("code"),
        words("subject"),
        words("body"),
        term("state", "waiting sent given_up"),
        instant("written_at"),
        instant("next_try_at"),
        whole("tries"),
        instant("sent_at", null=True),
        words("failure"),
        indexed=["pair_id", "state next_try_at"],
        points_at={"pair_id": "pair.id"},
    )
    dialect = op.get_bind().dialect.name
    for statement in (*guards("pair_event", dialect), *place_guards(dialect)):
        op.execute(statement)


def _one(name: str, columns: list[str], where: str) -> None:
    """At most one row for these columns, of those for which the condition holds."""
    held = text(where)
    op.create_index(name, "pair", columns, unique=True, sqlite_where=held, postgresql_where=held)
