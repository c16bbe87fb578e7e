"""What changed in the parties, and uploads on their way."""

from __future__ import annotations

from alembic import op

from matcher.store.append_only import guards
from matcher.store.columns import create, flag, instant, raw, term, whole, words

revision = "0003"
down_revision = "0002"

IMPORT_STATUS = "refused awaiting taken dropped"


def upgrade() -> None:
    create(
        "change_entry",
        words("id"),
        instant("at"),
        words("actor_id", null=True),
        words("actor_name"),
        words("kind"),
        words("key"),
        words("field", null=True),
        words("old", null=True),
        words("new", null=True),
        flag("withheld"),
        indexed=["kind key"],
    )
    create(
        "import",
        words("id"),
        whole("number"),
        words("filename"),
        words("sha256"),
        term("status", IMPORT_STATUS),
        words("sheets"),
        words("faults"),
        words("counts"),
        raw("content", null=True),
        raw("programme", null=True),
        instant("staged_at"),
        words("staged_by"),
        instant("settled_at", null=True),
        words("settled_by", null=True),
        whole("version"),
        unique=["number"],
    )
    for table in ("change_entry",):
        for statement in guards(table, op.get_bind().dialect.name):
            op.execute(statement)
