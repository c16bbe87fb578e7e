"""Comments as they are read: of a round as a whole or of one pair, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from matcher.discussion.model import Comment, CommentWithdrawal, Mention
from matcher.discussion.rows import CommentRow, TalkedOf
from matcher.parties.model import Enterprise, Village
from matcher.rounds.rows import Pair

_ENTERPRISE, _VILLAGE = Enterprise.__table__, Village.__table__
_WITHDRAWN = CommentWithdrawal.__table__.c


def comments_of(session: Session, round_id: str, pair: Pair | None = None) -> list[CommentRow]:
    """Those on the pair; without one, those on the round as a whole."""
    found = session.execute(
        select(Comment, _WITHDRAWN.withdrawn_at)
        .outerjoin(CommentWithdrawal.__table__, _WITHDRAWN.comment_id == Comment.id)
        .where(*about(round_id, pair))
        .order_by(Comment.written_at, Comment.id)
    ).all()
    names = _names(session, [comment.id for comment, _ in found])
    return [
        CommentRow(
            id=comment.id,
            text="" if withdrawn_at else comment.text,
            names=names.get(comment.id, ()),
            written_at=comment.written_at,
            written_by=comment.written_by,
            author_id=comment.author_id,
            withdrawn_at=withdrawn_at,
        )
        for comment, withdrawn_at in found
    ]


def comment_count(session: Session, round_id: str, pair: Pair | None = None) -> int:
    """How many can be read, of the pair or of the whole round with all its pairs."""
    wanted = about(round_id, pair) if pair else [Comment.round_id == round_id]
    counted = select(func.count()).select_from(Comment).where(*wanted, still_said())
    return session.scalar(counted) or 0


def pairs_discussed(session: Session, round_id: str) -> list[TalkedOf]:
    """The pairs about which something can be read, the latest first."""
    last_at = func.max(Comment.written_at)
    found = session.execute(
        select(
            Comment.uscc,
            Comment.village_code,
            _ENTERPRISE.c.name,
            _VILLAGE.c.name,
            func.count(),
            last_at,
        )
        .join(_ENTERPRISE, Comment.uscc == _ENTERPRISE.c.uscc)
        .join(_VILLAGE, Comment.village_code == _VILLAGE.c.code)
        .where(Comment.round_id == round_id, still_said())
        .group_by(Comment.uscc, Comment.village_code, _ENTERPRISE.c.name, _VILLAGE.c.name)
        .order_by(last_at.desc(), Comment.uscc, Comment.village_code)
    )
    return [
        TalkedOf((uscc, code), enterprise, village, comments, at)
        for uscc, code, enterprise, village, comments, at in found
        if uscc is not None and code is not None
    ]


def about(round_id: str, pair: Pair | None) -> list[ColumnElement[bool]]:
    """The condition on comments of the pair; without one, on those of the round as a whole."""
    uscc, code = pair or (None, None)
    return [Comment.round_id == round_id, Comment.uscc == uscc, Comment.village_code == code]


def still_said() -> ColumnElement[bool]:
    """The condition on comments that their author did not take back."""
    return Comment.id.not_in(select(_WITHDRAWN.comment_id))


def _names(session: Session, comment_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    query = select(Mention.comment_id, Mention.name).where(Mention.comment_id.in_(comment_ids))
    for comment_id, name in session.execute(query.order_by(Mention.name)):
        found[comment_id] = (*found.get(comment_id, ()), name)
    return found
