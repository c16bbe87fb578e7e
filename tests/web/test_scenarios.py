"""Scenarios on the site: drafted with what-ifs one by one, compared side by side, adopted once."""

from __future__ import annotations

import dataclasses
import json

import pytest
from flask import Flask

from matcher.access import operator
from matcher.parties import snapshot, take
from matcher.programme import Programme
from matcher.rounds import long_work
from matcher.rounds.reading import rounds, runs, suggestions
from matcher.rounds.reviewing import decide
from matcher.rounds.running import open_round, run_round
from matcher.rounds.scenario_reading import ScenarioRow, scenarios
from matcher.rounds.verifying import verify_plan
from matcher.vocabulary import Decision, Role
from tests.people import somebody as person
from tests.web.client import Inspector, Page
from tests.workers import do_what_waits

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def path(app: Flask) -> str:
    with app.extensions["jiedui_database"].reading() as session:
        return f"/rounds/{rounds(session)[0].id}/scenarios"


@pytest.fixture
def visitor(visit) -> Inspector:
    return visit(Role.COORDINATOR)


def known(app: Flask) -> Programme:
    with app.extensions["jiedui_database"].reading() as session:
        return snapshot(session)


def kept(app: Flask) -> list[ScenarioRow]:
    with app.extensions["jiedui_database"].reading() as session:
        opened = rounds(session)[0].id
        return [row for run in runs(session, opened) for row in scenarios(session, opened, run.id)]


def drafted(visitor: Inspector, path: str, status: int = 303, **entered: str) -> Page:
    sent = visitor.submit(visitor.get(path), path, status, **{"name": "设想", **entered})
    return visitor.follow(sent) if status == 303 else sent


def columns(page: Page) -> list[str]:
    (table,) = (one for one in page.all("table") if "plans" in (one.get("class") or ""))
    return ["".join(one.itertext()) for one in table.iter("th") if one.get("scope") == "col"]


def adopting(page: Page) -> list[str]:
    actions = [one.get("action") or "" for one in page.all("form")]
    return [action for action in actions if action.endswith("/adopting")]


def test_before_the_first_the_page_says_what_to_do(visitor, path):
    page = visitor.get(path)

    assert "还没有设想" in page.text
    assert page.by_id("draft") is not None
    assert page.all("table") == []


def test_a_round_that_was_never_run_sends_to_its_board(visitor, app):
    with app.extensions["jiedui_database"].writing() as session:
        actor = person(Role.COORDINATOR)
        opened = open_round(session, actor, campaign="行动", name="第二轮").id

    page = visitor.get(f"/rounds/{opened}/scenarios")

    assert f"/rounds/{opened}" in page.links()
    assert not [one for one in page.all("form") if one.get("action", "").endswith("/scenarios")]
    visitor.post(f"/rounds/{opened}/scenarios", {"name": "x"}, 404)


def test_another_method_stands_beside_the_plan_in_force(visitor, path, app):
    page = drafted(visitor, path, name="稳定些", method="stable")

    (row,) = kept(app)
    first, second = columns(page)
    assert "现行方案（第 1 次运算）" in first
    assert "稳定些" in second
    figures = row.outcome.figures
    assert f"{figures.total:,}" in page.text
    assert f"{figures.covered} / {figures.villages}" in page.text
    assert len(page.all(f"{SVG}polyline")) == 2
    assert {one.text for one in page.all(f"{SVG}text")} >= {"A", "B"}


def test_the_numbers_of_the_chart_stand_in_a_table(visitor, path, app):
    page = drafted(visitor, path, method="fair")

    (row,) = kept(app)
    (table,) = (one for one in page.all("table") if "ranks" in (one.get("class") or ""))
    shown = [[cell.text for cell in line.iter("td")] for line in table.iter("tr")][1:]
    pairs = zip(row.outcome.beside.scores, row.outcome.figures.scores, strict=True)
    assert shown == [[f"{score:,}" if score else "–" for score in pair] for pair in pairs]


