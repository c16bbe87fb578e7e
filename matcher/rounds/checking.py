"""What a deed on the board is refused for, before or after it is written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.errors import Conflict, Fault, InputRefused, NotFound
from matcher.parties.model import Enterprise, Village
from matcher.rounds.boards import draft_of
from matcher.rounds.deeds import name_of
from matcher.rounds.drafting import Draft, Pair, Party
from matcher.rounds.explaining import explain_infeasible
from matcher.rounds.model import Review, RoundPlaces, Run
from matcher.rounds.places import standing_places
from matcher.rounds.standing import BINDING, standing_reviews
from matcher.rounds.verdicts import NEEDS_REASON, Places, Verdict, Wish
from matcher.vocabulary import ArrangementKind, Decision, Side

MOST_PLACES = 999
TAKES_PLACE = tuple(one for one, kind in BINDING.items() if kind is ArrangementKind.PIN)


@dataclass(frozen=True, eq=False)
class Now:
    """What stands when a deed is asked for: the draft, and the newest of each pair and party."""

    run: Run
    draft: Draft
    reviews: Mapping[Pair, Review]
    places: Mapping[Party, RoundPlaces]

    @classmethod
    def of(cls, session: Session, run: Run) -> Now:
        reviews = standing_reviews(session, run.round_id)
        return cls(run, draft_of(session, run), reviews, standing_places(session, run.round_id))

    def usual_places(self, asked: Places) -> int:
        """How many places the party had before anybody changed them in this round."""
        row = self.places.get((asked.side, asked.code))
        return row.usual if row else self.draft.places(asked.side, asked.code)


def refuse_faults(now: Now, wish: Wish) -> None:
    """Raises InputRefused for what is missing or makes no sense, NotFound for no candidates."""
    parties = [*(one.pair for one in wish.verdicts), *((one.side, one.code) for one in wish.places)]
    if not parties:
        raise _refused("pair", "rounds.nothing_chosen")
    if len(set(parties)) < len(parties):
        raise _refused("pair", "rounds.chosen_twice")
    for verdict in wish.verdicts:
        if verdict.decision in NEEDS_REASON and not verdict.reason:
            raise _refused("reason", "rounds.reason_needed", decision=verdict.decision.value)
        if verdict.decision is not Decision.TAKEN_BACK:
            _require_candidate(now.draft, verdict)
    for asked in wish.places:
        _check_places(now.draft, asked, wish.reason)


def refuse_stale(now: Now, wish: Wish) -> None:
    """Raises Conflict when not what was seen stands now, or nothing that could be taken back."""
    for verdict in wish.verdicts:
        current = now.reviews.get(verdict.pair)
        if current is None and verdict.version:
            raise Conflict("rounds.no_such_version")
        if current is not None and current.version != verdict.version:
            raise Conflict(
                "rounds.decided_meanwhile", by=current.decided_by, decision=current.decision.value
            )
        gone = current is None or current.decision is Decision.TAKEN_BACK
        if gone and verdict.decision is Decision.TAKEN_BACK:
            raise Conflict("rounds.nothing_to_take_back")
    for asked in wish.places:
        row = now.places.get((asked.side, asked.code))
        if (row.version if row else 0) != asked.version:
            raise Conflict("rounds.places_changed_meanwhile")


def refuse_overfull(session: Session, now: Now, wish: Wish) -> None:
    """Raises Conflict when more would be confirmed and pinned with a party than it takes."""
    decisions = {pair: review.decision for pair, review in now.reviews.items()}
    decisions |= {one.pair: one.decision for one in wish.verdicts}
    taking = [pair for pair, decision in decisions.items() if decision in TAKES_PLACE]
    villages, partners = (Counter(pair[side] for pair in taking) for side in (0, 1))
    given = {party: row.places for party, row in now.places.items()}
    given |= {(one.side, one.code): one.places for one in wish.places}
    for one in wish.verdicts:
        if one.decision not in TAKES_PLACE:
            continue
        uscc, code = one.pair
        most = given.get((Side.ENTERPRISE, uscc))
        if most is None:
            of_record = select(Enterprise.max_villages).where(Enterprise.uscc == uscc)
            most = session.scalars(of_record).one()
        if villages[uscc] > most:
            name = name_of(session, Side.ENTERPRISE, uscc)
            raise Conflict("rounds.enterprise_full", name=name, most=most)
        most = given.get((Side.VILLAGE, code))
        if most is None:
            most = session.scalars(select(Village.max_partners).where(Village.code == code)).one()
        if most is None:
            at = now.draft.basis.village_at.get(code)
            most = 1 if at is None else int(now.draft.basis.start.problem.village_capacity[at])
        if partners[code] > most:
            name = name_of(session, Side.VILLAGE, code)
            raise Conflict("rounds.village_full", name=name, most=most)


def refuse_moved(now: Now, wish: Wish) -> None:
    """Raises Conflict when what is to be confirmed is not in the plan any more.

    Whoever confirms takes what the plan proposes; what it does not propose is pinned, at its price.
    Whoever changes a veto into a confirmation has seen that it is not.
    """
    for one in wish.verdicts:
        stood = now.reviews.get(one.pair)
        seen_out = stood is not None and stood.decision in BINDING
        proposed = one.pair in now.draft.pairs or seen_out
        if one.decision is Decision.CONFIRM and not proposed:
            raise Conflict("rounds.not_in_plan_now")


def refuse_impossible(now: Now, after: Draft) -> None:
    """Raises Conflict when there is a plan and none would be left."""
    if now.draft.possible and not after.possible:
        told = explain_infeasible(after.matching, after.basis.eligibility)
        why = [{"code": one.code, "params": one.params} for one in told]
        raise Conflict("rounds.no_plan_left", why=why)


def _require_candidate(draft: Draft, verdict: Verdict) -> None:
    row = draft.basis.row(verdict.pair)
    forbidden = row is not None and verdict.decision in TAKES_PLACE and row in draft.basis.bound
    if row is None or (forbidden and not draft.matching.problem.pinned[row]):
        raise NotFound("rounds.no_such_candidate")


def _check_places(draft: Draft, asked: Places, reason: str) -> None:
    numbers = draft.basis.enterprise_at if asked.side is Side.ENTERPRISE else draft.basis.village_at
    if asked.code not in numbers:
        raise NotFound("rounds.no_such_party")
    if asked.places is None:
        return
    if not 0 <= asked.places <= MOST_PLACES:
        raise _refused("places", "rounds.places_out_of_range", most=MOST_PLACES)
    minimum = getattr(draft.matching.problem, f"{asked.side}_minimum")[numbers[asked.code]]
    if asked.places < minimum:
        raise _refused("places", "rounds.places_below_minimum", least=int(minimum))
    now = draft.places(asked.side, asked.code)
    if asked.places == now:
        raise _refused("places", "rounds.places_unchanged", places=now)
    if asked.places < now and not reason.strip():
        raise _refused("reason", "rounds.fewer_places_need_reason")


def _refused(field: str, code: str, **params: object) -> InputRefused:
    return InputRefused([Fault(file="", sheet="", cell="", code=code, field=field, params=params)])
