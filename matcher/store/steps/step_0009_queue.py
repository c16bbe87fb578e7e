"""Long work with its progress, those who do it, and which run came of which job."""

from __future__ import annotations

from alembic import op

from matcher.store.columns import create, instant, term, whole, words

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    create(
        "job",
        words("id"),
        term("kind", "run preview reach learning"),
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
    create(
        "worker",
        words("name"),
        instant("began_at"),
        instant("seen_at"),
        key="name",
    )
    op.add_column("run", words("job_id", null=True))
    op.create_index("ix_run_job_id", "run", ["job_id"], unique=True)
