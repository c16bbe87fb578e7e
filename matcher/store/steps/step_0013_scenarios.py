"""Scenarios drafted beside a run, what was adopted of them, and two more kinds of long work."""

from __future__ import annotations

from alembic import op

from matcher.store.append_only import guards
from matcher.store.columns import create, instant, raw, term, whole, words

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    create(
        "scenario",
        words("id"),
        words("round_id"),
        words("run_id"),
        whole("number"),
        words("name"),
        words("inputs"),
        words("outcome"),
        raw("plan"),
        words("plan_sha256"),
        instant("drafted_at"),
        words("drafted_by"),
        words("job_id", null=True),
        unique=["round_id number"],
        points_at={"round_id": "round.id", "run_id": "run.id"},
        checks={"name_is_said": "name <> ''"},
    )
    op.create_index("ix_scenario_job_id", "scenario", ["job_id"], unique=True)
    create(
        "adoption",
        words("id"),
        words("round_id"),
        words("scenario_id"),
        words("run_id"),
        words("reason"),
        instant("adopted_at"),
        words("adopted_by"),
        unique=["scenario_id", "run_id"],
        points_at={"round_id": "round.id", "scenario_id": "scenario.id", "run_id": "run.id"},
        checks={"has_reason": "reason <> ''"},
    )
    for table in ("scenario", "adoption"):
        for statement in guards(table, op.get_bind().dialect.name):
            op.execute(statement)
    _renew_jobs()


def _renew_jobs() -> None:
    """The same rows under the new rules: SQLite changes no rule of a table that is there."""
    op.execute("CREATE TABLE job_before AS SELECT * FROM job")
    op.drop_table("job")
    create(
        "job",
        words("id"),
        term("kind", "run preview reach learning scenario adoption"),
        words("arguments"),
        words("about"),
        words("district", null=True),
        words("county", null=True),
        instant("asked_at"),
        words("asked_by"),
        words("asker_id", null=True),
        term("state", "queued running done failed cancelled"),
        words("stage"),
        whole("done"),
        whole("total"),
        whole("attempts"),
        words("worker", null=True),
        instant("leased_until", null=True),
        instant("begun_at", null=True),
        instant("ended_at", null=True),
        words("cancelled_by", null=True),
        words("result", null=True),
        words("error", null=True),
        words("error_params", null=True),
        indexed=["state asked_at", "asker_id asked_at"],
        checks={
            "running_is_leased": "(state = 'running' AND worker IS NOT NULL "
            "AND leased_until IS NOT NULL) "
            "OR (state <> 'running' AND worker IS NULL AND leased_until IS NULL)",
            "ended_has_date": "(state IN ('queued', 'running') AND ended_at IS NULL) "
            "OR (state NOT IN ('queued', 'running') AND ended_at IS NOT NULL)",
            "done_has_result": "state <> 'done' OR result IS NOT NULL",
            "failed_has_error": "state <> 'failed' OR error IS NOT NULL",
            "cancelled_by_somebody": "state <> 'cancelled' OR cancelled_by IS NOT NULL",
        },
    )
    op.execute("INSERT INTO job SELECT * FROM job_before")  # its columns are as they were
    op.drop_table("job_before")
