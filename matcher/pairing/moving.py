"""Moving a pair: an answer, a signing, a renewal, an end, each with who, when and why.

Whoever is bound to a side answers for that side alone. Coordinators register what a side answered
by telephone or on paper, with the post of who said so and the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.access import Actor, may, record, require
from matcher.errors import Conflict, Fault, InputRefused, NotAllowed
from matcher.pairing.calendar import today
from matcher.pairing.finding import found_pair, pair_rows
from matcher.pairing.letters import write_letters
from matcher.pairing.model import Pair, PairEvent
from matcher.pairing.moves import BY_TIME, CLOSED, DECLINES, MOVES, UNSIGNED
from matcher.pairing.rows import PairRow
from matcher.parties.model import Arrangement
from matcher.rounds.reviewing import reopen
from matcher.store import moment
from matcher.vocabulary import ArrangementKind, PairMove, Role, Side

_OWN_SIDE = {Role.ENTERPRISE: Side.ENTERPRISE, Role.VILLAGE: Side.VILLAGE}
_DECLINED = {
    Side.ENTERPRISE: ArrangementKind.ENTERPRISE_DECLINES,
    Side.VILLAGE: ArrangementKind.VILLAGE_DECLINES,
}


@dataclass(frozen=True)
class Given:
    """What is given with a move, as far as it asks for it.

    `said_by` is the post, not the name, of who gave an answer; `said_on` the day of the answer.
    """

    reason: str = ""
    said_by: str = ""
    said_on: date | None = None
    since: date | None = None
    until: date | None = None


def move(
    session: Session,
    actor: Actor,
    pair_id: str,
    what: PairMove,
    given: Given | None = None,
    *,
    expected_version: int,
) -> PairRow:
    """Make one move of the table.

    Raises NotFound, also for a pair that is not this actor's; NotAllowed; InputRefused for what is
    missing; Conflict when the pair changed since (`pairing.changed_meanwhile`) or its state does
    not allow it (`pairing.not_from_here`).
    """
    pair = found_pair(session, actor, pair_id)
    if what in BY_TIME or not may_make(actor, what):
        require(actor, MOVES[what].action)
        raise NotAllowed("pairing.not_your_word", move=what.value)
    if pair.version != expected_version:
        raise Conflict("pairing.changed_meanwhile", by=pair.updated_by, state=pair.state.value)
    given = _complete(session, actor, pair, what, given or Given())
    make(session, actor, pair, what, given)
    (row,) = pair_rows(session, [pair.id])
    return row


def may_make(actor: Actor, what: PairMove) -> bool:
    """Whether the actor has the right, and does not speak for the other side."""
    own = speaks_for(actor)
    return may(actor, MOVES[what].action) and own in (None, MOVES[what].side)


def speaks_for(actor: Actor) -> Side | None:
    """The side whose own account this is; None for an office's."""
    return _OWN_SIDE.get(actor.role)


def make(session: Session, actor: Actor, pair: Pair, what: PairMove, given: Given) -> None:
    """The move with all that follows from it, in this transaction. Raises Conflict."""
    rule = MOVES[what]
    if pair.state not in rule.leads:
        raise Conflict("pairing.not_from_here", move=what.value, state=pair.state.value)
    before, at = pair.state, moment(session)
    pair.state = rule.leads[before]
    pair.since = given.since or pair.since
    pair.until = given.until or pair.until
    pair.updated_at, pair.updated_by = at, actor.display_name
    last = session.scalar(select(func.max(PairEvent.seq)).where(PairEvent.pair_id == pair.id))
    session.add(
        PairEvent(
            pair_id=pair.id,
            seq=(last or 0) + 1,
            move=what,
            before=before,
            after=pair.state,
            reason=given.reason,
            said_by=given.said_by,
            said_on=given.said_on,
            since=given.since,
            until=given.until,
            at=at,
            by=actor.display_name,
            actor_id=actor.account_id,
        )
    )
    session.flush()
    detail = {"move": what.value, "from": before.value, "to": pair.state.value}
    record(session, actor, rule.action, f"pair:{pair.id}", detail)
    if what in DECLINES and rule.side:
        _remember(session, actor, pair, rule.side, given)
    if pair.state in CLOSED and before in UNSIGNED:
        reopen(session, actor, pair.round_id, (pair.uscc, pair.village_code), given.reason)
    write_letters(session, pair, what)


def _complete(session: Session, actor: Actor, pair: Pair, what: PairMove, given: Given) -> Given:
    """What was given, trimmed and completed. Raises InputRefused with everything missing."""
    rule, faults = MOVES[what], []
    own_word = speaks_for(actor) is not None
    reason, said_by = given.reason.strip(), given.said_by.strip()
    said_on = today(session) if own_word and rule.side else given.said_on
    if rule.asks == "reason" and not reason:
        faults.append(_fault("reason", "pairing.reason_missing"))
    if rule.side and not own_word and not said_by:
        faults.append(_fault("said_by", "pairing.said_by_missing"))
    if rule.side and (said_on is None or said_on > today(session)):
        faults.append(_fault("said_on", "pairing.said_on_missing"))
    if rule.asks == "term" and given.since is None:
        faults.append(_fault("since", "pairing.since_missing"))
    faults += _faults_of_term(pair, rule.asks, given)
    if faults:
        raise InputRefused(faults)
    term = rule.asks in ("term", "until")
    return Given(
        reason=reason,
        said_by=said_by if rule.side and not own_word else "",
        said_on=said_on if rule.side else None,
        since=given.since if rule.asks == "term" else None,
        until=given.until if term else None,
    )


def _faults_of_term(pair: Pair, asks: str, given: Given) -> list[Fault]:
    if asks not in ("term", "until"):
        return []
    first = given.since if asks == "term" else pair.until
    if given.until is None:
        return [_fault("until", "pairing.until_missing")]
    if first is not None and given.until <= first:
        return [_fault("until", "pairing.until_too_early", first=first.isoformat())]
    return []


def _remember(session: Session, actor: Actor, pair: Pair, side: Side, given: Given) -> None:
    """A side's no holds in later rounds too, as if it had been told with its needs or offers."""
    at = moment(session)
    session.add(
        Arrangement(
            kind=_DECLINED[side],
            uscc=pair.uscc,
            village_code=pair.village_code,
            on=given.said_on,
            reason=given.reason,
            created_at=at,
            created_by=actor.display_name,
            updated_at=at,
            updated_by=actor.display_name,
        )
    )


def _fault(field: str, code: str, **params: str) -> Fault:
    return Fault(file="", sheet="", cell="", code=code, field=field, params=params)
