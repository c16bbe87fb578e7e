"""Whom a county is related to, who is suspended until when, and how long an agreement runs."""

from __future__ import annotations

from alembic import op

from matcher.store.columns import day, words

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("village", words("aid_district", null=True))
    op.add_column("village", day("suspended_until", null=True))
    op.add_column("enterprise", day("suspended_until", null=True))
    op.add_column("arrangement", day("ends_on", null=True))
