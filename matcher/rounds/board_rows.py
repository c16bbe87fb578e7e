"""The rows of a board: every pair of the draft, and every pair about which a decision stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.parties.model import Enterprise, Village
from matcher.rounds.drafting import Draft, Pair
from matcher.rounds.model import Run, Suggestion
from matcher.rounds.rows import ReviewRow
from matcher.rounds.standing import review_row, standing_reviews
from matcher.scoring import Part
from matcher.vocabulary import Category, Decision


@dataclass(frozen=True)
class Place:
    """A party as a row names it; town and county are empty for an enterprise."""

    id: str
    code: str
    name: str
    town: str = ""
    county: str = ""


@dataclass(frozen=True)
class BoardRow:
    """A pair on the board. `review` is the decision that stands; `version` is what `act` expects.

    `pinned` and `vetoed` tell how it stands in the draft, by a decision or by the records. `modes`
    are the kinds of help that the village needs and the enterprise offers.
    """

    enterprise: Place
    village: Place
    score: int
    in_plan: bool
    pinned: bool
    vetoed: bool
    review: ReviewRow | None
    version: int
    modes: tuple[Category, ...]

    @property
    def pair(self) -> Pair:
        return self.enterprise.code, self.village.code


@dataclass(frozen=True)
class Parties:
    """All parties a session may see, by USCC and by village code."""

    enterprises: dict[str, Place]
    villages: dict[str, Place]


def parties(session: Session) -> Parties:
    firms = select(Enterprise.id, Enterprise.uscc, Enterprise.name)
    places = select(Village.id, Village.code, Village.name, Village.town, Village.county)
    return Parties(
        {row.uscc: Place(row.id, row.uscc, row.name) for row in session.execute(firms)},
        {
            row.code: Place(row.id, row.code, row.name, row.town, row.county)
            for row in session.execute(places)
        },
    )


def board_rows(session: Session, run: Run, draft: Draft, known: Parties) -> list[BoardRow]:
    """The best score first; of equal ones by village and enterprise."""
    reviews = standing_reviews(session, run.round_id)
    stands = {pair for pair, one in reviews.items() if one.decision is not Decision.TAKEN_BACK}
    problem, basis = draft.matching.problem, draft.basis
    rows = []
    for pair in {*draft.chosen, *stands}:
        enterprise, village = known.enterprises.get(pair[0]), known.villages.get(pair[1])
        if enterprise is None or village is None:
            continue
        review, at = reviews.get(pair), basis.row(pair)
        rows.append(
            BoardRow(
                enterprise=enterprise,
                village=village,
                score=0 if at is None else draft.score(at),
                in_plan=pair in draft.pairs,
                pinned=at is not None and bool(problem.pinned[at]),
                vetoed=at is not None and bool(problem.vetoed[at]),
                review=review_row(review, enterprise.name, village.name)
                if review and pair in stands
                else None,
                version=review.version if review else 0,
                modes=basis.modes(pair),
            )
        )
    return sorted(rows, key=lambda row: (-row.score, row.village.code, row.enterprise.code))


def parts_of(
    session: Session, run: Run, draft: Draft, pairs: Iterable[Pair]
) -> dict[Pair, tuple[Part, ...]]:
    """What the scores of these pairs are made of: as the run told it, else counted now."""
    wanted = set(pairs)
    found = {}
    kept = select(Suggestion).where(
        Suggestion.run_id == run.id, Suggestion.uscc.in_([uscc for uscc, _ in wanted])
    )
    for row in session.scalars(kept):
        if (row.uscc, row.village_code) in wanted:
            found[row.uscc, row.village_code] = tuple(Part(**part) for part in row.parts)
    rest = [pair for pair in wanted - found.keys() if draft.basis.row(pair) is not None]
    return found | draft.basis.parts(rest)
