"""Deciding about one suggested pair, taking that back, and letting a pair reopen by itself."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, require
from matcher.errors import Conflict, Fault, InputRefused, NotFound
from matcher.parties.model import Enterprise, Village
from matcher.parties.tenancy import EVERYWHERE
from matcher.rounds.acting import act
from matcher.rounds.model import Review, Run, Suggestion
from matcher.rounds.recording import write_deed, write_review
from matcher.rounds.rows import Pair, ReviewRow
from matcher.rounds.standing import review_row, standing_reviews
from matcher.rounds.verdicts import Verdict
from matcher.vocabulary import Decision, DeedKind


def decide(
    session: Session,
    actor: Actor,
    suggestion_id: str,
    decision: Decision,
    *,
    reason: str = "",
    expected_version: int,
) -> ReviewRow:
    """Decide about a suggested pair. Raises NotFound, and what `act` does."""
    require(actor, Action.DECIDE)
    suggested = session.get(Suggestion, suggestion_id)
    if suggested is None:
        raise NotFound("rounds.no_such_suggestion")
    if decision is Decision.TAKEN_BACK:
        fault = Fault(file="", sheet="", cell="", code="rounds.not_a_decision", field="decision")
        raise InputRefused([fault])
    round_id = session.get_one(Run, suggested.run_id).round_id
    pair = (suggested.uscc, suggested.village_code)
    act(session, actor, round_id, [Verdict(pair, decision, expected_version)], reason=reason)
    return _newest(session, round_id, pair)


def take_back(
    session: Session, actor: Actor, review_id: str, *, reason: str = "", expected_version: int
) -> ReviewRow:
    """Let a decided pair be open again. Raises NotFound, Conflict."""
    require(actor, Action.DECIDE)
    review = session.get(Review, review_id)
    if review is None:
        raise NotFound("rounds.no_such_review")
    pair = (review.uscc, review.village_code)
    current = standing_reviews(session, review.round_id)[pair]
    if current.version == expected_version and current.id != review_id:
        raise Conflict("rounds.nothing_to_take_back")
    back = Verdict(pair, Decision.TAKEN_BACK, expected_version)
    act(session, actor, review.round_id, [back], reason=reason)
    return _newest(session, review.round_id, pair)


def reopen(session: Session, actor: Actor, round_id: str, pair: Pair, reason: str) -> None:
    """Let a confirmed pair be open again because its sides did not come together.

    Whoever made that known needs neither a right to decide nor to see the round. A pair that is
    not confirmed now stays as it is.
    """
    uscc, code = pair
    newest = (
        select(Review)
        .where(Review.round_id == round_id, Review.uscc == uscc, Review.village_code == code)
        .order_by(Review.version.desc())
        .limit(1)
    )
    current = session.scalar(newest.execution_options(**EVERYWHERE))
    if current is not None and current.decision is Decision.CONFIRM:
        of_round = select(Run).where(Run.round_id == round_id).order_by(Run.number.desc()).limit(1)
        run = session.scalars(of_round.execution_options(**EVERYWHERE)).one()
        deed = write_deed(session, actor, run, DeedKind.REOPENED, reason)
        back = Verdict(pair, Decision.TAKEN_BACK, current.version, reason.strip())
        write_review(session, actor, deed, back, current.suggestion_id)


def _newest(session: Session, round_id: str, pair: Pair) -> ReviewRow:
    review = standing_reviews(session, round_id)[pair]
    enterprise = select(Enterprise.name).where(Enterprise.uscc == review.uscc)
    village = select(Village.name).where(Village.code == review.village_code)
    return review_row(review, session.scalars(enterprise).one(), session.scalars(village).one())
