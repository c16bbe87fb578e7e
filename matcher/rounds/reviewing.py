"""Deciding about a pair: confirm it, veto it, or take the decision back.

Decisions are never changed, only followed by another; the database accepts each version of a pair
once, so of two people who decide at the same moment one is told.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, record, require
from matcher.errors import Conflict, Fault, InputRefused, NotFound
from matcher.parties.model import Enterprise, Village
from matcher.parties.tenancy import EVERYWHERE
from matcher.rounds.model import Review, Run, Suggestion
from matcher.rounds.rows import Pair, ReviewRow
from matcher.rounds.standing import review_row, standing_reviews
from matcher.store import moment
from matcher.vocabulary import Decision


def decide(
    session: Session,
    actor: Actor,
    suggestion_id: str,
    decision: Decision,
    *,
    reason: str = "",
    expected_version: int,
) -> ReviewRow:
    """Confirm or veto a suggested pair.

    Raises NotFound; InputRefused for a veto without a reason; Conflict when somebody decided
    since (`rounds.decided_meanwhile`) or a side has no place left (`rounds.enterprise_full`,
    `rounds.village_full`).
    """
    require(actor, Action.DECIDE)
    suggested = session.get(Suggestion, suggestion_id)
    if suggested is None:
        raise NotFound("rounds.no_such_suggestion")
    if decision is Decision.TAKEN_BACK:
        raise InputRefused([_fault("decision", "rounds.not_a_decision")])
    if decision is Decision.VETO and not reason.strip():
        raise InputRefused([_fault("reason", "rounds.veto_needs_reason")])
    run = session.get_one(Run, suggested.run_id)
    pair = (suggested.uscc, suggested.village_code)
    decided = standing_reviews(session, run.round_id)
    _refuse_stale(decided.get(pair), expected_version)
    if decision is Decision.CONFIRM:
        _require_places(session, decided, suggested)
    kept = _keep(
        session,
        actor,
        round_id=run.round_id,
        pair=pair,
        suggestion_id=suggestion_id,
        decision=decision,
        reason=reason,
        version=expected_version,
    )
    return _named(session, kept)


def take_back(
    session: Session, actor: Actor, review_id: str, *, reason: str = "", expected_version: int
) -> ReviewRow:
    """Let a confirmed or vetoed pair be open again. Raises NotFound, Conflict."""
    require(actor, Action.DECIDE)
    review = session.get(Review, review_id)
    if review is None:
        raise NotFound("rounds.no_such_review")
    pair = (review.uscc, review.village_code)
    current = standing_reviews(session, review.round_id)[pair]
    _refuse_stale(current, expected_version)
    if current.id != review_id or current.decision is Decision.TAKEN_BACK:
        raise Conflict("rounds.nothing_to_take_back")
    kept = _keep(
        session,
        actor,
        round_id=review.round_id,
        pair=pair,
        suggestion_id=review.suggestion_id,
        decision=Decision.TAKEN_BACK,
        reason=reason,
        version=expected_version,
    )
    return _named(session, kept)


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
        _keep(
            session,
            actor,
            round_id=round_id,
            pair=pair,
            suggestion_id=current.suggestion_id,
            decision=Decision.TAKEN_BACK,
            reason=reason,
            version=current.version,
        )


def _refuse_stale(current: Review | None, expected_version: int) -> None:
    if current is not None and current.version != expected_version:
        raise Conflict("rounds.decided_meanwhile", by=current.decided_by, decision=current.decision)
    if current is None and expected_version != 0:
        raise Conflict("rounds.no_such_version")


def _require_places(
    session: Session, decided: Mapping[Pair, Review], suggested: Suggestion
) -> None:
    """Both sides still have a place, counting every other pair that is confirmed."""
    uscc, code = pair = suggested.uscc, suggested.village_code
    others = [
        other
        for other, review in decided.items()
        if review.decision is Decision.CONFIRM and other != pair
    ]
    enterprise = session.scalars(select(Enterprise).where(Enterprise.uscc == uscc)).one()
    village = session.scalars(select(Village).where(Village.code == code)).one()
    if sum(other[0] == uscc for other in others) >= enterprise.max_villages:
        raise Conflict("rounds.enterprise_full", name=enterprise.name, most=enterprise.max_villages)
    most = village.max_partners
    if most is None:
        most = _suggested_partners(session, suggested)
    if sum(other[1] == code for other in others) >= most:
        raise Conflict("rounds.village_full", name=village.name, most=most)


def _suggested_partners(session: Session, suggested: Suggestion) -> int:
    """How many partners the run gave this village: one, or what a workbook pinned."""
    same = (
        Suggestion.run_id == suggested.run_id,
        Suggestion.village_code == suggested.village_code,
    )
    return session.scalar(select(func.count()).where(*same)) or 0


def _keep(
    session: Session,
    actor: Actor,
    *,
    round_id: str,
    pair: Pair,
    suggestion_id: str,
    decision: Decision,
    reason: str,
    version: int,
) -> Review:
    uscc, code = pair
    review = Review(
        round_id=round_id,
        uscc=uscc,
        village_code=code,
        version=version + 1,
        suggestion_id=suggestion_id,
        decision=decision,
        reason=reason.strip(),
        decided_at=moment(session),
        decided_by=actor.display_name,
        actor_id=actor.account_id,
    )
    session.add(review)
    session.flush()
    detail = {
        "enterprise": uscc,
        "village": code,
        "decision": decision.value,
        "version": review.version,
    }
    record(session, actor, Action.DECIDE, f"round:{round_id}", detail)
    return review


def _named(session: Session, review: Review) -> ReviewRow:
    enterprise = select(Enterprise.name).where(Enterprise.uscc == review.uscc)
    village = select(Village.name).where(Village.code == review.village_code)
    return review_row(review, session.scalars(enterprise).one(), session.scalars(village).one())


def _fault(field: str, code: str) -> Fault:
    return Fault(file="", sheet="", cell="", code=code, field=field)
