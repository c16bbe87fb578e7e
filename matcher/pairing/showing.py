"""One pair as its page shows it: what happened, what was written, and what the reader may do."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from matcher.access import Action, Actor, may
from matcher.pairing.finding import addresses_of, events_of, found_pair, letters_of, pair_rows
from matcher.pairing.moves import BY_TIME, MOVES
from matcher.pairing.moving import may_make, speaks_for
from matcher.pairing.rows import EventRow, PairDetail
from matcher.vocabulary import PairMove, PairState


def pair_detail(session: Session, actor: Actor, pair_id: str) -> PairDetail:
    """Raises NotFound. Where letters go is shown only to who keeps the addresses.

    A side reads what the other answered and when, not the reason it gave to the office.
    """
    pair = found_pair(session, actor, pair_id)
    (row,) = pair_rows(session, [pair.id])
    keeps_addresses = may(actor, Action.SEND_PAIRS)
    return PairDetail(
        pair=row,
        events=tuple(_told(actor, event) for event in events_of(session, pair.id)),
        letters=letters_of(session, pair.id) if keeps_addresses else (),
        addresses=addresses_of(session, pair) if keeps_addresses else {},
        moves=moves_for(actor, row.state),
    )


def _told(actor: Actor, event: EventRow) -> EventRow:
    side = MOVES[event.move].side if event.move in MOVES else None
    if side is None or speaks_for(actor) in (None, side):
        return event
    return replace(event, reason="", said_by="")


def moves_for(actor: Actor, state: PairState) -> tuple[PairMove, ...]:
    """What this actor may do with a pair in this state, in the order of the table."""
    return tuple(
        what
        for what, rule in MOVES.items()
        if what not in BY_TIME and state in rule.leads and may_make(actor, what)
    )
