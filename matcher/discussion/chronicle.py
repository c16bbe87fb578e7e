"""A pair's story in a round, the oldest first: suggested, decided, asked, spoken of; and why.

It is put together from what only ever grows (runs, reviews, the events of a pair, comments), so a
year later it tells the same. `link` is the number of the audit chain's link that was written in the
same transaction, for whoever wants to hold the one against the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.access import Action, links_naming
from matcher.discussion.reading import comments_of
from matcher.discussion.rows import CommentRow
from matcher.discussion.subject import names_of, require_pair, round_found
from matcher.pairing.finding import events_of
from matcher.pairing.model import Pair as LivingPair
from matcher.pairing.rows import EventRow
from matcher.rounds.model import Deed, Review, Run, Suggestion
from matcher.rounds.rows import Pair
from matcher.vocabulary import Decision, DeedKind


@dataclass(frozen=True)
class Suggested:
    """A run had the pair in its plan of `pairs`, at this rank."""

    at: datetime
    by: str
    run_id: str
    number: int
    method: str
    rank: int
    pairs: int
    score: int


@dataclass(frozen=True)
class LeftOut:
    """A run no longer had the pair in its plan, which the one before did."""

    at: datetime
    by: str
    run_id: str
    number: int
    method: str


@dataclass(frozen=True)
class Decided:
    """A version of the decision about the pair; of those before there were deeds `kind` is DONE."""

    at: datetime
    by: str
    decision: Decision
    kind: DeedKind
    reason: str
    link: int | None


@dataclass(frozen=True)
class Happened:
    """A move in the life of the pair, once both sides were asked."""

    at: datetime
    by: str
    pair_id: str
    number: int
    event: EventRow


@dataclass(frozen=True)
class Said:
    """A comment on the pair."""

    at: datetime
    by: str
    comment: CommentRow
    link: int | None


Entry = Suggested | LeftOut | Happened | Decided | Said


@dataclass(frozen=True)
class Chronicle:
    """All that is known of a pair in a round; `stands` is the decision that holds now."""

    round_id: str
    round: str
    pair: Pair
    enterprise: str
    village: str
    entries: tuple[Entry, ...]
    stands: Decision | None
    suggested_now: bool
    living_id: str | None


def chronicle(session: Session, round_id: str, pair: Pair) -> Chronicle:
    """Raises NotFound for a round out of sight, or two that are no pair of it."""
    opened = round_found(session, round_id)
    require_pair(session, round_id, pair)
    of_runs = list(_of_runs(session, round_id, pair))
    decided = list(_decided(session, round_id, pair))
    happened = list(_happened(session, round_id, pair))
    entries: list[Entry] = [*of_runs, *decided, *happened, *_said(session, round_id, pair)]
    entries.sort(key=lambda entry: (entry.at, _order(entry)))
    last = decided[-1].decision if decided else Decision.TAKEN_BACK
    enterprise, village = names_of(session, pair)
    return Chronicle(
        round_id=round_id,
        round=opened.name,
        pair=pair,
        enterprise=enterprise,
        village=village,
        entries=tuple(entries),
        stands=None if last is Decision.TAKEN_BACK else last,
        suggested_now=bool(of_runs) and isinstance(of_runs[-1], Suggested),
        living_id=happened[-1].pair_id if happened else None,
    )


def _order(entry: Entry) -> int:
    """Of what happened in one transaction: both are asked because it was decided so, and it is open
    again because of what they answered."""
    match entry:
        case Suggested() | LeftOut():
            return 0
        case Happened():
            return 3 if entry.event.before is None else 1
        case Decided():
            return 2
        case Said():
            return 4


def _of_runs(session: Session, round_id: str, pair: Pair) -> Iterator[Suggested | LeftOut]:
    """Each run that suggested the pair, and each that did so no more."""
    uscc, code = pair
    found = session.execute(
        select(Run, Suggestion)
        .outerjoin(
            Suggestion,
            (Suggestion.run_id == Run.id)
            & (Suggestion.uscc == uscc)
            & (Suggestion.village_code == code)
            # one beyond the plan became a suggestion when it was decided about
            & (Suggestion.rank <= Run.pairs),
        )
        .where(Run.round_id == round_id)
        .order_by(Run.number)
    )
    before = False
    for run, suggestion in found:
        head: dict[str, Any] = {
            "at": run.finished_at,
            "by": run.operator,
            "run_id": run.id,
            "number": run.number,
            "method": run.method,
        }
        if suggestion is not None:
            yield Suggested(**head, rank=suggestion.rank, pairs=run.pairs, score=suggestion.score)
        elif before:
            yield LeftOut(**head)
        before = suggestion is not None


def _decided(session: Session, round_id: str, pair: Pair) -> Iterator[Decided]:
    uscc, code = pair
    links = {
        detail.get("version"): seq
        for seq, detail in links_naming(session, Action.DECIDE, f"round:{round_id}", uscc)
        if detail.get("enterprise") == uscc and detail.get("village") == code
    }
    found = session.execute(
        select(Review, Deed.kind)
        .outerjoin(Deed, Review.deed_id == Deed.id)
        .where(Review.round_id == round_id, Review.uscc == uscc, Review.village_code == code)
        .order_by(Review.version)
    )
    for review, kind in found:
        yield Decided(
            at=review.decided_at,
            by=review.decided_by,
            decision=review.decision,
            kind=kind or DeedKind.DONE,
            reason=review.reason,
            link=links.get(review.version),
        )


def _happened(session: Session, round_id: str, pair: Pair) -> Iterator[Happened]:
    uscc, code = pair
    living = select(LivingPair).where(
        LivingPair.round_id == round_id, LivingPair.uscc == uscc, LivingPair.village_code == code
    )
    for one in session.scalars(living.order_by(LivingPair.number)).all():
        for event in events_of(session, one.id):
            yield Happened(event.at, event.by, one.id, one.number, event)


def _said(session: Session, round_id: str, pair: Pair) -> Iterator[Said]:
    links = {
        detail.get("comment"): seq
        for seq, detail in links_naming(session, Action.DISCUSS, f"round:{round_id}", pair[0])
        if detail.get("what") == "written"
    }
    for comment in comments_of(session, round_id, pair):
        yield Said(comment.written_at, comment.written_by, comment, links.get(comment.id))
