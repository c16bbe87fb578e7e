"""Delivering the outbox: each letter at least once, and again after a growing pause when it fails.

A letter is claimed before it is handed over and marked after: whatever ends the program in
between, it is sent again, under the same id. No transaction is open while the post works.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, require
from matcher.pairing.model import Letter, Mailbox
from matcher.pairing.post import NotDelivered, Outgoing, Post
from matcher.store import Database, moment
from matcher.vocabulary import LetterState

MOST_TRIES = 12
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(days=1)


@dataclass(frozen=True)
class Delivered:
    """What became of the letters that were due; `no_address` wait until somebody enters one."""

    sent: int
    failed: int
    given_up: int
    no_address: int


def deliver(database: Database, actor: Actor, post: Post) -> Delivered:
    """Hand every letter that is due to the post, the oldest first."""
    require(actor, Action.REMIND_PAIRS)
    sent = failed = given_up = 0
    for outgoing in _claimed(database):
        try:
            post.send(outgoing)
        except NotDelivered as error:
            if _keep_failure(database, outgoing.id, error.why) is LetterState.GIVEN_UP:
                given_up += 1
            else:
                failed += 1
        else:
            _keep_sent(database, outgoing.id)
            sent += 1
    with database.reading() as session:
        waiting = select(func.count(Letter.id)).where(Letter.state == LetterState.WAITING)
        no_address = session.scalar(waiting.where(_address().is_(None))) or 0
    return Delivered(sent, failed, given_up, no_address)


def pause_after(tries: int) -> timedelta:
    """From five minutes, twice as long after each try, at most a day."""
    return min(FIRST_PAUSE * (1 << (tries - 1)), LONGEST_PAUSE)


def _claimed(database: Database) -> Iterator[Outgoing]:
    """One letter after the other, each put off first so that nobody else takes it."""
    while True:
        with database.writing() as session:
            outgoing = _claim(session)
        if outgoing is None:
            return
        yield outgoing


def _claim(session: Session) -> Outgoing | None:
    at = moment(session)
    address = _address()
    found = session.execute(
        select(Letter, address.label("address"))
        .where(
            Letter.state == LetterState.WAITING,
            Letter.next_try_at <= at,
            address.is_not(None),
        )
        .order_by(Letter.written_at, Letter.id)
        .limit(1)
    ).first()
    if found is None:
        return None
    letter = found.Letter
    letter.tries += 1
    letter.next_try_at = at + pause_after(letter.tries)
    return Outgoing(letter.id, found.address, letter.subject, letter.body, letter.written_at)


def _keep_sent(database: Database, letter_id: str) -> None:
    with database.writing() as session:
        letter = session.get_one(Letter, letter_id)
        letter.state, letter.sent_at, letter.failure = LetterState.SENT, moment(session), ""


def _keep_failure(database: Database, letter_id: str, why: str) -> LetterState:
    with database.writing() as session:
        letter = session.get_one(Letter, letter_id)
        letter.failure = why
        if letter.tries >= MOST_TRIES:
            letter.state = LetterState.GIVEN_UP
        return letter.state


def _address() -> ScalarSelect[str]:
    """Where a letter goes, or NULL."""
    return (
        select(Mailbox.address)
        .where(Mailbox.side == Letter.side, Mailbox.code == Letter.code, Mailbox.address != "")
        .scalar_subquery()
    )
