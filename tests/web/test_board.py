"""The review board: run, read why, confirm, veto with a reason, take back, run again, compare."""

from __future__ import annotations

import json
import re

import pytest

from matcher.access import operator
from matcher.engine import METHODS
from matcher.messages import say
from matcher.parties import take
from matcher.parties.listing import PER_PAGE
from matcher.rounds.running import open_round, run_round
from matcher.vocabulary import Role
from seeds.hundred import programme
from tests.web.client import Inspector, Page, signed_in
from web.rounds.views import SHADES

PROMISES = {
    "coverage": "optimal",
    "score": "optimal",
    "fair": "fairest",
    "stable": "stable",
    "greedy": "feasible",
}


def board(visitor: Inspector, query: str = "") -> Page:
    (path,) = {one for one in visitor.get("/rounds").links() if one.startswith("/rounds/")}
    return visitor.get(path + query)


def decisions(page: Page) -> list[str]:
    """Where the decision about each open pair is sent, the best pair first."""
    actions = [one.get("action") for one in page.all("form") if one.get("method") == "post"]
    return list(dict.fromkeys(one for one in actions if "/suggestions/" in one))


def decide(visitor: Inspector, page: Page, action: str, decision: str, status=303, **more) -> Page:
    return visitor.submit(page, action, status, decision=decision, **more)


def counts(page: Page) -> list[int]:
    (tabs,) = page.all("ul", class_="tabs")
    return [int(re.sub(r"\D", "", "".join(one.itertext()))) for one in tabs.iter("li")]


def test_every_pair_says_why_and_its_parts_add_up(visit):
    page = board(visit(Role.COORDINATOR))
    bodies = [one for one in page.all("tbody") if (one.get("id") or "").startswith("s-")]

    assert len(bodies) == counts(page)[0] > 3
    for body in bodies:
        total = int(next(body.iter("b")).text.replace(",", ""))
        points = [
            int("".join(one.itertext()).split("/")[0])
            for one in body.iter("dd")
            if one.get("class") == "number"
        ]
        assert sum(points) == total
        reasons = [
            "".join(one.itertext()) for one in body.iter("dd") if one.get("class") == "sentence"
        ]
        assert len(reasons) == len(points)
        assert all(reason.strip() for reason in reasons)
        bars = [one for one in body.iter("rect") if one.get("class") != "rest"]
        assert {one.get("class") for one in bars} <= {f"shade-{n + 1}" for n in range(SHADES)}


def test_a_confirmed_pair_says_by_whom_and_can_be_taken_back(visit):
    visitor = visit(Role.COORDINATOR)
    page = board(visitor)
    first = decisions(page)[0]

    visitor.follow(decide(visitor, page, first, "confirm", reason="双方都愿意"))
    page = board(visitor, "?show=confirm")

    assert counts(page)[2] == 1
    assert "双方都愿意" in page.text
    assert Role.COORDINATOR.zh in page.text
    (back,) = {
        one.get("action") for one in page.all("form") if "taking-back" in (one.get("action") or "")
    }
    visitor.follow(visitor.submit(page, back))
    assert counts(board(visitor))[1:3] == [counts(board(visitor))[0], 0]


def test_a_veto_without_a_reason_is_refused_in_its_place(visit):
    visitor = visit(Role.COORDINATOR)
    page = board(visitor)
    action = decisions(page)[0]
    suggestion = action.rpartition("/")[2]

    refused = decide(visitor, page, action, "veto", 422, reason="   ")

    assert [one for one in refused.all("a") if one.get("href") == f"#reason-{suggestion}"]
    assert refused.by_id(f"reason-fault-{suggestion}").text
    assert refused.by_id(f"reason-{suggestion}").get("aria-invalid") == "true"
    details = next(refused.by_id(f"s-{suggestion}").iter("details"))
    assert details.get("open") is not None
    assert counts(board(visitor))[3] == 0


def test_what_was_typed_is_kept_when_the_decision_is_refused(visit):
    visitor = visit(Role.COORDINATOR)
    page = board(visitor)
    action = decisions(page)[0]
    words = "<b>太远</b>" * 100  # longer than a reason may be

    refused = decide(visitor, page, action, "veto", 422, reason=words)

    assert refused.by_id(f"reason-{action.rpartition('/')[2]}").text == words


def test_of_two_who_decide_at_once_the_second_is_told(app, visit):
    one, other = visit(Role.COORDINATOR), visit(Role.COORDINATOR)
    seen_by_one, seen_by_other = board(one), board(other)
    action = decisions(seen_by_one)[0]

    decide(one, seen_by_one, action, "confirm")
    late = decide(other, seen_by_other, action, "veto", 409, reason="太远")

    assert late.all("div", role="alert")
    assert counts(board(one))[2:4] == [1, 0]


