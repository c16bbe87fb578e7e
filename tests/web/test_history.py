"""Who did what: the history of a thing from its own page, and the chain for auditors."""

from __future__ import annotations

import dataclasses

import pytest

from matcher.access import audit_rows, operator
from matcher.parties import Search, find_villages, snapshot, take
from matcher.programme import Programme
from matcher.vocabulary import Role
from tests.web.boards import address, decide, pairs
from tests.web.client import Inspector

NOWHERE = "00000000-0000-0000-0000-000000000007"


def links_to(page, start: str) -> list[str]:
    return [one for one in page.links() if one.startswith(start)]


def test_a_villages_page_leads_to_what_changed_and_who_did_it(app, visit):
    database, somebody = app.extensions["jiedui_database"], operator("王五")
    with database.writing() as session:
        village = snapshot(session).villages[0]
        changed = dataclasses.replace(village, households=4321, secretary_phone="13900000009")
        take(session, somebody, Programme(villages=(changed,)))
        (row,) = (one for one in find_villages(session, Search()).rows if one.code == village.code)
    visitor = visit(Role.COORDINATOR)
    (link,) = links_to(visitor.get(f"/villages/{row.id}"), "/history/villages/")

    text = visitor.get(link).text

    assert "王五" in text
    assert f"{village.households:,} 户 → 4,321 户" in text
    assert "13900000009" not in text


def test_an_enterprises_page_leads_to_its_history(visit):
    visitor = visit(Role.AUDITOR)
    path = links_to(visitor.get("/enterprises"), "/enterprises/")[0]
    (link,) = links_to(visitor.get(path), "/history/enterprises/")

    assert visitor.get(link).all("tbody")


def test_a_round_tells_who_decided_what_and_why(visit):
    visitor = visit(Role.COORDINATOR)
    board = visitor.get(links_to(visitor.get("/rounds"), "/rounds/")[0])
    decide(visitor, "veto", pairs(board)[0], reason="路太远，本年不便")
    path = address(visitor)
    visitor.submit(board, f"{path}/places", places="3", reason="企业又加了人手")
    page = visitor.get(links_to(board, "/history/rounds/")[0])

    for words in ("路太远，本年不便", "企业又加了人手", Role.COORDINATOR.zh):
        assert words in page.text


@pytest.mark.parametrize("role", [Role.CADRE, Role.ENTERPRISE, Role.ADMINISTRATOR])
def test_history_is_for_offices_and_oversight(visit, role):
    visitor = visit(role)

    visitor.get(f"/history/villages/{NOWHERE}", 403)
    assert links_to(visitor.get("/"), "/history") == []


def test_a_refusal_is_in_the_chain_though_nothing_was_done(app, visit):
    visit(Role.LEADER).get("/accounts", 403)
    visit(Role.COORDINATOR).get(f"/villages/{NOWHERE}", 404)
    visit(Role.COORDINATOR).post("/rounds/" + NOWHERE + "/runs", {"method": "greedy"}, 404)

    with app.extensions["jiedui_database"].reading() as session:
        links = [one for one in audit_rows(session) if one.result == "refused"]
    assert [(one.action, one.thing, one.actor_role) for one in reversed(links)] == [
        ("manage_accounts", "page:accounts.index", Role.LEADER),
        ("see_villages", f"village:{NOWHERE}", Role.COORDINATOR),
        ("run_round", f"round:{NOWHERE}", Role.COORDINATOR),
    ]


def test_a_stranger_writes_nothing(app):
    with app.extensions["jiedui_database"].reading() as session:
        before = len(audit_rows(session))
    Inspector(app).get("/villages", 303)
    Inspector(app).get("/no-such-page", 404)

    with app.extensions["jiedui_database"].reading() as session:
        assert len(audit_rows(session)) == before


@pytest.mark.parametrize(
    ("query", "some"),
    [
        ("", True),
        ("?action=sign_in&result=done", True),
        ("?result=refused", True),
        ("?actor=no-such-person", False),
        ("?since=2000-01-01&until=2000-01-02", False),
        ("?since=2000-01-01", True),
        ("?since=nonsense&until=9999-12-30&action=x&page=99", True),
        ("?thing=page:accounts.index", True),
    ],
)
def test_an_auditor_searches_the_chain(visit, query, some):
    visit(Role.LEADER).get("/accounts", 403)
    page = visit(Role.AUDITOR).get(f"/audit{query}")

    assert bool(page.all("tbody")) == some
