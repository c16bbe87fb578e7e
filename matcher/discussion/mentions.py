"""What names the reader and waits to be read; it is read once the page it stands on was opened.

There is no letter besides: letters go to the mailboxes of villages and enterprises, and an account
has none.
"""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matcher.access import Actor
from matcher.discussion.model import Comment, Mention
from matcher.discussion.reading import about, still_said
from matcher.discussion.rows import MentionRow
from matcher.parties.model import Enterprise, Village
from matcher.parties.tenancy import narrow
from matcher.rounds.model import Round
from matcher.rounds.rows import Pair
from matcher.store import Database, moment

MOST = 20
_ENTERPRISE, _VILLAGE = Enterprise.__table__, Village.__table__


def mentions_of(session: Session, actor: Actor) -> list[MentionRow]:
    """Of what the reader may see, the newest first, `MOST` at the most."""
    found = session.execute(
        select(Comment, Round.name, _ENTERPRISE.c.name, _VILLAGE.c.name)
        .join(Mention, Mention.comment_id == Comment.id)
        .join(Round, Comment.round_id == Round.id)
        .outerjoin(_ENTERPRISE, Comment.uscc == _ENTERPRISE.c.uscc)
        .outerjoin(_VILLAGE, Comment.village_code == _VILLAGE.c.code)
        .where(Mention.account_id == actor.account_id, Mention.read_at.is_(None), still_said())
        .order_by(Comment.written_at.desc(), Comment.id)
        .limit(MOST)
    )
    return [
        MentionRow(
            comment_id=comment.id,
            round_id=comment.round_id,
            round=name,
            pair=(comment.uscc, comment.village_code) if comment.uscc else None,
            enterprise=enterprise or "",
            village=village or "",
            text=comment.text,
            written_at=comment.written_at,
            written_by=comment.written_by,
        )
        for comment, name, enterprise, village in found
    ]


def read_mentions(
    database: Database, actor: Actor, round_id: str, pair: Pair | None = None
) -> None:
    """The reader opens the page of the pair, or of the round: what names them there is read.

    In a transaction of its own, and only where there is something, for that page only reads.
    """
    unread = (
        select(Mention.id)
        .join(Comment, Mention.comment_id == Comment.id)
        .where(
            Mention.account_id == actor.account_id,
            Mention.read_at.is_(None),
            *about(round_id, pair),
        )
    )
    with database.reading() as session:
        narrow(session, actor)
        ids = session.scalars(unread).all()
    if ids:
        with database.writing() as session:
            session.execute(
                update(Mention).where(Mention.id.in_(ids)).values(read_at=moment(session))
            )
