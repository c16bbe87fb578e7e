"""Named, versioned weights of scoring."""

from __future__ import annotations

from alembic import op

from matcher.store.append_only import guards
from matcher.store.columns import create, instant, whole, words

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    create(
        "weight_profile",
        words("id"),
        words("name"),
        whole("version"),
        words("weights"),
        words("reason"),
        instant("kept_at"),
        words("kept_by"),
        unique=["name version"],
    )
    for statement in guards("weight_profile", op.get_bind().dialect.name):
        op.execute(statement)
