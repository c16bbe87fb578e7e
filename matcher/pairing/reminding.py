"""What falls due by the calendar: reminders, requests nobody answered, terms that are over.

Nothing runs by itself: `jiedui remind` is called once a day, and twice does no harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, require
from matcher.pairing.calendar import today
from matcher.pairing.letters import write_reminder
from matcher.pairing.model import Pair
from matcher.pairing.moves import UNANSWERED
from matcher.pairing.moving import Given, make
from matcher.vocabulary import PairMove, PairState

DAYS_BEFORE = 3


@dataclass(frozen=True)
class Reminded:
    """How many pairs were reminded of their day, lapsed, and came to the end of their term."""

    reminded: int
    lapsed: int
    due: int


def remind(session: Session, actor: Actor, *, days_before: int = DAYS_BEFORE) -> Reminded:
    """Do what the day asks for, by the transaction's own moment.

    An answer is in time until the end of its last day, and a term lasts until the end of its own.
    """
    require(actor, Action.REMIND_PAIRS)
    day = today(session)
    unanswered = select(Pair).where(Pair.state.in_(UNANSWERED)).order_by(Pair.number)
    late = session.scalars(unanswered.where(Pair.answer_by < day)).all()
    over = session.scalars(
        select(Pair)
        .where(Pair.state == PairState.UNDER_WAY, Pair.until < day)
        .order_by(Pair.number)
    ).all()
    soon = session.scalars(
        unanswered.where(
            Pair.answer_by >= day,
            Pair.answer_by <= day + timedelta(days=days_before),
            Pair.reminded_on.is_(None),
        )
    ).all()
    for pair in late:
        make(session, actor, pair, PairMove.LAPSE, Given())
    for pair in over:
        make(session, actor, pair, PairMove.FALL_DUE, Given())
    for pair in soon:
        pair.reminded_on = day
        write_reminder(session, pair)
    return Reminded(len(soon), len(late), len(over))
