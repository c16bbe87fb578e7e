"""Comments on rounds and their pairs, who was named in them, and who looks at a round just now."""

from __future__ import annotations

from alembic import op

from matcher.store.append_only import guards
from matcher.store.columns import create, instant, words

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    create(
        "comment",
        words("id"),
        words("round_id"),
        words("uscc", null=True),
        words("village_code", null=True),
        words("text"),
        instant("written_at"),
        words("written_by"),
        words("author_id"),
        indexed=["round_id written_at"],
        points_at={
            "round_id": "round.id",
            "uscc": "enterprise.uscc",
            "village_code": "village.code",
            "author_id": "account.id",
        },
        checks={
            "pair_is_whole": "(uscc IS NULL) = (village_code IS NULL)",
            "text_fits": "length(text) BETWEEN 1 AND 2000",
        },
    )
    create(
        "comment_withdrawal",
        words("comment_id"),
        instant("withdrawn_at"),
        key="comment_id",
        points_at={"comment_id": "comment.id"},
    )
    create(
        "mention",
        words("id"),
        words("comment_id"),
        words("account_id"),
        words("name"),
        instant("read_at", null=True),
        unique=["comment_id account_id"],
        indexed=["account_id read_at"],
        points_at={"comment_id": "comment.id", "account_id": "account.id"},
    )
    create(
        "presence",
        words("id"),
        words("round_id"),
        words("session_sha256"),
        words("account_id"),
        instant("seen_at"),
        unique=["round_id session_sha256"],
        indexed=["seen_at"],
        points_at={"round_id": "round.id", "account_id": "account.id"},
    )
    for table in ("comment", "comment_withdrawal"):
        for statement in guards(table, op.get_bind().dialect.name):
            op.execute(statement)
