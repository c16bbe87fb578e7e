"""Who else looks at a round just now: a row for each signed-in browser and round, two minutes long.

It is in no audit and nobody's history: rows that are over are swept by whoever comes next.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matcher.access import Actor
from matcher.access.digests import sha256
from matcher.access.model import Account, AccountSession
from matcher.discussion.model import Presence
from matcher.discussion.rows import Here
from matcher.discussion.subject import round_found
from matcher.parties.tenancy import narrow
from matcher.rounds.model import Round
from matcher.store import Database, moment

ENDS = timedelta(minutes=2)
_WRITTEN_EVERY = timedelta(seconds=30)  # a sign of life need not be written more often
_MINUTE = timedelta(minutes=1)


def come(database: Database, actor: Actor, token: str, round_id: str) -> None:
    """The browser of this session shows a page of the round; of one out of sight nothing is kept.

    In a transaction of its own, for those pages only read.
    """
    key = sha256(token)
    own = select(Presence).where(Presence.round_id == round_id, Presence.session_sha256 == key)
    with database.reading() as session:
        narrow(session, actor)
        at, known = moment(session), session.scalar(own)
        seen = session.scalar(select(Round.id).where(Round.id == round_id))
    if seen is None or (known is not None and at - known.seen_at < _WRITTEN_EVERY):
        return
    with database.writing() as session:
        at = moment(session)
        session.execute(delete(Presence).where(Presence.seen_at <= at - ENDS))
        kept = session.scalar(own)
        if kept is None:
            kept = Presence(round_id=round_id, session_sha256=key, account_id=actor.account_id)
            session.add(kept)
        kept.seen_at = at


def others_here(session: Session, actor: Actor, round_id: str) -> list[Here]:
    """Everybody else who looks at the round and is still signed in, each once, by name.

    Raises NotFound for a round out of sight.
    """
    round_found(session, round_id)
    at = moment(session)
    found = session.execute(
        select(Account.id, Account.display_name, Presence.seen_at)
        .join(Presence, Presence.account_id == Account.id)
        .join(AccountSession, AccountSession.token_sha256 == Presence.session_sha256)
        .where(
            Presence.round_id == round_id,
            Presence.seen_at > at - ENDS,
            Presence.account_id != actor.account_id,
            AccountSession.revoked_at.is_(None),
        )
        .order_by(Account.display_name, Account.id, Presence.seen_at)
    )
    newest = {
        account_id: Here(account_id, name, max(at - seen_at, timedelta()) // _MINUTE)
        for account_id, name, seen_at in found
    }
    return list(newest.values())
