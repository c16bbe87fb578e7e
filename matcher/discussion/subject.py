"""What is spoken of: a round, or a pair that its runs suggested or that could be suggested."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.discussion.model import Comment
from matcher.errors import NotFound
from matcher.parties.model import Enterprise, Village
from matcher.rounds.boards import basis_of, latest_run
from matcher.rounds.model import Review, Round, Run, Suggestion
from matcher.rounds.rows import Pair

# tables and not classes: whoever may see a round may read the names in it, also years later
_ENTERPRISE, _VILLAGE = Enterprise.__table__.c, Village.__table__.c


def round_found(session: Session, round_id: str) -> Round:
    """Raises NotFound."""
    found = session.scalar(select(Round).where(Round.id == round_id))
    if found is None:
        raise NotFound("rounds.no_such_round")
    return found


def require_pair(session: Session, round_id: str, pair: Pair) -> None:
    """Raises NotFound for two that are no pair of this round, not even a possible one."""
    uscc, code = pair
    suggested = select(Suggestion.id).join(Run, Suggestion.run_id == Run.id)
    known = (
        suggested.where(
            Run.round_id == round_id, Suggestion.uscc == uscc, Suggestion.village_code == code
        ),
        *(
            select(table.id).where(
                table.round_id == round_id, table.uscc == uscc, table.village_code == code
            )
            for table in (Review, Comment)
        ),
    )
    if any(session.scalar(query.limit(1)) is not None for query in known):
        return
    if basis_of(latest_run(session, round_id)).row(pair) is None:
        raise NotFound("rounds.no_such_candidate")


def names_of(session: Session, pair: Pair) -> tuple[str, str]:
    """The enterprise's name and the village's."""
    uscc, code = pair
    enterprise = session.scalars(select(_ENTERPRISE.name).where(_ENTERPRISE.uscc == uscc)).one()
    village = session.scalars(select(_VILLAGE.name).where(_VILLAGE.code == code)).one()
    return enterprise, village
