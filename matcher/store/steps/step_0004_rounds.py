"""Campaigns, rounds, runs, suggestions and reviews."""

from __future__ import annotations

from alembic import op

from matcher.store.append_only import guards
from matcher.store.columns import create, flag, instant, raw, term, whole, words

revision = "0004"
down_revision = "0003"

DECISION = "confirm veto taken_back"


def upgrade() -> None:
    create(
        "campaign",
        words("id"),
        whole("number"),
        words("name"),
        instant("opened_at"),
        words("opened_by"),
        unique=["number", "name"],
    )
    create(
        "round",
        words("id"),
        words("campaign_id"),
        whole("number"),
        words("name"),
        instant("opened_at"),
        words("opened_by"),
        unique=["campaign_id number"],
        points_at={"campaign_id": "campaign.id"},
    )
    create(
        "run",
        words("id"),
        words("round_id"),
        whole("number"),
        words("method"),
        words("profile"),
        words("weights"),
        words("seed"),
        raw("snapshot"),
        words("snapshot_sha256"),
        raw("plan"),
        words("plan_sha256"),
        words("fingerprint"),
        words("status"),
        flag("verified"),
        whole("total_score"),
        whole("covered"),
        whole("engaged"),
        whole("villages"),
        whole("enterprises"),
        whole("pairs"),
        words("versions"),
        instant("started_at"),
        instant("finished_at"),
        words("operator"),
        unique=["round_id number"],
        points_at={"round_id": "round.id"},
    )
    create(
        "suggestion",
        words("id"),
        words("run_id"),
        whole("rank"),
        words("uscc"),
        words("village_code"),
        whole("score"),
        flag("pinned"),
        words("parts"),
        unique=["run_id rank", "run_id uscc village_code"],
        points_at={"run_id": "run.id", "uscc": "enterprise.uscc", "village_code": "village.code"},
    )
    create(
        "review",
        words("id"),
        words("round_id"),
        words("uscc"),
        words("village_code"),
        whole("version"),
        words("suggestion_id"),
        term("decision", DECISION),
        words("reason"),
        instant("decided_at"),
        words("decided_by"),
        words("actor_id", null=True),
        unique=["round_id uscc village_code version"],
        points_at={
            "round_id": "round.id",
            "suggestion_id": "suggestion.id",
            "uscc": "enterprise.uscc",
            "village_code": "village.code",
        },
        checks={"veto_has_reason": "decision <> 'veto' OR reason <> ''"},
    )
    for table in ("run", "suggestion", "review"):
        for statement in guards(table, op.get_bind().dialect.name):
            op.execute(statement)