def test_what_ifs_are_added_one_by_one_and_unticked_again(visitor, path, app):
    first, second, *_ = known(app).enterprises
    page = visitor.get(path)

    page = visitor.submit(page, path, 200, leaving_enterprise=first.name, more="1")
    page = visitor.submit(page, path, 200, leaving_enterprise=second.uscc, more="1")

    boxes = [one.get("value") for one in page.all("input", name="what_if")]
    assert [json.loads(one)["code"] for one in boxes] == [first.uscc, second.uscc]
    assert f"{first.name}退出" in page.text
    assert page.form(path)["leaving_enterprise"] == ""
    assert kept(app) == []

    visitor.post(path, {"name": "退一家", "method": "coverage", "what_if": boxes[1:]})
    (row,) = kept(app)
    assert [one.code for one in row.setting.what_ifs] == [second.uscc]


def test_what_was_filled_in_last_needs_no_adding(visitor, path, app):
    village = known(app).villages[0]

    page = drafted(visitor, path, added_village="向阳村", added_like=village.name)

    assert f"{village.town}新增向阳村" in page.text
    (row,) = kept(app)
    assert row.outcome.figures.villages == row.outcome.beside.villages + 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(visitor, path, app, language):
    visitor.post("/language", {"language": language, "next": "/"})

    page = drafted(
        visitor, path, 422, name="", placed_village="没有这村", village_places="2", method="fair"
    )

    (fault,) = (one for one in page.all("span", class_="fault"))
    assert fault.get("id") == "placed_village-fault"
    form = page.form(path)
    assert (form["placed_village"], form["village_places"], form["method"]) == (
        "没有这村",
        "2",
        "fair",
    )
    page = drafted(visitor, path, 422, name="")
    assert page.by_id("name-fault") is not None
    assert kept(app) == []


def test_what_contradicts_itself_is_told_and_not_kept(visitor, path, app):
    database, firm = app.extensions["jiedui_database"], known(app).enterprises[0]
    with database.writing() as session:
        bound = dataclasses.replace(firm, min_villages=1)
        take(session, operator("tests"), Programme(enterprises=(bound,)))
        opened = rounds(session)[0].id
    run_round(database, person(Role.COORDINATOR), opened)

    page = drafted(visitor, path, 422, placed_enterprise=firm.name, enterprise_places="0")

    (alert,) = page.all("div", role="alert")
    assert firm.name in "".join(alert.itertext())
    assert page.form(path)["enterprise_places"] == "0"
    assert kept(app) == []


def test_a_what_if_about_somebody_who_is_gone_is_told_and_left_out(visitor, path, app):
    gone = json.dumps({"kind": "withdraws", "side": "enterprise", "code": "nobody"})

    page = visitor.post(path, {"name": "x", "method": "fair", "what_if": [gone]}, 422)

    assert "不在这次运算里" in page.text
    assert page.all("input", name="what_if") == []
    assert kept(app) == []


@pytest.mark.parametrize(
    "forged", ["", "{", "[" * 5_000, "null", '{"kind": "places"}', "1" * 9_999]
)
def test_what_no_page_of_ours_sends_is_refused(visitor, path, app, forged):
    answer = visitor.client.post(
        path, data={"csrf_token": visitor.token(), "name": "x", "method": "fair", "what_if": forged}
    )

    assert answer.status_code in (400, 422)
    assert kept(app) == []


def test_up_to_four_are_compared_and_one_chooses_which(visitor, path, app):
    for name in "甲乙丙丁戊":
        drafted(visitor, path, name=name, method="greedy")

    page = visitor.get(path)
    assert len(columns(page)) == 5
    assert not [one for one in columns(page) if "甲" in one]
    oldest = kept(app)[-1]
    page = visitor.get(f"{path}?with={oldest.id}")

    assert [name for one in columns(page) for name in "甲乙丙丁戊" if name in one] == ["甲"]


