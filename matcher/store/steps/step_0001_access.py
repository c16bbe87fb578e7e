"""Accounts, their sessions, tries to sign in, and the audit chain."""

from __future__ import annotations

from alembic import op

from matcher.store.append_only import guards
from matcher.store.columns import create, flag, instant, term, whole, words

revision = "0001"
down_revision = None

ROLE = "coordinator reviewer cadre village enterprise finance leader auditor administrator operator"


def upgrade() -> None:
    create(
        "account",
        words("id"),
        words("name"),
        words("display_name"),
        term("role", ROLE),
        words("password_hash"),
        instant("password_set_at"),
        flag("disabled"),
        instant("created_at"),
        whole("version"),
        unique=["name"],
    )
    create(
        "account_session",
        words("token_sha256"),
        words("account_id"),
        words("address"),
        instant("created_at"),
        instant("seen_at"),
        instant("revoked_at", null=True),
        key="token_sha256",
        indexed=["account_id"],
        points_at={"account_id": "account.id"},
    )
    create(
        "sign_in_try",
        words("id"),
        words("name_sha256"),
        words("address"),
        instant("at"),
        indexed=["address", "at", "name_sha256"],
    )
    create(
        "audit_entry",
        whole("seq"),
        instant("at"),
        words("actor_id", null=True),
        words("actor_name"),
        term("actor_role", ROLE, null=True),
        words("address"),
        words("request"),
        words("action"),
        words("thing"),
        words("result"),
        words("detail"),
        words("prev_hash"),
        words("hash"),
        key="seq",
        unique=["prev_hash", "hash"],
        indexed=["action", "thing"],
    )
    for table in ("audit_entry",):
        for statement in guards(table, op.get_bind().dialect.name):
            op.execute(statement)
