"""Acting on the board: decisions about pairs and places, all of a deed or none, undone and redone.

Nothing is changed, only followed by another version, of which the database takes each number once:
of two who act at the same moment one is told. A deed that would leave no plan is refused.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from matcher.access import Action, Actor, require
from matcher.errors import Conflict, Fault, InputRefused
from matcher.rounds.boards import draft_with, latest_run
from matcher.rounds.checking import (
    Now,
    refuse_faults,
    refuse_impossible,
    refuse_moved,
    refuse_overfull,
    refuse_stale,
)
from matcher.rounds.deeds import DeedRow, Trace, deed_rows, own_last, places_of, reviews_of
from matcher.rounds.drafting import Draft
from matcher.rounds.model import Review, RoundPlaces
from matcher.rounds.places import places_since
from matcher.rounds.recording import suggested, write_deed, write_places, write_review
from matcher.rounds.rows import Pair
from matcher.rounds.verdicts import Places, Verdict, Wish
from matcher.vocabulary import Decision, DeedKind


def act(
    session: Session,
    actor: Actor,
    round_id: str,
    verdicts: Sequence[Verdict] = (),
    places: Sequence[Places] = (),
    *,
    reason: str = "",
) -> DeedRow:
    """Decide about pairs of the newest run's board, and change places: one deed.

    Raises NotFound for a round that was never run or a pair that is no candidate of it;
    InputRefused when nothing is chosen or a reason is missing; Conflict when somebody decided since
    (`rounds.decided_meanwhile`), the plan no longer has a pair that is to be confirmed
    (`rounds.not_in_plan_now`), a side has no place left (`rounds.enterprise_full`,
    `rounds.village_full`), or no plan would be left (`rounds.no_plan_left`).
    """
    require(actor, Action.DECIDE)
    now = Now.of(session, latest_run(session, round_id))
    wish = Wish([one.because(reason) for one in verdicts], places, reason)
    refuse_faults(now, wish)
    refuse_stale(now, wish)
    refuse_overfull(session, now, wish)
    refuse_moved(now, wish)
    return _written(session, actor, now, wish, (DeedKind.DONE, None))


def swap(
    session: Session,
    actor: Actor,
    round_id: str,
    pair: Pair,
    instead: Pair,
    *,
    reason: str,
    versions: tuple[int, int],
) -> DeedRow:
    """Let `pair` give way to another partner of one of its sides, which is pinned instead.

    `versions` are those seen of the two. Raises what `act` does; InputRefused when the two have no
    side in common.
    """
    if sum(one == other for one, other in zip(pair, instead, strict=True)) != 1:
        fault = Fault(file="", sheet="", cell="", code="rounds.no_exchange", field="instead")
        raise InputRefused([fault])
    verdicts = (
        Verdict(pair, Decision.SWAP, versions[0]),
        Verdict(instead, Decision.PIN, versions[1]),
    )
    return act(session, actor, round_id, verdicts, reason=reason)


def undo(session: Session, actor: Actor, round_id: str, deed_id: str) -> DeedRow:
    """Take the actor's own last deed back: what stood before stands again.

    Raises NotFound, and Conflict where another is the last by now (`rounds.nothing_to_undo`) or
    somebody has decided about one of its pairs since.
    """
    require(actor, Action.DECIDE)
    last, _ = own_last(session, actor, round_id)
    if last is None or last.id != deed_id:
        raise Conflict("rounds.nothing_to_undo")
    reviews, places = reviews_of(session, last), places_of(session, last)
    _refuse_built_on(reviews, places, "stands")
    wish = Wish(
        [_as(one.before, one.current) for one in reviews],
        [_having(one.before, one.current) for one in places],
    )
    return _answered(session, actor, round_id, wish, (DeedKind.UNDONE, last.id))


def redo(session: Session, actor: Actor, round_id: str, deed_id: str) -> DeedRow:
    """Do again what the actor undid last. Raises as `undo` (`rounds.nothing_to_redo`)."""
    require(actor, Action.DECIDE)
    _, last = own_last(session, actor, round_id)
    if last is None or last.id != deed_id:
        raise Conflict("rounds.nothing_to_redo")
    reviews, places = reviews_of(session, last), places_of(session, last)
    _refuse_built_on(reviews, places, "stands_as_before")
    wish = Wish(
        [_as(one.own, one.current) for one in reviews],
        [_having(one.own, one.current) for one in places],
        last.reason,
    )
    return _answered(session, actor, round_id, wish, (DeedKind.REDONE, last.id))


def _answered(
    session: Session, actor: Actor, round_id: str, wish: Wish, answer: tuple[DeedKind, str]
) -> DeedRow:
    """Undo or redo: a pair may come back that the plan does not have just now."""
    now = Now.of(session, latest_run(session, round_id))
    refuse_overfull(session, now, wish)
    return _written(session, actor, now, wish, answer)


def _written(
    session: Session,
    actor: Actor,
    now: Now,
    wish: Wish,
    answer: tuple[DeedKind, str | None],
) -> DeedRow:
    """Write a deed down, once what it leads to is drafted and there is a plan."""
    refuse_impossible(now, _draft_after(session, now, wish))
    kind, answers = answer
    deed = write_deed(session, actor, now.run, kind, wish.reason, answers=answers)
    for one in wish.verdicts:
        write_review(session, actor, deed, one, suggested(session, now.run, one.pair))
    for asked in wish.places:
        write_places(session, actor, deed, asked, now.usual_places(asked))
    (told,) = deed_rows(session, [deed])
    return told


def _draft_after(session: Session, now: Now, wish: Wish) -> Draft:
    decisions = {pair: review.decision for pair, review in now.reviews.items()}
    decisions |= {one.pair: one.decision for one in wish.verdicts}
    places = places_since(session, now.run.id)
    for asked in wish.places:
        usual = now.usual_places(asked)
        places[asked.side, asked.code] = usual if asked.places is None else asked.places
    return draft_with(session, now.run, decisions, places)


def _as(wanted: Review | None, current: Review) -> Verdict:
    """Let the pair stand as it did by `wanted`."""
    pair = current.uscc, current.village_code
    if wanted is None:
        return Verdict(pair, Decision.TAKEN_BACK, current.version)
    return Verdict(pair, wanted.decision, current.version, wanted.reason)


def _having(wanted: RoundPlaces | None, current: RoundPlaces) -> Places:
    """Let the party have the places it had by `wanted`."""
    places = wanted.places if wanted else None
    return Places(current.side, current.code, places, current.version)


def _refuse_built_on(
    reviews: Sequence[Trace[Review]], places: Sequence[Trace[RoundPlaces]], wanted: str
) -> None:
    """Raises Conflict when somebody has since decided otherwise about a part of the deed."""
    for one in reviews:
        if not getattr(one, wanted):
            by, decision = one.current.decided_by, one.current.decision.value
            raise Conflict("rounds.decided_meanwhile", by=by, decision=decision)
    if not all(getattr(one, wanted) for one in places):
        raise Conflict("rounds.places_changed_meanwhile")
