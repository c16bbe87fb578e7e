"""What open pairs mean for a round: the two are not proposed again, and their places are taken."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.pairing.model import Pair
from matcher.pairing.moves import OPEN
from matcher.rounds.holding import Held

_PAIR = Pair.__table__.c


def places_held(session: Session) -> list[Held]:
    """Every open pair, whoever may see it, until the last day known of it."""
    found = session.execute(
        select(_PAIR.uscc, _PAIR.village_code, _PAIR.since, _PAIR.until, _PAIR.answer_by)
        .where(_PAIR.state.in_(OPEN))
        .order_by(_PAIR.uscc, _PAIR.village_code)
    )
    return [
        Held(uscc, code, since, until or answer_by) for uscc, code, since, until, answer_by in found
    ]
