"""Holding the comments against the audit chain, which has a digest of each."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.access import Action, links_naming
from matcher.discussion.commenting import digest
from matcher.discussion.model import Comment
from matcher.rounds.model import Round


@dataclass(frozen=True)
class Altered:
    """A comment that is not as it was written, or gone, or was never written on the site."""

    comment_id: str
    round: str


def altered_comments(session: Session) -> list[Altered]:
    """By round; nothing for a sound database."""
    found = []
    for opened in session.scalars(select(Round).order_by(Round.opened_at, Round.id)):
        written = links_naming(session, Action.DISCUSS, f"round:{opened.id}", "sha256")
        known = {detail["comment"]: detail["sha256"] for _, detail in written}
        comments = session.scalars(select(Comment).where(Comment.round_id == opened.id))
        stored = {comment.id: digest(comment) for comment in comments}
        found += [
            Altered(one, opened.name)
            for one in sorted(known.keys() | stored.keys())
            if known.get(one) != stored.get(one)
        ]
    return found
