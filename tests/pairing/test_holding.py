"""An open pair counts in the next round: it is not proposed again, and its places are taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from matcher.pairing import places_held
from matcher.programme import Programme
from matcher.rounds.holding import Held, without_held_places
from matcher.rounds.reading import programme_of, suggestions
from matcher.rounds.rows import RunRow
from matcher.rounds.running import open_round, run_round
from matcher.store import Database
from matcher.vocabulary import ArrangementKind
from tests.builders import an_offer, uscc, village_code
from tests.pairing.desk import Desk, M, parties
from tests.rounds.situations import pair

FIRST = (uscc(1), village_code(1))


def held(enterprise: int, village: int) -> Held:
    return Held(uscc(enterprise), village_code(village), None, date(2026, 4, 8))


def next_plan(desk: Desk) -> tuple[RunRow, Programme, set[tuple[str, str]]]:
    """The input and the pairs of a new round, run after what happened."""
    database = desk.database
    with database.writing() as session:
        opened = open_round(session, desk.actor, campaign="静安—广南", name="第2轮")
    run = run_round(database, desk.actor, opened.id, held=places_held)
    with database.reading() as session:
        rows = suggestions(session, run.id)
        return run, programme_of(session, run.id), {pair(row) for row in rows}


def test_open_pairs_are_not_proposed_again_and_take_their_places(database: Database) -> None:
    desk = Desk.of(database, enterprises=2, villages=3, places=1, partners=2)
    desk.send((1, 1))

    run, programme, pairs = next_plan(desk)

    assert [one.uscc for one in programme.enterprises] == [uscc(2)]
    assert [one.max_partners for one in programme.villages] == [1, 2, 2]
    assert FIRST not in pairs
    assert (run.villages, run.enterprises, run.covered) == (3, 1, 1)


def test_a_village_that_has_all_its_partners_does_not_take_part(database: Database) -> None:
    desk = Desk.of(database, enterprises=2, villages=2, places=2)
    desk.move(*desk.send((1, 1)), M.ENTERPRISE_AGREES, M.VILLAGE_AGREES, M.SIGN)

    _, programme, pairs = next_plan(desk)

    assert [one.code for one in programme.villages] == [village_code(2)]
    assert len(pairs) == 1


def test_who_declined_is_not_proposed_again_and_whose_request_lapsed_may_be(
    database: Database,
) -> None:
    desk = Desk.of(database, enterprises=1, villages=2, places=2)
    first, second = desk.send((1, 1), (1, 2))
    desk.move(first, M.VILLAGE_DECLINES)
    desk.move(second, M.WITHDRAW)

    _, _, pairs = next_plan(desk)

    assert pairs == {(uscc(1), village_code(2))}


def test_whoever_keeps_a_place_keeps_the_agreement_that_forbids_the_same_pair():
    offer = an_offer(1, 1, starts_on=date(2026, 9, 1))
    whole = parties(2, 2, places=2, partners=2)
    programme = Programme(whole.villages, whole.needs, whole.enterprises, (offer,), ())

    left = without_held_places(programme, [held(1, 1)], ())

    (tie,) = left.arrangements
    assert (tie.kind, tie.uscc, tie.village_code) == (ArrangementKind.PAIRED, *FIRST)
    assert tie.ends_on == date(2026, 9, 1), "it holds when help begins, whatever its last day"
    assert [one.max_villages for one in left.enterprises] == [1, 2]


def test_what_is_confirmed_in_the_round_itself_takes_no_place_twice():
    programme = parties(1, 1, places=1)

    assert without_held_places(programme, [held(1, 1)], [FIRST]) == programme.ordered()
    assert without_held_places(programme, [held(1, 1)], []) == Programme()


def test_a_minimum_is_lowered_by_what_is_held():
    programme = parties(1, 2, places=3)
    (firm,) = programme.enterprises
    programme = replace(programme, enterprises=(replace(firm, min_villages=2),))

    (left,) = without_held_places(programme, [held(1, 1)], ()).enterprises

    assert (left.min_villages, left.max_villages) == (1, 2)


def test_who_is_confirmed_stays_even_without_a_place_so_that_it_is_told():
    programme = parties(2, 1, places=1)

    left = without_held_places(programme, [held(1, 1)], [(uscc(2), village_code(1))])

    assert [(one.code, one.max_partners) for one in left.villages] == [(village_code(1), 0)]
