"""Writing a comment on a round or on one of its pairs, and taking one's own back.

A comment is never changed. Its text stays out of the audit chain, which keeps its id and a digest,
so that what stands in the table can be held against it.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, record, require
from matcher.access.digests import sha256
from matcher.discussion.model import Comment, CommentWithdrawal, Mention
from matcher.discussion.naming import named_in, who_may_be_named
from matcher.discussion.subject import require_pair, round_found
from matcher.discussion.wording import cleaned, faults_of
from matcher.errors import Conflict, InputRefused, NotAllowed, NotFound
from matcher.rounds.rows import Pair
from matcher.store import moment, new_id


def write_comment(
    session: Session, actor: Actor, round_id: str, text: str, pair: Pair | None = None
) -> str:
    """Keep a comment and who is named in it; its id.

    Raises NotFound for a round or pair out of sight; InputRefused, at the field `text`, for nothing
    or too much, for numbers of persons, and for an @ whose name is nobody's or several people's.
    """
    require(actor, Action.DISCUSS)
    opened = round_found(session, round_id)
    if pair is not None:
        require_pair(session, round_id, pair)
    text = cleaned(text)
    named, wrong_names = named_in(text, who_may_be_named(session, opened))
    if faults := faults_of(text) + wrong_names:
        raise InputRefused(faults)
    uscc, code = pair or (None, None)
    comment = Comment(
        id=new_id(),
        round_id=round_id,
        uscc=uscc,
        village_code=code,
        text=text,
        written_at=moment(session),
        written_by=actor.display_name,
        author_id=actor.account_id,
    )
    session.add(comment)
    session.flush()
    others = [one for one in named if one.account_id != actor.account_id]
    session.add_all(
        Mention(comment_id=comment.id, account_id=one.account_id, name=one.name) for one in others
    )
    session.flush()
    detail = {
        "what": "written",
        "comment": comment.id,
        "sha256": digest(comment),
        "named": len(others),
        **({"enterprise": uscc, "village": code} if pair else {}),
    }
    record(session, actor, Action.DISCUSS, f"round:{round_id}", detail)
    return comment.id


def withdraw_comment(session: Session, actor: Actor, round_id: str, comment_id: str) -> Comment:
    """Let nobody read what the actor wrote; that it was there stays visible.

    Raises NotFound; Conflict when it is withdrawn already; NotAllowed when another wrote it.
    """
    require(actor, Action.DISCUSS)
    found = select(Comment).where(Comment.id == comment_id, Comment.round_id == round_id)
    comment = session.scalar(found)
    if comment is None:
        raise NotFound("discussion.no_such_comment")
    if session.get(CommentWithdrawal, comment_id) is not None:
        raise Conflict("discussion.withdrawn_already")
    if comment.author_id != actor.account_id:
        raise NotAllowed("discussion.not_your_comment", by=comment.written_by)
    session.add(CommentWithdrawal(comment_id=comment_id, withdrawn_at=moment(session)))
    session.flush()
    detail = {"what": "withdrawn", "comment": comment_id}
    record(session, actor, Action.DISCUSS, f"round:{round_id}", detail)
    return comment


def digest(comment: Comment) -> str:
    """Of the text with the comment's id before it, so that equal texts do not show as such."""
    return sha256(f"{comment.id}\n{comment.text}")
