"""Acting on the board: several pairs at once, places, exchange, undo and redo."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import select

from matcher.access import Actor, audit_rows, verify_chain
from matcher.errors import Conflict, InputRefused, NotAllowed, NotFound
from matcher.messages import say
from matcher.parties import take
from matcher.programme import Programme
from matcher.rounds import boards
from matcher.rounds.acting import act, redo, swap, undo
from matcher.rounds.auditing import doubts
from matcher.rounds.boards import draft_of, last_deed, latest_run
from matcher.rounds.deeds import DeedRow, deeds_since, own_last
from matcher.rounds.drafting import Draft
from matcher.rounds.model import Suggestion
from matcher.rounds.places import standing_places
from matcher.rounds.reading import suggestions
from matcher.rounds.reviewing import reopen
from matcher.rounds.standing import standing_reviews
from matcher.rounds.verdicts import Places, Verdict
from matcher.store import Database
from matcher.vocabulary import Decision, DeedKind, Role, Side
from seeds.hundred import programme as generated
from tests.builders import an_enterprise, uscc, village_code
from tests.people import AT_THE_MACHINE, somebody
from tests.rounds.situations import Office, programme

CONFIRM, VETO, PIN = Decision.CONFIRM, Decision.VETO, Decision.PIN
ASIDE, BACK, SWAP = Decision.ASIDE, Decision.TAKEN_BACK, Decision.SWAP
NOWHERE = "00000000-0000-4000-8000-000000000000"
Pair = tuple[str, str]


class Desk:
    """A coordinator at the board of a round that was run once."""

    def __init__(self, office: Office, actor: Actor | None = None) -> None:
        self.office, self.actor = office, actor or office.actor

    @classmethod
    def of(cls, database: Database, stored: Programme | None = None) -> Desk:
        office = Office.of(database, stored)
        office.run()
        return cls(office)

    def draft(self, upto: int | None = None) -> Draft:
        with self.office.database.reading() as session:
            return draft_of(session, latest_run(session, self.office.round_id), upto)

    def versions(self) -> dict[Pair, int]:
        with self.office.database.reading() as session:
            found = standing_reviews(session, self.office.round_id)
        return {pair: one.version for pair, one in found.items()}

    def act(self, decision: Decision, *pairs: Pair, reason: str = "", places=()) -> DeedRow:
        known = self.versions()
        verdicts = [Verdict(pair, decision, known.get(pair, 0)) for pair in pairs]
        with self.office.database.writing() as session:
            return act(session, self.actor, self.office.round_id, verdicts, places, reason=reason)

    def places(self, side: Side, code: str, places: int, reason: str = "") -> DeedRow:
        with self.office.database.reading() as session:
            row = standing_places(session, self.office.round_id).get((side, code))
        asked = Places(side, code, places, row.version if row else 0)
        return self.act(VETO, places=[asked], reason=reason)

    def last(self) -> tuple[str, str]:
        with self.office.database.reading() as session:
            found = own_last(session, self.actor, self.office.round_id)
        return tuple(one.id if one else "" for one in found)  # type: ignore[return-value]

    def undo(self) -> DeedRow:
        with self.office.database.writing() as session:
            return undo(session, self.actor, self.office.round_id, self.last()[0])

    def redo(self) -> DeedRow:
        with self.office.database.writing() as session:
            return redo(session, self.actor, self.office.round_id, self.last()[1])

    def stands(self) -> dict[Pair, Decision]:
        return self.office.stands()


def refused(code: str, work, kind: type[Exception] = Conflict) -> None:
    with pytest.raises(kind) as told:
        work()
    error = told.value
    codes = [fault.code for fault in error.faults] if kind is InputRefused else [error.code]
    assert codes == [code]
    params = error.faults[0].params if kind is InputRefused else error.params
    assert say(code, "zh", **params)
    assert say(code, "en", **params)


def free_candidate(desk: Desk) -> tuple[Pair, Pair]:
    """A pair of the plan, and another candidate of the same village outside it."""
    draft = desk.draft()
    for row in range(len(draft.basis.keys)):
        other = draft.basis.pair(row)
        for pair in draft.chosen:
            if other not in draft.pairs and pair[1] == other[1]:
                return pair, other
    raise AssertionError


def test_several_pairs_are_decided_together_or_not_at_all(database: Database) -> None:
    desk = Desk.of(database)
    first, second, third = desk.draft().chosen[:3]

    deed = desk.act(CONFIRM, first, second)
    refused("rounds.no_such_version", lambda: _stale(desk, [third, first], CONFIRM, 7))

    assert desk.stands() == {first: CONFIRM, second: CONFIRM}
    assert [one.pair for one in deed.rulings] == sorted([first, second], key=lambda p: p[1])
    assert (deed.number, deed.kind) == (1, DeedKind.DONE)
    with database.reading() as session:
        assert verify_chain(session) is None
        assert [one.detail["deed"] for one in audit_rows(session, per_page=2)] == [1, 1]


def _stale(desk: Desk, pairs: list[Pair], decision: Decision, version: int) -> None:
    verdicts = [Verdict(pairs[0], decision, version), *(Verdict(p, decision, 1) for p in pairs[1:])]
    with desk.office.database.writing() as session:
        act(session, desk.actor, desk.office.round_id, verdicts, reason="x")


@pytest.mark.parametrize("decision", [VETO, ASIDE, SWAP])
def test_what_takes_something_from_somebody_needs_a_reason(
    database: Database, decision: Decision
) -> None:
    desk = Desk.of(database)
    pair = desk.draft().chosen[0]

    refused("rounds.reason_needed", lambda: desk.act(decision, pair, reason=" "), InputRefused)
    desk.act(decision, pair, reason="路太远")

    assert desk.stands() == {pair: decision}


def test_what_is_set_aside_changes_no_plan_and_a_veto_does(database: Database) -> None:
    desk = Desk.of(database)
    before = desk.draft().pairs
    pair = desk.draft().chosen[0]

    desk.act(ASIDE, pair, reason="等企业回话")
    assert desk.draft().pairs == before
    desk.act(VETO, pair, reason="不合适")
    assert pair not in desk.draft().pairs


def test_the_next_run_gives_the_plan_that_the_board_shows(database: Database) -> None:
    """Whatever was decided: the promise of the whole board."""
    chance = random.Random(11)
    desk = Desk.of(database, generated((9, 14), seed=11))
    for _ in range(12):
        draft = desk.draft()
        pair = chance.choice(draft.chosen)
        decision = chance.choice([CONFIRM, VETO, PIN, ASIDE])
        if desk.stands().get(pair) is None:
            desk.act(decision, pair, reason="x")
    enterprise = next(iter(desk.draft().basis.enterprise_at))
    desk.places(Side.ENTERPRISE, enterprise, desk.draft().places(Side.ENTERPRISE, enterprise) + 1)
    shown = desk.draft()

    run = desk.office.run()

    again = {(row.uscc, row.village_code) for row in desk.office.suggested(run)}
    assert again == shown.pairs
    assert run.total_score == shown.matching.total_score
    assert desk.draft().pairs == shown.pairs


def test_another_partner_takes_the_place_and_becomes_a_suggestion(database: Database) -> None:
    desk = Desk.of(database)
    pair, instead = free_candidate(desk)
    before = {(row.uscc, row.village_code) for row in _suggested(desk)}

    with database.writing() as session:
        swap(
            session, desk.actor, desk.office.round_id, pair, instead, reason="更近", versions=(0, 0)
        )

    assert desk.stands() == {pair: SWAP, instead: PIN}
    assert instead in desk.draft().pairs
    assert pair not in desk.draft().pairs
    with database.reading() as session:
        added = session.scalars(select(Suggestion).where(Suggestion.uscc == instead[0])).all()
    (one,) = (row for row in added if row.village_code == instead[1])
    assert one.score == sum(part["points"] for part in one.parts)
    assert {(row.uscc, row.village_code) for row in _suggested(desk)} == before
    assert doubts(database, lambda *_: None)[0] == []
    desk.undo()
    assert desk.stands() == {}


def _suggested(desk: Desk):
    with desk.office.database.reading() as session:
        return suggestions(session, latest_run(session, desk.office.round_id).id)


def test_only_one_side_of_a_pair_is_exchanged(database: Database) -> None:
    desk = Desk.of(database)
    first = desk.draft().chosen[0]
    other = next(
        pair for pair in desk.draft().chosen if pair[0] != first[0] and pair[1] != first[1]
    )

    for instead in (first, other):
        with pytest.raises(InputRefused), database.writing() as session:
            swap(
                session, desk.actor, desk.office.round_id, first, instead,
                reason="x", versions=(0, 0),
            )  # fmt: skip
    assert desk.stands() == {}


def test_places_of_a_round_hold_in_plan_confirmation_and_next_run(database: Database) -> None:
    desk = Desk.of(database, programme(villages=3, enterprises=1, places=1))
    assert len(desk.draft().pairs) == 1

    desk.places(Side.ENTERPRISE, uscc(1), 3)
    assert len(desk.draft().pairs) == 3
    desk.act(CONFIRM, *desk.draft().chosen)
    refused("rounds.no_plan_left", lambda: desk.places(Side.ENTERPRISE, uscc(1), 2, "少了"))

    assert desk.office.run().covered == 3
    assert len(desk.draft().pairs) == 3
    desk.undo()
    desk.undo()
    assert len(desk.draft().pairs) == 1
    assert desk.office.run().covered == 1


@pytest.mark.parametrize(
    ("places", "reason", "code"),
    [
        (0, "", "rounds.fewer_places_need_reason"),
        (-1, "x", "rounds.places_out_of_range"),
        (1000, "x", "rounds.places_out_of_range"),
        (2, "x", "rounds.places_unchanged"),
        (0, "x", "rounds.places_below_minimum"),
    ],
)
def test_places_that_make_no_sense_are_refused(
    database: Database, places: int, reason: str, code: str
) -> None:
    desk = Desk.of(database)
    if code == "rounds.places_below_minimum":
        fewest = Programme(enterprises=(an_enterprise(1, max_villages=2, min_villages=1),))
        with database.writing() as session:
            take(session, AT_THE_MACHINE, fewest)
        desk.office.run()

    refused(code, lambda: desk.places(Side.ENTERPRISE, uscc(1), places, reason), InputRefused)


def test_of_two_who_change_the_same_places_one_is_told(database: Database) -> None:
    desk = Desk.of(database)
    desk.places(Side.VILLAGE, village_code(1), 2)
    late = Places(Side.VILLAGE, village_code(1), 3, 0)

    refused("rounds.places_changed_meanwhile", lambda: desk.act(VETO, places=[late]))


def test_everything_is_undone_and_redone_in_its_order(database: Database) -> None:
    chance = random.Random(5)
    desk = Desk.of(database, generated((9, 14), seed=5))
    states = [(desk.stands(), desk.draft().pairs)]
    for _ in range(8):
        pair = chance.choice(desk.draft().chosen)
        desk.act(chance.choice([CONFIRM, VETO, PIN, ASIDE]), pair, reason="理由")
        states.append((desk.stands(), desk.draft().pairs))
    village = next(iter(desk.draft().basis.village_at))
    desk.places(Side.VILLAGE, village, desk.draft().places(Side.VILLAGE, village) + 1)
    states.append((desk.stands(), desk.draft().pairs))

    for state in reversed(states[:-1]):
        desk.undo()
        assert (desk.stands(), desk.draft().pairs) == state
    refused("rounds.nothing_to_undo", desk.undo)
    for state in states[1:]:
        desk.redo()
        assert (desk.stands(), desk.draft().pairs) == state
    refused("rounds.nothing_to_redo", desk.redo)
    desk.undo()
    desk.act(PIN, desk.draft().chosen[0])
    refused("rounds.nothing_to_redo", desk.redo)  # a new deed forgets what was undone


def test_the_plan_after_any_earlier_deed_can_be_drafted_again(database: Database) -> None:
    desk = Desk.of(database, generated((9, 14), seed=7))
    shown = [desk.draft().pairs]
    for place in range(4):
        desk.act(VETO, desk.draft().chosen[place], reason="x")
        shown.append(desk.draft().pairs)
    boards.bases.clear()
    boards.drafts.clear()  # another worker remembers nothing

    assert [desk.draft(upto).pairs for upto in range(5)] == shown


def test_nobody_undoes_what_another_has_built_on(database: Database) -> None:
    desk = Desk.of(database)
    other = Desk(desk.office, somebody(Role.COORDINATOR, 2))
    first, second = desk.draft().chosen[:2]
    desk.act(CONFIRM, first)
    other.act(CONFIRM, second)

    assert desk.last()[0] != other.last()[0]
    other.act(VETO, first, reason="不同意")
    refused("rounds.decided_meanwhile", desk.undo)
    other.undo()

    desk.undo()  # by another's hand, it stands as it was

    assert desk.stands() == {second: CONFIRM}


def test_what_reopened_by_itself_is_nobodys_to_undo(database: Database) -> None:
    desk = Desk.of(database)
    pair = desk.draft().chosen[0]
    desk.act(CONFIRM, pair)

    with database.writing() as session:
        reopen(session, desk.actor, desk.office.round_id, pair, "企业不同意")

    with database.reading() as session:
        kinds = [one.kind for one in deeds_since(session, desk.office.round_id, 0)]
        assert last_deed(session, desk.office.round_id) == 2
    assert kinds == [DeedKind.DONE, DeedKind.REOPENED]
    refused("rounds.decided_meanwhile", desk.undo)


def test_a_pair_that_left_the_plan_is_pinned_not_confirmed(database: Database) -> None:
    desk = Desk.of(database)
    _, other = free_candidate(desk)

    refused("rounds.not_in_plan_now", lambda: desk.act(CONFIRM, other))
    desk.act(PIN, other)
    desk.act(CONFIRM, other)

    assert desk.stands()[other] is CONFIRM


def test_a_deed_that_leaves_no_plan_is_refused(database: Database) -> None:
    stored = programme(villages=1, enterprises=1, places=1)
    needed = Programme(
        villages=stored.villages,
        needs=stored.needs,
        enterprises=(an_enterprise(1, max_villages=1, min_villages=1),),
        offers=stored.offers,
    )
    desk = Desk.of(database, needed)

    refused("rounds.no_plan_left", lambda: desk.act(VETO, *desk.draft().chosen, reason="x"))

    assert desk.stands() == {}
    assert len(desk.draft().pairs) == 1


def test_who_may_not_and_what_is_not_there(database: Database) -> None:
    desk = Desk.of(database)
    pair = desk.draft().chosen[0]
    nobody = ("91310106MA1F999990", pair[1])

    for role in set(Role) - {Role.COORDINATOR}:
        with pytest.raises(NotAllowed):
            Desk(desk.office, somebody(role)).act(CONFIRM, pair)
    refused("rounds.no_such_candidate", lambda: desk.act(PIN, nobody), NotFound)
    refused("rounds.no_such_party", lambda: desk.places(Side.VILLAGE, "0", 1), NotFound)
    refused("rounds.nothing_chosen", lambda: desk.act(CONFIRM), InputRefused)
    refused("rounds.chosen_twice", lambda: desk.act(CONFIRM, pair, pair), InputRefused)
    with pytest.raises(NotFound), database.writing() as session:
        act(session, desk.actor, NOWHERE, [Verdict(pair, CONFIRM, 0)])
    assert desk.stands() == {}
    refused("rounds.nothing_to_take_back", lambda: desk.act(BACK, pair))
