"""The tables of access: accounts, their sessions and codes, tries to sign in, the audit chain."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from matcher.store import Base, new_id
from matcher.store.append_only import append_only
from matcher.store.types import Json
from matcher.vocabulary import Role


class Account(Base):
    """Somebody who can sign in. `name` is what they type: compared without case or width.

    `district` to `village_code` say where they belong: see `Scope` in `rights.py`. A password
    that ends is a one-time password: it serves to set another and for nothing else.
    """

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    role: Mapped[Role]
    password_hash: Mapped[str]
    password_set_at: Mapped[datetime]
    password_ends_at: Mapped[datetime | None]
    disabled: Mapped[bool] = mapped_column(default=False)
    district: Mapped[str | None]
    county: Mapped[str | None]
    uscc: Mapped[str | None]
    village_code: Mapped[str | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own idiom


class AccountSession(Base):
    """One signed-in browser. The token itself is never kept, only its SHA-256."""

    __tablename__ = "account_session"

    token_sha256: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    address: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class OneTimeCodes(Base):
    """What an account's one-time codes come from; they count once `confirmed_at` is set.

    The secret itself is not kept: see `codes.py`. `last_step` is the newest step of thirty
    seconds whose code was accepted: none up to it is accepted again.
    """

    __tablename__ = "one_time_codes"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    seed: Mapped[str]
    begun_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """A code for whoever is without their phone, good for one sign-in; only its hash is kept."""

    __tablename__ = "recovery_code"

    code_sha256: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    used_at: Mapped[datetime | None]


class HalfSignIn(Base):
    """A browser that gave the right password and is asked for a code: good for that alone."""

    __tablename__ = "half_sign_in"

    token_sha256: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    at: Mapped[datetime]


class SignInTry(Base):
    """One password or code that was, or is being, compared; forgotten after a sign-in.

    What was typed as a name may be a password in the wrong field: only its SHA-256 is kept.
    """

    __tablename__ = "sign_in_try"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name_sha256: Mapped[str] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class AuditEntry(Base):
    """One link of the chain: `hash` covers every other column and the hash before it."""

    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[str | None]
    actor_name: Mapped[str]
    actor_role: Mapped[Role | None]
    address: Mapped[str]
    request: Mapped[str]
    action: Mapped[str] = mapped_column(index=True)
    thing: Mapped[str] = mapped_column(index=True)
    result: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(Json())
    prev_hash: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(unique=True)

    __table_args__ = (Index(None, "actor_id", "at"),)


append_only(AuditEntry.__table__)
