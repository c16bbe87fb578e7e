"""Sending out: confirmed pairs of a round become pairs whose two sides are asked.

Each takes a place on both sides at once, so that nobody is asked for what is no longer free.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, record, require
from matcher.errors import Conflict, Fault, InputRefused, NotFound
from matcher.pairing.calendar import today
from matcher.pairing.finding import pair_rows
from matcher.pairing.letters import write_letters
from matcher.pairing.model import Pair, PairEvent
from matcher.pairing.moves import OPEN
from matcher.pairing.rows import PairRow, WaitingRow
from matcher.parties.model import Enterprise, Village
from matcher.rounds.model import Review, Round
from matcher.rounds.standing import standing, standing_reviews
from matcher.store import moment
from matcher.vocabulary import Decision, PairMove, PairRole, PairState

_PAIR, _ENTERPRISE, _VILLAGE = Pair.__table__.c, Enterprise.__table__.c, Village.__table__.c


def waiting(session: Session, round_id: str) -> list[WaitingRow]:
    """The confirmed pairs of the round that are not open yet, by village. Raises NotFound."""
    if session.get(Round, round_id) is None:
        raise NotFound("rounds.no_such_round")
    rows = [
        WaitingRow(
            review_id=row.id,
            uscc=row.uscc,
            enterprise=row.enterprise,
            village_code=row.village_code,
            village=row.village,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
        )
        for row in standing(session, round_id)
        if row.decision is Decision.CONFIRM and not _is_open(session, row.uscc, row.village_code)
    ]
    return sorted(rows, key=lambda row: (row.village_code, row.uscc))


def send_out(
    session: Session,
    actor: Actor,
    round_id: str,
    review_ids: Collection[str],
    *,
    answer_by: date,
) -> list[PairRow]:
    """Ask both sides of these confirmed pairs until that day; all are sent, or none.

    Raises NotFound; InputRefused for a day that is not to come, or when nothing is chosen; Conflict
    when a pair is no longer confirmed (`pairing.not_confirmed`), already open
    (`pairing.already_open`), or a side has no place left (`pairing.enterprise_full`,
    `pairing.village_full`).
    """
    require(actor, Action.SEND_PAIRS)
    if session.get(Round, round_id) is None:
        raise NotFound("rounds.no_such_round")
    if not review_ids:
        raise InputRefused([_fault("review_ids", "pairing.nothing_chosen")])
    if answer_by <= today(session):
        raise InputRefused([_fault("answer_by", "pairing.day_not_to_come")])
    confirmed = {
        review.id: review
        for review in standing_reviews(session, round_id).values()
        if review.decision is Decision.CONFIRM
    }
    if not confirmed.keys() >= set(review_ids):
        raise Conflict("pairing.not_confirmed")
    chosen = [confirmed[one] for one in review_ids]
    chosen.sort(key=lambda review: (review.village_code, review.uscc))
    sent = [_open(session, actor, review, answer_by).id for review in chosen]
    return pair_rows(session, sent)


def _open(session: Session, actor: Actor, review: Review, answer_by: date) -> Pair:
    _require_places(session, review.uscc, review.village_code)
    at = moment(session)
    pair = Pair(
        number=(session.scalar(select(func.max(_PAIR.number))) or 0) + 1,
        round_id=review.round_id,
        suggestion_id=review.suggestion_id,
        uscc=review.uscc,
        village_code=review.village_code,
        role=_role(session, review.village_code),
        state=PairState.ASKED,
        answer_by=answer_by,
        created_at=at,
        created_by=actor.display_name,
        updated_at=at,
        updated_by=actor.display_name,
    )
    session.add(pair)
    session.flush()
    session.add(
        PairEvent(
            pair_id=pair.id,
            seq=1,
            move=PairMove.SEND,
            after=PairState.ASKED,
            reason="",
            said_by="",
            until=answer_by,
            at=at,
            by=actor.display_name,
            actor_id=actor.account_id,
        )
    )
    detail = {"enterprise": pair.uscc, "village": pair.village_code, "number": pair.number}
    record(session, actor, Action.SEND_PAIRS, f"pair:{pair.id}", detail)
    write_letters(session, pair, PairMove.SEND)
    return pair


def _require_places(session: Session, uscc: str, code: str) -> None:
    enterprise = session.execute(
        select(_ENTERPRISE.name, _ENTERPRISE.max_villages).where(_ENTERPRISE.uscc == uscc)
    ).one()
    village = session.execute(
        select(_VILLAGE.name, _VILLAGE.max_partners).where(_VILLAGE.code == code)
    ).one()
    names = {"enterprise": enterprise.name, "village": village.name}
    if _is_open(session, uscc, code):
        raise Conflict("pairing.already_open", **names)
    if _taken(session, _PAIR.uscc == uscc) >= enterprise.max_villages:
        raise Conflict("pairing.enterprise_full", most=enterprise.max_villages, **names)
    most = 1 if village.max_partners is None else village.max_partners
    if _taken(session, _PAIR.village_code == code) >= most:
        raise Conflict("pairing.village_full", most=most, **names)


def _role(session: Session, code: str) -> PairRole:
    """The first partner of a village leads, whoever comes beside it supports."""
    led = _taken(session, _PAIR.village_code == code, _PAIR.role == PairRole.LEAD)
    return PairRole.SUPPORTING if led else PairRole.LEAD


def _is_open(session: Session, uscc: str, code: str) -> bool:
    return _taken(session, _PAIR.uscc == uscc, _PAIR.village_code == code) > 0


def _taken(session: Session, *which: object) -> int:
    """How many open pairs there are of these, whoever may see them."""
    open_ones = select(func.count()).where(_PAIR.state.in_(OPEN), *which)  # type: ignore[arg-type]
    return session.scalar(open_ones) or 0


def _fault(field: str, code: str) -> Fault:
    return Fault(file="", sheet="", cell="", code=code, field=field)
