"""Rounds, their runs, and what a run suggested."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.errors import NotFound
from matcher.parties import read_programme_json
from matcher.parties.model import Enterprise, Village
from matcher.programme import Programme
from matcher.rounds.model import Campaign, Review, Round, Run, Suggestion
from matcher.rounds.plan_reading import read_plan
from matcher.rounds.rows import Pair, RoundRow, RunRow, SuggestionRow, UncoveredRow
from matcher.rounds.standing import review_row, standing_reviews
from matcher.scoring import Part
from matcher.vocabulary import Decision

_ROUNDS = select(Round, Campaign.name).join(Campaign)
_SUGGESTIONS = (
    select(Suggestion, Enterprise, Village)
    .join(Enterprise, Suggestion.uscc == Enterprise.uscc)
    .join(Village, Suggestion.village_code == Village.code)
)


def rounds(session: Session) -> list[RoundRow]:
    """Newest first."""
    found = session.execute(_ROUNDS.order_by(Round.opened_at.desc(), Round.id))
    return [_round_row(session, *row) for row in found]


def round_of(session: Session, round_id: str) -> RoundRow:
    """Raises NotFound."""
    found = session.execute(_ROUNDS.where(Round.id == round_id)).first()
    if found is None:
        raise NotFound("rounds.no_such_round")
    return _round_row(session, *found)


def runs(session: Session, round_id: str) -> list[RunRow]:
    """Newest first."""
    found = session.scalars(select(Run).where(Run.round_id == round_id).order_by(Run.number.desc()))
    return [run_row(run) for run in found]


def run_of(session: Session, run_id: str) -> RunRow:
    """Raises NotFound."""
    return run_row(_run(session, run_id))


def programme_of(session: Session, run_id: str) -> Programme:
    """What the run was computed from, without anybody's name or number. Raises NotFound."""
    return read_programme_json(_run(session, run_id).snapshot)


def plan_bytes(session: Session, run_id: str) -> bytes:
    """PLAN.json as it was computed. Raises NotFound."""
    return _run(session, run_id).plan


def suggestions(session: Session, run_id: str) -> list[SuggestionRow]:
    """Those of the run's own plan, by rank: the highest score first. Raises NotFound."""
    run = _run(session, run_id)
    of_plan = Suggestion.run_id == run_id, Suggestion.rank <= run.pairs
    found = session.execute(_SUGGESTIONS.where(*of_plan).order_by(Suggestion.rank))
    decided = standing_reviews(session, run.round_id)
    return [_suggestion_row(*row, decided) for row in found]


def planned_scores(session: Session, run: RunRow) -> dict[Pair, int]:
    """Every pair of the run's own plan with its score."""
    found = session.execute(
        select(Suggestion.uscc, Suggestion.village_code, Suggestion.score).where(
            Suggestion.run_id == run.id, Suggestion.rank <= run.pairs
        )
    )
    return {(uscc, code): score for uscc, code, score in found}


def suggestion(session: Session, suggestion_id: str) -> SuggestionRow:
    """Raises NotFound."""
    found = session.execute(_SUGGESTIONS.where(Suggestion.id == suggestion_id)).first()
    if found is None:
        raise NotFound("rounds.no_such_suggestion")
    run = _run(session, found[0].run_id)
    return _suggestion_row(*found, standing_reviews(session, run.round_id))


def uncovered(session: Session, run_id: str) -> list[UncoveredRow]:
    """In the order of the plan. Raises NotFound."""
    places = (Village.code, Village.id, Village.name, Village.town, Village.county)
    known = {village.code: village for village in session.execute(select(*places))}
    return [
        UncoveredRow(place.id, place.name, place.town, place.county, one)
        for one in read_plan(plan_bytes(session, run_id)).uncovered
        if (place := known.get(one.village))
    ]


def run_row(run: Run) -> RunRow:
    fields = RunRow.__dataclass_fields__
    return RunRow(**{name: getattr(run, name) for name in fields})


def _run(session: Session, run_id: str) -> Run:
    run = session.get(Run, run_id)
    if run is None:
        raise NotFound("rounds.no_such_run")
    return run


def _round_row(session: Session, found: Round, campaign: str) -> RoundRow:
    latest = session.scalar(
        select(Run).where(Run.round_id == found.id).order_by(Run.number.desc()).limit(1)
    )
    return RoundRow(
        id=found.id,
        campaign=campaign,
        number=found.number,
        name=found.name,
        opened_at=found.opened_at,
        opened_by=found.opened_by,
        runs=latest.number if latest else 0,
        latest_run_id=latest.id if latest else None,
    )


def _suggestion_row(
    found: Suggestion, enterprise: Enterprise, village: Village, decided: Mapping[Pair, Review]
) -> SuggestionRow:
    review = decided.get((enterprise.uscc, village.code))
    stands = review is not None and review.decision is not Decision.TAKEN_BACK
    return SuggestionRow(
        id=found.id,
        rank=found.rank,
        enterprise_id=enterprise.id,
        uscc=enterprise.uscc,
        enterprise=enterprise.name,
        village_id=village.id,
        village_code=village.code,
        village=village.name,
        town=village.town,
        county=village.county,
        score=found.score,
        pinned=found.pinned,
        parts=tuple(Part(**part) for part in found.parts),
        review=review_row(review, enterprise.name, village.name) if review and stands else None,
        version=review.version if review else 0,
    )
