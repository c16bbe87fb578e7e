"""What is done on the board at one go, places for one round, more kinds of decisions, views."""

from __future__ import annotations

from alembic import op

from matcher.store.append_only import guards
from matcher.store.columns import create, instant, term, whole, words

revision = "0010"
down_revision = "0009"

DECISION = "confirm pin veto swap aside taken_back"
REVIEW = (
    "id, round_id, uscc, village_code, version, suggestion_id, decision, reason, "
    "decided_at, decided_by, actor_id"
)


def upgrade() -> None:
    create(
        "deed",
        words("id"),
        words("round_id"),
        whole("number"),
        words("run_id"),
        term("kind", "done undone redone reopened"),
        words("answers_id", null=True),
        words("reason"),
        instant("at"),
        words("by"),
        words("actor_id", null=True),
        unique=["round_id number"],
        points_at={"round_id": "round.id", "run_id": "run.id", "answers_id": "deed.id"},
        checks={"answers_a_deed": "(kind IN ('undone', 'redone')) = (answers_id IS NOT NULL)"},
    )
    create(
        "round_places",
        words("id"),
        words("round_id"),
        term("side", "enterprise village"),
        words("code"),
        whole("version"),
        words("deed_id"),
        whole("places", null=True),
        whole("usual"),
        unique=["round_id side code version"],
        points_at={"round_id": "round.id", "deed_id": "deed.id"},
    )
    create(
        "saved_view",
        words("id"),
        words("account_id"),
        words("name"),
        words("choice"),
        instant("saved_at"),
        unique=["account_id name"],
        points_at={"account_id": "account.id"},
        checks={"name_is_said": "name <> ''"},
    )
    _renew_reviews()
    for table in ("deed", "round_places", "review"):
        for statement in guards(table, op.get_bind().dialect.name):
            op.execute(statement)


def _renew_reviews() -> None:
    """The same rows under the new rules: SQLite changes no rule of a table that is there."""
    op.execute(f"CREATE TABLE review_before AS SELECT {REVIEW} FROM review")  # noqa: S608 - our own names
    op.drop_table("review")
    create(
        "review",
        words("id"),
        words("round_id"),
        words("uscc"),
        words("village_code"),
        whole("version"),
        words("suggestion_id"),
        words("deed_id", null=True),
        term("decision", DECISION),
        words("reason"),
        instant("decided_at"),
        words("decided_by"),
        words("actor_id", null=True),
        unique=["round_id uscc village_code version"],
        points_at={
            "round_id": "round.id",
            "suggestion_id": "suggestion.id",
            "deed_id": "deed.id",
            "uscc": "enterprise.uscc",
            "village_code": "village.code",
        },
        checks={"has_reason": "reason <> '' OR decision NOT IN ('veto', 'swap', 'aside')"},
    )
    op.execute(f"INSERT INTO review ({REVIEW}) SELECT {REVIEW} FROM review_before")  # noqa: S608
    op.drop_table("review_before")
