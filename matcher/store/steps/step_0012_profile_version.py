"""Which version of the weights a run was computed by; of earlier runs nobody wrote it down."""

from __future__ import annotations

from matcher.store.columns import add, whole

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    add("run", whole("profile_version", null=True))
