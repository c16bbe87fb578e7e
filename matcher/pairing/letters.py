"""Letters to the sides of a pair, written in the transaction of what they tell of.

They name the two sides and days, and nobody: no telephone number, no person, no reason that one
side gave. Delivering them is another's work (`delivering.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, record, require
from matcher.errors import Fault, InputRefused
from matcher.messages import say
from matcher.pairing.model import Letter, Mailbox, Pair
from matcher.pairing.moves import MOVES
from matcher.parties.model import Enterprise, Village
from matcher.store import moment, new_id
from matcher.vocabulary import LetterState, PairMove, PairState, Side

REMINDER = "reminder"
_TO_BOTH = (
    PairMove.SEND,
    PairMove.WITHDRAW,
    PairMove.LAPSE,
    PairMove.FALL_DUE,
    PairMove.RENEW,
    PairMove.END,
)
_OTHER = {Side.ENTERPRISE: Side.VILLAGE, Side.VILLAGE: Side.ENTERPRISE}
# what a mail server would take; whether anybody reads it, only a letter can tell
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\Z")


def write_letters(session: Session, pair: Pair, what: PairMove) -> None:
    """Tell whom the move concerns: both sides, or after a no the other one."""
    if what in _TO_BOTH:
        _write(session, pair, what.value, Side)
    elif pair.state is PairState.TO_SIGN:
        _write(session, pair, "agreed", Side)
    elif pair.state is PairState.DECLINED:
        side = MOVES[what].side
        _write(session, pair, "declined", [_OTHER[side]] if side else [])


def write_reminder(session: Session, pair: Pair) -> None:
    """Remind the sides that have not answered."""
    silent = [
        side
        for side, answered in (
            (Side.ENTERPRISE, PairState.ENTERPRISE_AGREED),
            (Side.VILLAGE, PairState.VILLAGE_AGREED),
        )
        if pair.state is not answered
    ]
    _write(session, pair, REMINDER, silent)


def set_mailbox(session: Session, actor: Actor, side: Side, code: str, address: str) -> None:
    """Say where letters to this party go; an empty address is none. Raises InputRefused."""
    require(actor, Action.SEND_PAIRS)
    address = address.strip()
    if address and not _ADDRESS.match(address):
        fault = Fault(file="", sheet="", cell="", code="pairing.address_unfit", field="address")
        raise InputRefused([fault])
    kept = session.scalar(select(Mailbox).where(Mailbox.side == side, Mailbox.code == code))
    if kept is None:
        kept = Mailbox(side=side, code=code)
        session.add(kept)
    kept.address = address
    kept.updated_at, kept.updated_by = moment(session), actor.display_name
    # the address itself stays out of the chain, which cannot forget
    record(session, actor, Action.SEND_PAIRS, f"{side.value}:{code}", {"mailbox": bool(address)})


def _write(session: Session, pair: Pair, about: str, sides: Iterable[Side]) -> None:
    enterprise = session.scalars(
        select(Enterprise.__table__.c.name).where(Enterprise.__table__.c.uscc == pair.uscc)
    ).one()
    village = session.scalars(
        select(Village.__table__.c.name).where(Village.__table__.c.code == pair.village_code)
    ).one()
    told: dict[str, object] = {
        "number": pair.number,
        "enterprise": enterprise,
        "village": village,
        "answer_by": pair.answer_by,
        "until": pair.until or pair.answer_by,
    }
    at = moment(session)
    for side in sides:
        letter_id = new_id()
        told["letter"] = letter_id[:8]
        session.add(
            Letter(
                id=letter_id,
                pair_id=pair.id,
                side=side,
                code=pair.uscc if side is Side.ENTERPRISE else pair.village_code,
                subject=say(f"pairing.letter.{about}.subject", "zh", **told),
                body=_in_both_languages(f"pairing.letter.{about}.body", told),
                state=LetterState.WAITING,
                written_at=at,
                next_try_at=at,
                tries=0,
                failure="",
            )
        )
    session.flush()


def _in_both_languages(code: str, told: dict[str, object]) -> str:
    """Chinese first: who reads only the other finds it below."""
    return "\n\n".join(
        say(part, tongue, **told)
        for tongue in ("zh", "en")
        for part in (code, "pairing.letter.foot")
    )
