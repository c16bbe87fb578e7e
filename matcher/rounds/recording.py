"""Writing a deed down: itself, its reviews and places, and a link of the audit chain for each."""

from __future__ import annotations

import dataclasses

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, record
from matcher.errors import NotFound
from matcher.rounds.boards import basis_of, last_deed
from matcher.rounds.model import Deed, Review, RoundPlaces, Run, Suggestion
from matcher.rounds.rows import Pair
from matcher.rounds.verdicts import Places, Verdict
from matcher.store import moment
from matcher.vocabulary import DeedKind


def write_deed(
    session: Session,
    actor: Actor,
    run: Run,
    kind: DeedKind,
    reason: str,
    *,
    answers: str | None = None,
) -> Deed:
    deed = Deed(
        round_id=run.round_id,
        number=last_deed(session, run.round_id) + 1,
        run_id=run.id,
        kind=kind,
        answers_id=answers,
        reason=reason.strip(),
        at=moment(session),
        by=actor.display_name,
        actor_id=actor.account_id,
    )
    session.add(deed)
    session.flush()
    return deed


def write_review(
    session: Session, actor: Actor, deed: Deed, verdict: Verdict, suggestion_id: str
) -> Review:
    uscc, code = verdict.pair
    review = Review(
        round_id=deed.round_id,
        uscc=uscc,
        village_code=code,
        version=verdict.version + 1,
        suggestion_id=suggestion_id,
        deed_id=deed.id,
        decision=verdict.decision,
        reason=verdict.reason,
        decided_at=deed.at,
        decided_by=deed.by,
        actor_id=deed.actor_id,
    )
    session.add(review)
    session.flush()
    detail = {
        "enterprise": uscc,
        "village": code,
        "decision": verdict.decision.value,
        "version": review.version,
        "deed": deed.number,
    }
    record(session, actor, Action.DECIDE, f"round:{deed.round_id}", detail)
    return review


def suggested(session: Session, run: Run, pair: Pair) -> str:
    """The id of the run's suggestion of this pair; of another candidate it becomes one now."""
    uscc, code = pair
    of_run = select(Suggestion).where(Suggestion.run_id == run.id)
    known = session.scalar(of_run.where(Suggestion.uscc == uscc, Suggestion.village_code == code))
    if known is not None:
        return known.id
    basis = basis_of(run)
    row = basis.row(pair)
    if row is None:
        return _suggested_earlier(session, run, pair)
    last = session.scalar(select(func.max(Suggestion.rank)).where(Suggestion.run_id == run.id)) or 0
    added = Suggestion(
        run_id=run.id,
        rank=max(last, run.pairs) + 1,
        uscc=uscc,
        village_code=code,
        score=int(basis.plan.problem.score[row]),
        pinned=False,
        parts=[dataclasses.asdict(one) for one in basis.parts([pair])[pair]],
    )
    session.add(added)
    session.flush()
    return added.id


def _suggested_earlier(session: Session, run: Run, pair: Pair) -> str:
    """What an earlier run suggested may still be taken back. Raises NotFound."""
    uscc, code = pair
    newest = (
        select(Review.suggestion_id)
        .where(Review.round_id == run.round_id, Review.uscc == uscc, Review.village_code == code)
        .order_by(Review.version.desc())
        .limit(1)
    )
    found = session.scalar(newest)
    if found is None:
        raise NotFound("rounds.no_such_candidate")
    return found


def write_places(session: Session, actor: Actor, deed: Deed, asked: Places, usual: int) -> None:
    row = RoundPlaces(
        round_id=deed.round_id,
        side=asked.side,
        code=asked.code,
        version=asked.version + 1,
        deed_id=deed.id,
        places=asked.places,
        usual=usual,
    )
    session.add(row)
    session.flush()
    detail = {
        asked.side.value: asked.code,
        "places": asked.places,
        "version": row.version,
        "deed": deed.number,
    }
    record(session, actor, Action.DECIDE, f"round:{deed.round_id}", detail)
