"""What was decided about the pairs of a round, and what of it stands now, or stood earlier."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from matcher.parties.model import Enterprise, Village
from matcher.rounds.model import Deed, Review
from matcher.rounds.rows import Pair, ReviewRow
from matcher.vocabulary import ArrangementKind, Decision

BINDING: Mapping[Decision, ArrangementKind] = {
    Decision.CONFIRM: ArrangementKind.PIN,
    Decision.PIN: ArrangementKind.PIN,
    Decision.VETO: ArrangementKind.VETO,
    Decision.SWAP: ArrangementKind.VETO,
}
"""What a decision is to a plan. What was set aside or taken back binds nobody."""

_REVIEWS = (
    select(Review, Enterprise.name, Village.name)
    .join(Enterprise, Review.uscc == Enterprise.uscc)
    .join(Village, Review.village_code == Village.code)
)


def standing(session: Session, round_id: str) -> list[ReviewRow]:
    """Every pair of the round about which a decision stands now, newest decision first."""
    newest: dict[Pair, ReviewRow] = {}
    for review, *names in session.execute(
        _REVIEWS.where(Review.round_id == round_id).order_by(Review.version)
    ):
        newest[review.uscc, review.village_code] = review_row(review, *names)
    return sorted(
        (row for row in newest.values() if row.decision is not Decision.TAKEN_BACK),
        key=lambda row: (row.decided_at, row.id),
        reverse=True,
    )


def history(session: Session, round_id: str, uscc: str, village_code: str) -> list[ReviewRow]:
    """Every decision about one pair, newest first."""
    found = session.execute(
        _REVIEWS.where(
            Review.round_id == round_id,
            Review.uscc == uscc,
            Review.village_code == village_code,
        ).order_by(Review.version.desc())
    )
    return [review_row(review, *names) for review, *names in found]


def history_of_round(session: Session, round_id: str) -> list[ReviewRow]:
    """Every decision about every pair of the round, newest first."""
    found = session.execute(
        _REVIEWS.where(Review.round_id == round_id).order_by(Review.decided_at.desc(), Review.id)
    )
    return [review_row(review, *names) for review, *names in found]


def standing_reviews(
    session: Session, round_id: str, upto: int | None = None
) -> dict[Pair, Review]:
    """The newest review of every pair about which anything was ever decided.

    With `upto`, as it was after the deed of that number.
    """
    query = select(Review).where(Review.round_id == round_id).order_by(Review.version)
    if upto is not None:
        known = select(Deed.id).where(Deed.round_id == round_id, Deed.number <= upto)
        query = query.where(or_(Review.deed_id.is_(None), Review.deed_id.in_(known)))
    return {(review.uscc, review.village_code): review for review in session.scalars(query)}


def review_row(review: Review, enterprise: str, village: str) -> ReviewRow:
    return ReviewRow(
        id=review.id,
        round_id=review.round_id,
        uscc=review.uscc,
        enterprise=enterprise,
        village_code=review.village_code,
        village=village,
        decision=review.decision,
        reason=review.reason,
        version=review.version,
        decided_at=review.decided_at,
        decided_by=review.decided_by,
        actor_id=review.actor_id,
    )