def test_after_a_veto_the_next_run_differs_and_says_how(visit):
    visitor = visit(Role.COORDINATOR)
    page = board(visitor)
    action = decisions(page)[0]
    vetoed = page.by_id(f"s-{action.rpartition('/')[2]}")
    names = [link.text for link in vetoed.iter("a")][:2]
    decide(visitor, page, action, "veto", reason="路太远")
    page = board(visitor)
    (run,) = {
        one.get("action") for one in page.all("form") if (one.get("action") or "").endswith("/runs")
    }

    visitor.follow(visitor.submit(page, run, method="coverage", seed="2026"))
    page = board(visitor)

    compared = "".join(page.by_id("compared").itertext())
    assert all(name in compared for name in names)
    assert "路太远" in page.text  # the veto stands beside the plan, to be taken back
    pairs = [
        [link.text for link in one.iter("a")][:2] for one in page.all("tbody") if one.get("id")
    ]
    assert names not in pairs


def test_an_older_run_can_be_looked_at_and_says_so(visit):
    visitor = visit(Role.COORDINATOR)
    page = board(visitor)
    (run,) = {
        one.get("action") for one in page.all("form") if (one.get("action") or "").endswith("/runs")
    }
    visitor.submit(page, run, method="greedy")
    older = [one for one in board(visitor).links() if "?run=" in one][-1]

    page = visitor.get(older)

    assert page.all("div", class_="message notice")


def test_each_method_runs_and_an_unknown_one_is_refused(visit):
    visitor = visit(Role.COORDINATOR)
    page = board(visitor)
    (run,) = {
        one.get("action") for one in page.all("form") if (one.get("action") or "").endswith("/runs")
    }

    for method in METHODS:
        visitor.submit(page, run, method=method)
        assert say(f"web.rounds.proof_words.{PROMISES[method]}", "zh") in board(visitor).text
    visitor.submit(page, run, 422, method="magic")

    assert len([one for one in board(visitor).links() if "?run=" in one]) == 1 + len(METHODS)


def test_the_plan_is_downloaded_as_it_was_computed(visit):
    visitor = visit(Role.LEADER)
    links = board(visitor).links()
    (as_json,) = [one for one in links if one.endswith("PLAN.json")]
    (as_book,) = [one for one in links if one.endswith("PLAN.xlsx")]

    plan = json.loads(visitor.get(as_json).response.data)
    book = visitor.get(as_book).response

    assert plan["method"] == "coverage"
    assert len(plan["pairs"]) == counts(board(visitor))[0]
    assert book.data.startswith(b"PK")
    for answer in (book, visitor.get(as_json).response):
        assert answer.headers["Content-Disposition"].startswith("attachment")


def test_who_may_only_look_gets_no_buttons(visit):
    page = board(visit(Role.LEADER))

    assert decisions(page) == []
    assert not [one for one in page.all("form") if (one.get("action") or "").endswith("/runs")]


@pytest.mark.parametrize(
    "query", ["?show=nonsense", "?text=%25%5f", "?run=nonsense", "?text=" + "x" * 900]
)
def test_a_strange_filter_filters_nothing_or_finds_nothing(visit, query):
    visitor = visit(Role.LEADER)
    (path,) = {one for one in visitor.get("/rounds").links() if one.startswith("/rounds/")}

    assert visitor.client.get(path + query).status_code in (200, 404)


def test_filters_keep_what_matches(visit):
    visitor = visit(Role.COORDINATOR)
    page = board(visitor)
    name = next(page.by_id(decisions(page)[0].rpartition("/")[2].join(("s-", ""))).iter("a")).text

    found = [one for one in board(visitor, f"?text={name}").all("tbody") if one.get("id")]

    assert 1 <= len(found) < counts(page)[0]
    assert all(name in "".join(one.itertext()) for one in found)


def test_a_first_round_on_an_empty_site_starts_from_nothing(empty_app):
    visitor = signed_in(empty_app, Role.COORDINATOR)
    page = visitor.get("/rounds")
    refused = visitor.submit(page, "/rounds", 422, campaign="", name="")
    assert refused.by_id("campaign-fault").text

    opened = visitor.follow(visitor.submit(page, "/rounds", campaign="行动", name="第一轮"))

    assert opened.heading == "第一轮"
    assert opened.all("fieldset")


def test_a_long_board_has_pages_and_one_comes_back_to_ones_own(empty_app):
    database = empty_app.extensions["jiedui_database"]
    with database.writing() as session:
        take(session, operator("tests"), programme((90, 100), seed=3))
        opened = open_round(session, operator("tests"), campaign="行动", name="大轮")
    run_round(database, operator("tests"), opened.id)
    visitor = signed_in(empty_app, Role.COORDINATOR)
    first = board(visitor)
    (following,) = {one.get("href") for one in first.all("a", rel="next")}

    second = visitor.get(following)
    action = decisions(second)[0]
    refused = decide(visitor, second, action, "veto", 422)
    done = decide(visitor, second, action, "confirm")

    assert counts(first)[0] > PER_PAGE == len(decisions(first))
    assert set(decisions(first)) & set(decisions(second)) == set()
    assert action in decisions(refused)
    assert "page=2" in done.response.location
    assert done.response.location.endswith("#s-" + action.rpartition("/")[2])


def test_villages_without_a_partner_have_a_list_with_reasons(visit):
    visitor = visit(Role.LEADER)

    page = board(visitor, "?show=missed")

    (deck,) = page.all("ul", class_="deck")
    villages = list(deck.iter("h3"))
    assert len(villages) == counts(page)[4] > 0
    assert all(len(list(card.iter("p"))) >= 1 for card in deck if card.tag == "li")
