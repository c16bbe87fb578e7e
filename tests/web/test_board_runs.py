"""The runs behind the board: run again, look at older ones, take the plan along."""

from __future__ import annotations

import json

from matcher.engine import METHODS
from matcher.messages import say
from matcher.vocabulary import Role
from tests.web.boards import address, board, counts, decide, pairs, rows
from tests.web.client import Inspector, Page, signed_in

PROMISES = {
    "coverage": "optimal",
    "score": "optimal",
    "fair": "fairest",
    "stable": "stable",
    "greedy": "feasible",
}


def run_again(visitor: Inspector, status: int = 303, **how: str) -> Page:
    return visitor.submit(board(visitor), f"{address(visitor)}/runs", status, **how)


def test_an_older_run_is_shown_as_it_was_and_nothing_is_decided_on_it(visit):
    visitor = visit(Role.COORDINATOR)
    before = rows(board(visitor))
    decide(visitor, "veto", pairs(board(visitor))[0], reason="路太远")
    run_again(visitor, method="coverage")
    older = [one for one in board(visitor).links() if "?run=" in one][-1]

    page = visitor.get(older)

    assert page.all("div", class_="message notice")
    assert rows(page).keys() == before.keys()
    assert pairs(page) == []


def test_after_a_veto_the_next_run_is_the_board_and_says_how_it_differs(visit):
    visitor = visit(Role.COORDINATOR)
    shown = decide(visitor, "veto", pairs(board(visitor))[0], reason="路太远")

    run_again(visitor, method="coverage")
    page = board(visitor)

    assert rows(page).keys() == rows(shown).keys()
    assert "取消" in "".join(page.by_id("compared").itertext())
    assert "路太远" in board(visitor, "?show=out").text


def test_each_method_runs_and_an_unknown_one_is_refused(visit):
    visitor = visit(Role.COORDINATOR)

    for method in METHODS:
        run_again(visitor, method=method)
        page = board(visitor)
        assert say(f"web.rounds.proof_words.{PROMISES[method]}", "zh") in page.text
        decide(visitor, "pin", pairs(page)[-1])
        visitor.follow(visitor.submit(board(visitor), f"{address(visitor)}/undo"))
    run_again(visitor, 422, method="magic")

    assert len([one for one in board(visitor).links() if "?run=" in one]) == 1 + len(METHODS)


def test_the_plan_is_downloaded_as_it_was_computed(visit):
    visitor = visit(Role.LEADER)
    links = board(visitor).links()
    (as_json,) = [one for one in links if one.endswith("PLAN.json")]
    (as_book,) = [one for one in links if one.endswith("PLAN.xlsx")]

    plan = json.loads(visitor.get(as_json).response.data)
    book = visitor.get(as_book).response

    assert plan["method"] == "coverage"
    assert len(plan["pairs"]) == counts(board(visitor))["all"]
    assert book.data.startswith(b"PK")
    for answer in (book, visitor.get(as_json).response):
        assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_first_round_on_an_empty_site_starts_from_nothing(empty_app):
    visitor = signed_in(empty_app, Role.COORDINATOR)
    page = visitor.get("/rounds")
    refused = visitor.submit(page, "/rounds", 422, campaign="", name="")
    assert refused.by_id("campaign-fault").text

    opened = visitor.follow(visitor.submit(page, "/rounds", campaign="行动", name="第一轮"))

    assert opened.heading == "第一轮"
    assert opened.all("fieldset")
    path = address(visitor)
    visitor.post(f"{path}/deeds", {"decision": "confirm", "pair": "a-b-0"}, 404)
    visitor.get(f"{path}/staying", 404)
