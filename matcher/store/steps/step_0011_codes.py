"""One-time codes beside the password: who has them, the spare ones, and sign-ins half done."""

from __future__ import annotations

from matcher.store.columns import create, instant, whole, words

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    create(
        "one_time_codes",
        words("account_id"),
        words("seed"),
        instant("begun_at"),
        instant("confirmed_at", null=True),
        whole("last_step"),
        key="account_id",
        points_at={"account_id": "account.id"},
    )
    create(
        "recovery_code",
        words("code_sha256"),
        words("account_id"),
        instant("used_at", null=True),
        key="code_sha256",
        indexed=["account_id"],
        points_at={"account_id": "account.id"},
    )
    create(
        "half_sign_in",
        words("token_sha256"),
        words("account_id"),
        instant("at"),
        key="token_sha256",
        indexed=["account_id"],
        points_at={"account_id": "account.id"},
    )
