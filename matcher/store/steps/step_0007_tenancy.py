"""Where accounts, rounds and imports belong, one-time passwords, and finding refusals."""

from __future__ import annotations

from alembic import op

from matcher.store.columns import instant, words

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    for column in ("district", "county", "uscc", "village_code"):
        op.add_column("account", words(column, null=True))
    op.add_column("account", instant("password_ends_at", null=True))
    for table in ("round", "import"):
        for column in ("district", "county"):
            op.add_column(table, words(column, null=True))
    op.create_index("ix_audit_entry_actor_id_at", "audit_entry", ["actor_id", "at"])
