"""Saved views belong to one account; board rows tell how every pair stands."""

from __future__ import annotations

import pytest

from matcher.access import audit_rows
from matcher.errors import Conflict, InputRefused, NotAllowed
from matcher.rounds.board_rows import board_rows, parties, parts_of
from matcher.rounds.boards import draft_of, latest_run
from matcher.rounds.viewing import LONGEST_NAME, MOST_VIEWS, drop_view, save_view, views
from matcher.store import Database
from matcher.vocabulary import Category, Decision, Role
from tests.people import account, somebody
from tests.rounds.situations import Office


def test_a_view_is_kept_changed_and_dropped_by_its_owner(database: Database) -> None:
    mine, other = account(database, name="li"), account(database, name="wang")
    with database.writing() as session:
        save_view(session, mine, " 待定  高分 ", {"show": "pending"})
        save_view(session, other, "待定 高分", {"show": "out"})
        save_view(session, mine, "待定 高分", {"low": "600"})

    with database.reading() as session:
        assert [(one.name, one.choice) for one in views(session, mine)] == [
            ("待定 高分", {"low": "600"})
        ]
        assert audit_rows(session, per_page=1)[0].thing == "view:待定 高分"
    with database.writing() as session:
        drop_view(session, mine, "待定 高分")
        drop_view(session, mine, "never kept")
    with database.reading() as session:
        assert views(session, mine) == []
        assert len(views(session, other)) == 1


@pytest.mark.parametrize("name", ["", "  ", "长" * (LONGEST_NAME + 1)])
def test_a_view_needs_a_name_of_sensible_length(database: Database, name: str) -> None:
    mine = account(database)

    with pytest.raises(InputRefused), database.writing() as session:
        save_view(session, mine, name, {})


def test_nobody_keeps_views_without_end_or_right(database: Database) -> None:
    mine = account(database)
    with database.writing() as session:
        for number in range(MOST_VIEWS):
            save_view(session, mine, str(number), {})
    with pytest.raises(Conflict), database.writing() as session:
        save_view(session, mine, "one more", {})
    with pytest.raises(NotAllowed), database.writing() as session:
        save_view(session, somebody(Role.VILLAGE), "mine", {})


def test_every_pair_of_the_draft_and_every_decided_one_is_a_row(database: Database) -> None:
    office = Office.of(database)
    first, second, *_ = office.suggested(office.run())
    office.decide(first, Decision.VETO, "too far")
    office.decide(second, Decision.CONFIRM)

    with database.reading() as session:
        run = latest_run(session, office.round_id)
        draft = draft_of(session, run)
        rows = board_rows(session, run, draft, parties(session))
        parts = parts_of(session, run, draft, [row.pair for row in rows])

    assert {row.pair for row in rows if row.in_plan} == draft.pairs
    stands = {row.pair: row.review.decision for row in rows if row.review}
    assert stands == office.stands()
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    for row in rows:
        assert sum(part.points for part in parts[row.pair]) == row.score
        assert row.vetoed == (row.pair == (first.uscc, first.village_code))
        assert row.modes == (Category.INDUSTRY,)