def test_adopting_makes_the_next_run_and_is_done_once(visitor, path, app):
    page = drafted(visitor, path, name="公平", method="fair")
    (action,) = adopting(page)

    refused = visitor.post(action, {"reason": " "}, 422)
    assert "采用要写明理由" in refused.text
    board = visitor.follow(visitor.post(action, {"reason": "会议定的"}))

    assert "第 2 次运算" in board.text
    again = visitor.post(action, {"reason": "再来"}, 409)
    assert "已经采用了这个设想" in again.text
    with app.extensions["jiedui_database"].reading() as session:
        newest, first = runs(session, rounds(session)[0].id)
    assert newest.method == "fair"
    older = visitor.get(f"{path}?run={first.id}")
    assert "会议定的" in older.text
    assert adopting(older) == []
    assert f"{path}?run={first.id}" in visitor.get(path).links()


def test_what_is_not_so_yet_is_linked_instead_of_a_button(visitor, path, app):
    firm, village = known(app).enterprises[0], known(app).villages[0]
    page = drafted(
        visitor,
        path,
        leaving_enterprise=firm.name,
        leaving_village=village.name,
        added_village="向阳村",
        added_like=known(app).villages[1].name,
    )

    assert adopting(page) == []
    for start in ("/enterprises/", "/villages/", "/imports"):
        assert [one for one in page.links() if one.startswith(start) and one != start[:-1]]
    (row,) = kept(app)
    answer = visitor.post(f"{path}/{row.id}/adopting", {"reason": "试试"}, 422)
    assert f"{firm.name}退出" in answer.text


def test_one_is_drafted_like_another(visitor, path, app):
    firm = known(app).enterprises[0]
    page = drafted(visitor, path, name="退一家", method="score", leaving_enterprise=firm.name)

    (like,) = {one for one in page.links() if "like=" in one}
    form = visitor.get(like.partition("#")[0]).form(path)

    assert (form["name"], form["method"]) == ("退一家", "score")
    assert json.loads(form["what_if"])["code"] == firm.uscc


def test_who_looks_on_sees_the_comparison_and_no_form(visitor, visit, path):
    drafted(visitor, path)

    for role in (Role.LEADER, Role.AUDITOR):
        page = visit(role).get(path)
        assert len(columns(page)) == 2
        assert not [one for one in page.all("form") if one.get("action", "").startswith(path)]
    assert adopting(visit(Role.REVIEWER).get(path)) == []


def test_the_plan_of_a_draft_can_be_checked_by_anybody(visitor, path, app):
    drafted(visitor, path, method="fair")
    (row,) = kept(app)

    answer = visitor.client.get(f"{path}/{row.id}/PLAN.json")

    assert verify_plan(answer.data) == []
    visitor.get(path.replace(path.split("/")[2], row.id) + f"/{row.id}/PLAN.json", 404)


def test_a_large_round_is_drafted_and_adopted_in_the_background(visitor, path, app, monkeypatch):
    monkeypatch.setattr(long_work, "AT_ONCE", 0)
    database = app.extensions["jiedui_database"]

    waiting = visitor.submit(visitor.get(path), path, name="后台", method="fair")
    assert do_what_waits(database) == 1
    told = visitor.get(f"{waiting.response.location}/progress").response.json
    page = visitor.get(told["result"])

    assert "后台" in columns(page)[1]
    waiting = visitor.post(adopting(page)[0], {"reason": "会议定的"})
    assert do_what_waits(database) == 1
    told = visitor.get(f"{waiting.response.location}/progress").response.json
    assert "第 2 次运算" in visitor.get(told["result"]).text


def test_decisions_since_the_run_are_told(visitor, path, app):
    drafted(visitor, path)
    with app.extensions["jiedui_database"].writing() as session:
        run = rounds(session)[0].latest_run_id
        row = suggestions(session, run)[0]
        decide(session, person(Role.COORDINATOR), row.id, Decision.CONFIRM, expected_version=0)

    assert "评审板上做过 1 次决定" in visitor.get(path).text
