"""A pair from the request to its end: who says what, what follows, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.access import Action, Actor, audit_rows, verify_chain
from matcher.errors import Conflict, InputRefused, NotAllowed, NotFound
from matcher.messages import say
from matcher.pairing import Given, PairSearch, find_pairs, move, pair_detail, remind, send_out
from matcher.pairing.moves import CLOSED, MOVES, OPEN
from matcher.parties import snapshot
from matcher.parties.tenancy import narrow
from matcher.rounds.standing import standing
from matcher.store import Database
from matcher.store import places as guarded
from matcher.vocabulary import ArrangementKind, PairMove, PairRole, PairState, Role
from tests.databases import SetClock
from tests.pairing.desk import OF, Desk, M, enterprise_account, village_account
from tests.people import AT_THE_MACHINE, somebody

S = PairState
NOWHERE = "00000000-0000-4000-8000-000000000000"


def refused(code: str, work) -> None:
    with pytest.raises(Conflict) as conflict:
        work()
    assert conflict.value.code == code
    for tongue in ("zh", "en"):
        assert say(code, tongue, **conflict.value.params)


def faults(work) -> set[str]:
    with pytest.raises(InputRefused) as found:
        work()
    for fault in found.value.faults:
        assert say(fault.code, "zh", **fault.params)
    return {fault.field for fault in found.value.faults}


def test_the_database_and_the_table_of_moves_call_the_same_states_open():
    assert guarded.OPEN.replace("'", "").split(", ") == [state.value for state in OPEN]


def test_every_state_can_be_reached_and_a_closed_one_is_never_left():
    assert set(MOVES) == set(PairMove) - {M.SEND}
    reached = {S.ASKED} | {to for rule in MOVES.values() for to in rule.leads.values()}

    assert reached == set(PairState)
    assert not {start for rule in MOVES.values() for start in rule.leads} & set(CLOSED)


def test_a_request_names_both_sides_a_leading_partner_and_a_day(database: Database) -> None:
    desk = Desk.of(database, partners=2)

    first, second = desk.send((1, 1), (2, 1))

    assert (first.state, first.role, second.role) == (S.ASKED, PairRole.LEAD, PairRole.SUPPORTING)
    assert (first.number, second.number) == (1, 2)
    assert first.answer_by == date(2026, 4, 8)
    assert desk.waiting() == set(desk.reviews) - {(1, 1), (2, 1)}


def test_both_sides_agree_sign_renew_and_end(database: Database) -> None:
    desk = Desk.of(database)
    (row,) = desk.send((1, 1))

    states = [
        (row := desk.move(row, what)).state
        for what in (M.VILLAGE_AGREES, M.ENTERPRISE_AGREES, M.SIGN, M.RENEW, M.END)
    ]

    assert states == [S.VILLAGE_AGREED, S.TO_SIGN, S.UNDER_WAY, S.UNDER_WAY, S.ENDED]
    assert (row.since, row.until) == (OF[M.SIGN].since, OF[M.RENEW].until)
    with database.reading() as session:
        detail = pair_detail(session, desk.actor, row.id)
        assert verify_chain(session) is None
        (last,) = audit_rows(session, per_page=1)
    assert [event.move for event in detail.events] == [
        M.SEND,
        M.VILLAGE_AGREES,
        M.ENTERPRISE_AGREES,
        M.SIGN,
        M.RENEW,
        M.END,
    ]
    assert detail.events[1].said_by == "村主任"
    assert detail.moves == ()
    assert (last.action, last.detail["to"]) == (Action.KEEP_PAIRS, "ended")


def test_a_no_ends_the_request_and_is_remembered_for_later_rounds(database: Database) -> None:
    desk = Desk.of(database)
    (row,) = desk.send((1, 1))

    row = desk.move(row, M.ENTERPRISE_AGREES, M.VILLAGE_DECLINES)

    assert row.state is S.DECLINED
    with database.reading() as session:
        (tie,) = snapshot(session).arrangements
        stands = {(one.uscc, one.village_code) for one in standing(session, desk.round_id)}
    assert (tie.kind, tie.reason) == (ArrangementKind.VILLAGE_DECLINES, "另有伙伴")
    assert (row.uscc, row.village_code) not in stands
    assert (1, 1) not in desk.waiting()


def test_a_coordinator_registers_an_answer_with_who_gave_it_and_when(database: Database) -> None:
    desk = Desk.of(database)
    (row,) = desk.send((1, 1))

    def answer(**given: object) -> None:
        desk.move(row, M.VILLAGE_AGREES, given=Given(**given))

    assert faults(answer) == {"said_by", "said_on"}
    tomorrow = date(2026, 3, 26)
    assert faults(lambda: answer(said_by="村主任", said_on=tomorrow)) == {"said_on"}
    assert desk.now(row).state is S.ASKED


def test_a_side_answers_for_itself_and_for_nobody_else(database: Database) -> None:
    desk = Desk.of(database)
    (row,) = desk.send((1, 1))
    nothing = Given()

    for other in (enterprise_account(2), enterprise_account(None), village_account(2)):
        with pytest.raises(NotFound):
            desk.move(row, M.ENTERPRISE_AGREES, given=nothing, actor=other)
    with pytest.raises(NotAllowed):
        desk.move(row, M.VILLAGE_AGREES, given=nothing, actor=enterprise_account())
    with pytest.raises(NotAllowed):
        desk.move(row, M.WITHDRAW, actor=village_account())
    row = desk.move(row, M.ENTERPRISE_AGREES, given=nothing, actor=enterprise_account())
    row = desk.move(row, M.VILLAGE_AGREES, given=nothing, actor=village_account())

    assert row.state is S.TO_SIGN
    with database.reading() as session:
        events = pair_detail(session, desk.actor, row.id).events
    assert [event.said_on for event in events[1:]] == [date(2026, 3, 25)] * 2
    assert [event.said_by for event in events[1:]] == ["", ""]


def test_a_side_reads_what_the_other_answered_and_not_why(database: Database) -> None:
    desk = Desk.of(database)
    row = desk.move(*desk.send((1, 1)), M.ENTERPRISE_AGREES, M.VILLAGE_DECLINES)

    def reasons(actor: Actor) -> list[str]:
        with database.reading() as session:
            return [event.reason for event in pair_detail(session, actor, row.id).events]

    assert reasons(desk.actor) == reasons(village_account()) == ["", "", "另有伙伴"]
    assert reasons(enterprise_account()) == ["", "", ""]


def test_a_side_that_sees_nothing_else_can_decline_all_the_same(database: Database) -> None:
    desk = Desk.of(database)
    first, second = desk.send((1, 1), (2, 2))

    for row, actor, what in (
        (first, enterprise_account(1), M.ENTERPRISE_DECLINES),
        (second, village_account(2), M.VILLAGE_DECLINES),
    ):
        with database.writing() as session:
            narrow(session, actor)
            (seen,) = find_pairs(session, actor, PairSearch()).page.rows
            told = Given(reason="忙")
            moved = move(session, actor, row.id, what, told, expected_version=seen.version)
            assert moved.state is S.DECLINED

    assert desk.waiting() == set(desk.reviews) - {(1, 1), (2, 2)}


@pytest.mark.parametrize(
    ("before", "what", "given", "missing"),
    [
        ((), M.WITHDRAW, Given(reason="  "), {"reason"}),
        ((), M.ENTERPRISE_DECLINES, Given(), {"reason", "said_by", "said_on"}),
        ((M.ENTERPRISE_AGREES, M.VILLAGE_AGREES), M.SIGN, Given(), {"since", "until"}),
        (
            (M.ENTERPRISE_AGREES, M.VILLAGE_AGREES),
            M.SIGN,
            Given(since=date(2026, 4, 1), until=date(2026, 4, 1)),
            {"until"},
        ),
        (
            (M.ENTERPRISE_AGREES, M.VILLAGE_AGREES, M.SIGN),
            M.RENEW,
            Given(until=OF[M.SIGN].until),
            {"until"},
        ),
        ((M.ENTERPRISE_AGREES, M.VILLAGE_AGREES, M.SIGN), M.END, Given(), {"reason"}),
    ],
)
def test_a_move_without_what_it_asks_for_is_refused(
    database: Database, before, what, given, missing
) -> None:
    desk = Desk.of(database)
    row = desk.move(*desk.send((1, 1)), *before)

    assert faults(lambda: desk.move(row, what, given=given)) == missing
    assert desk.now(row) == row


def test_a_state_that_does_not_allow_a_move_says_so(database: Database) -> None:
    desk = Desk.of(database)
    (row,) = desk.send((1, 1))

    for what in (M.SIGN, M.RENEW, M.END):
        refused("pairing.not_from_here", lambda what=what: desk.move(row, what))
    for what in (M.LAPSE, M.FALL_DUE):
        with pytest.raises(NotAllowed):
            desk.move(row, what, given=Given())


def test_of_two_who_move_at_once_the_second_is_told_what_stands(database: Database) -> None:
    desk = Desk.of(database)
    (row,) = desk.send((1, 1))
    desk.move(row, M.VILLAGE_AGREES)

    refused("pairing.changed_meanwhile", lambda: desk.move(row, M.WITHDRAW))


def test_who_may_do_what(database: Database) -> None:
    desk = Desk.of(database)
    (row,) = desk.send((1, 1))

    for role in set(Role) - {Role.COORDINATOR, Role.ENTERPRISE, Role.VILLAGE}:
        with pytest.raises((NotAllowed, NotFound)):
            desk.move(row, M.WITHDRAW, actor=somebody(role))
        with pytest.raises(NotAllowed), database.writing() as session:
            send_out(
                session,
                somebody(role),
                desk.round_id,
                [desk.reviews[2, 2]],
                answer_by=row.answer_by,
            )
    with pytest.raises(NotAllowed), database.writing() as session:
        remind(session, desk.actor)
    with pytest.raises(NotAllowed), database.reading() as session:
        find_pairs(session, somebody(Role.ADMINISTRATOR), PairSearch())
    with pytest.raises(NotFound), database.writing() as session:
        move(session, desk.actor, NOWHERE, M.END, expected_version=1)


def test_what_cannot_be_sent_is_said_and_nothing_of_it_is_sent(database: Database) -> None:
    desk = Desk.of(database, enterprises=3, villages=3, places=1)
    desk.send((1, 1))

    refused("pairing.already_open", lambda: desk.send((2, 2), (1, 1)))
    refused("pairing.enterprise_full", lambda: desk.send((3, 3), (1, 2)))
    refused("pairing.village_full", lambda: desk.send((2, 1)))
    assert faults(desk.send) == {"review_ids"}
    assert faults(lambda: desk.send((2, 2), days=0)) == {"answer_by"}
    assert desk.waiting() == set(desk.reviews) - {(1, 1)}


def test_a_pair_that_is_no_longer_confirmed_is_not_sent(database: Database) -> None:
    desk = Desk.of(database)
    desk.move(*desk.send((1, 1)), M.WITHDRAW)

    refused("pairing.not_confirmed", lambda: desk.send((1, 1)))


def test_nobody_answers_until_the_day_and_the_request_lapses(
    database: Database, clock: SetClock
) -> None:
    desk = Desk.of(database)
    silent, half = desk.send((1, 1), (2, 2), days=5)
    desk.move(half, M.VILLAGE_AGREES)

    def reminded() -> tuple[int, int, int]:
        with database.writing() as session:
            done = remind(session, AT_THE_MACHINE)
        return done.reminded, done.lapsed, done.due

    assert reminded() == (0, 0, 0)
    clock.forward(days=3)
    assert [reminded(), reminded()] == [(2, 0, 0), (0, 0, 0)]
    clock.forward(days=2)
    assert reminded() == (0, 0, 0), "the last day is not over"
    clock.forward(days=1)
    assert [reminded(), reminded()] == [(0, 2, 0), (0, 0, 0)]
    assert desk.now(silent).state is desk.now(half).state is S.LAPSED
    assert len(Desk.next_round(database, 2, 3).send((1, 1), (2, 2))) == 2, "places are free again"


def test_a_term_that_is_over_is_due_and_can_be_renewed(database: Database, clock: SetClock) -> None:
    desk = Desk.of(database)
    row = desk.move(*desk.send((1, 1)), M.ENTERPRISE_AGREES, M.VILLAGE_AGREES, M.SIGN)
    clock.now = clock.now.replace(year=2027, month=4, day=1)

    with database.writing() as session:
        assert remind(session, AT_THE_MACHINE).due == 1
    row = desk.now(row)

    assert row.state is S.DUE
    assert desk.move(row, M.RENEW).state is S.UNDER_WAY


def test_each_side_finds_its_own_pairs_and_totals_by_state(database: Database) -> None:
    desk = Desk.of(database)
    _, second = desk.send((1, 1), (2, 2))
    desk.move(second, M.WITHDRAW)

    def found(actor: Actor, **search: object) -> list[int]:
        with database.reading() as session:
            page = find_pairs(session, actor, PairSearch(**search)).page
        assert page.total == len(page.rows)
        return [row.number for row in page.rows]

    assert found(desk.actor) == [2, 1]
    assert found(desk.actor, state=S.ASKED) == [1]
    assert found(desk.actor, text="示例企业02") == found(desk.actor, text="2 那洒镇") == [2]
    assert found(desk.actor, county="别处") == []
    assert found(enterprise_account(1)) == found(village_account(1)) == [1]
    assert found(enterprise_account(None)) == found(village_account(None)) == []
    with database.reading() as session:
        counts = find_pairs(session, desk.actor, PairSearch(state=S.LAPSED, page=9)).counts
    assert {state: count for state, count in counts.items() if count} == {
        S.ASKED: 1,
        S.WITHDRAWN: 1,
    }
