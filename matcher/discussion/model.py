"""The tables of a discussion: comments, their withdrawals, who was named, and who looks just now.

Comments and withdrawals only ever grow. A row of `presence` is worth nothing after two minutes and
is swept away; it is in no audit.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matcher.parties.tenancy import Reach, among, governed
from matcher.rounds.model import Round
from matcher.store import Base, new_id
from matcher.store.append_only import append_only


class Comment(Base):
    """What somebody wrote about a round, or about one pair of it."""

    __tablename__ = "comment"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    uscc: Mapped[str | None] = mapped_column(ForeignKey("enterprise.uscc"))
    village_code: Mapped[str | None] = mapped_column(ForeignKey("village.code"))
    text: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str]
    author_id: Mapped[str] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("(uscc IS NULL) = (village_code IS NULL)", name="pair_is_whole"),
        CheckConstraint("length(text) BETWEEN 1 AND 2000", name="text_fits"),
        Index(None, "round_id", "written_at"),
    )


class CommentWithdrawal(Base):
    """Its author took a comment back: from then on nobody is shown what it said."""

    __tablename__ = "comment_withdrawal"

    comment_id: Mapped[str] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    withdrawn_at: Mapped[datetime]


class Mention(Base):
    """Somebody whom a comment names, by the `name` they had then, and when they read it."""

    __tablename__ = "mention"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    comment_id: Mapped[str] = mapped_column(ForeignKey("comment.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str]
    read_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("comment_id", "account_id"),
        Index(None, "account_id", "read_at"),
    )


class Presence(Base):
    """A signed-in browser that shows a page of this round, and when it was last heard of."""

    __tablename__ = "presence"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    session_sha256: Mapped[str]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    seen_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (UniqueConstraint("round_id", "session_sha256"),)


_ROUND, _COMMENT = Round.__table__.c, Comment.__table__.c


def _of_round(found: Any, reach: Reach) -> ColumnElement[bool]:
    return among(found.round_id, _ROUND.id, reach.holds_area(_ROUND))


def _of_comment(found: Any, reach: Reach) -> ColumnElement[bool]:
    return among(found.comment_id, _COMMENT.id, _of_round(_COMMENT, reach))


governed(Comment, _of_round)
governed(Presence, _of_round)
governed(CommentWithdrawal, _of_comment)
governed(Mention, _of_comment)

append_only(Comment.__table__)
append_only(CommentWithdrawal.__table__)
