"""Weights on the site: read, tried out, kept as a new version, compared when two were at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from matcher.rounds import long_work
from matcher.rounds.reading import rounds, run_of, runs, suggestions
from matcher.rounds.reviewing import decide
from matcher.rounds.running import open_round, run_round
from matcher.rounds.weighing import profile_versions, profiles
from matcher.scoring import CRITERIA, DEFAULT_PROFILE
from matcher.vocabulary import Decision, Role
from tests.people import somebody as person
from tests.sites import site_of_ones_own
from tests.web.client import Inspector, Page, signed_in
from tests.workers import do_what_waits

SVG = "{http://www.w3.org/2000/svg}"
TRY, KEEP = "/weights/preview", "/weights"
URGENT = {**dict.fromkeys(CRITERIA, 0), "urgency": 30, "timing": 30, "cluster": 40}


def tried(visitor: Inspector, status: int = 200, **changed: object) -> Page:
    page = visitor.get("/weights/profile")
    return visitor.submit(page, TRY, status, **{**URGENT, "name": "先急后缓", **changed})


def kept(visitor: Inspector, page: Page, status: int = 303, **changed: object) -> Page:
    return visitor.post(KEEP, {**page.form(TRY), **changed}, status)


def computed(visitor: Inspector, asked: Page) -> Page:
    """The result of what was just asked for, once a worker has done it."""
    waiting = asked.response.location
    assert do_what_waits(visitor.app.extensions["jiedui_database"]) == 1
    return visitor.get(visitor.get(f"{waiting}/progress").response.json["result"])


def stored(app: Flask) -> list[tuple[str, int]]:
    with app.extensions["jiedui_database"].reading() as session:
        return [(row.name, row.version) for row in profiles(session)]


def test_a_change_is_tried_out_before_it_is_kept(app, visit):
    visitor = visit(Role.COORDINATOR)
    form = visitor.get("/weights/profile").form(TRY)
    assert {name: form[name] for name in CRITERIA} == {
        name: str(weight) for name, weight in DEFAULT_PROFILE.weights.items()
    }

    page = tried(visitor, reason="旱灾")

    preview = page.by_id("preview")
    assert "对会变" in "".join(preview.itertext())
    assert len(list(preview.iter("tr"))) > 1
    assert stored(app) == [("standard", DEFAULT_PROFILE.version)]
    assert {name: page.form(TRY)[name] for name in CRITERIA} == {
        name: str(weight) for name, weight in URGENT.items()
    }
    shown = visitor.follow(kept(visitor, page))
    assert stored(app)[1:] == [("先急后缓", 1)]
    assert "旱灾" in shown.text


def test_a_large_round_is_tried_out_in_the_background_and_nothing_entered_is_lost(
    app, visit, monkeypatch
):
    monkeypatch.setattr(long_work, "AT_ONCE", 0)
    visitor = visit(Role.COORDINATOR)

    page = computed(visitor, tried(visitor, 303, reason="旱灾"))

    assert "对会变" in "".join(page.by_id("preview").itertext())
    form = page.form(TRY)
    assert (form["name"], form["reason"]) == ("先急后缓", "旱灾")
    assert {name: form[name] for name in CRITERIA} == {
        name: str(weight) for name, weight in URGENT.items()
    }
    kept(visitor, page)
    assert stored(app)[1:] == [("先急后缓", 1)]


def test_the_kept_profile_is_chosen_for_the_next_run(app, visit):
    visitor = visit(Role.COORDINATOR)
    shown = visitor.follow(kept(visitor, tried(visitor)))
    (use,) = {one for one in shown.links() if one.endswith("#run")}

    board = visitor.get(use)
    (run,) = {one.get("action") for one in board.all("form") if "/runs" in one.get("action", "")}
    assert board.form(run)["profile"] == "先急后缓"
    visitor.follow(visitor.submit(board, run))

    with app.extensions["jiedui_database"].reading() as session:
        (opened,) = rounds(session)
        done = run_of(session, opened.latest_run_id)
        assert [one.profile for one in runs(session, opened.id)] == ["先急后缓", "standard"]
    assert done.weights == URGENT
    again = visitor.get(f"/rounds/{opened.id}")
    assert again.form(run)["profile"] == "先急后缓"  # what was used last is offered first
    assert "权重：先急后缓 第 1 版" in again.text
    assert "正在用" in visitor.get("/weights").text


def test_a_run_by_weights_that_are_not_there_is_refused(visit):
    visitor = visit(Role.COORDINATOR)
    (path,) = {one for one in visitor.get("/rounds").links() if one.startswith("/rounds/")}

    page = visitor.submit(visitor.get(path), f"{path}/runs", 404, profile="没有")

    assert "没有" in page.text


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"urgency": "31"}, "", "101"),
        ({"urgency": "三十"}, "urgency", "0 到 100"),
        ({"urgency": "130", "timing": "-70"}, "urgency", "0 到 100"),
        ({"urgency": ""}, "urgency", "填写"),
        ({"name": "长" * 41}, "name", "太长"),
    ],
)
def test_weights_that_are_none_are_refused_where_they_stand(visit, changed, field, words):
    page = tried(visit(Role.COORDINATOR), 422, **changed)

    (alert,) = page.all("div", role="alert")
    assert words in "".join(alert.itertext())
    if field:
        assert page.by_id(field).get("aria-invalid") == "true"
        assert [one for one in page.all("a") if one.get("href") == f"#{field}"]
    for name, value in changed.items():
        assert page.form(TRY)[name] == value  # what was typed stays


@pytest.mark.parametrize("name", ["", "standard"])
def test_the_standard_cannot_be_kept_and_nothing_without_a_name(app, visit, name):
    visitor = visit(Role.COORDINATOR)
    page = tried(visitor, name=name)

    refused = kept(visitor, page, 422)

    assert refused.by_id("name").get("aria-invalid") == "true"
    assert len(stored(app)) == 1


def test_of_two_who_keep_at_once_the_second_sees_both_and_may_keep_on_top(app, visit):
    one, other = visit(Role.COORDINATOR), visit(Role.COORDINATOR)
    kept(one, tried(one))
    path = "/weights/profile?name=先急后缓"
    mine, theirs = one.get(path), other.get(path)
    kept(one, mine, urgency="20", timing="40")

    late = kept(other, theirs, 409, urgency="50", timing="10")

    (alert,) = late.all("div", role="alert")
    figures = [[cell.text for cell in row.iter("td")] for row in alert.iter("tr")]
    assert ["50", "20"] in figures
    assert ["10", "40"] in figures
    assert stored(app)[1:] == [("先急后缓", 2)]
    kept(other, late)
    with app.extensions["jiedui_database"].reading() as session:
        weights = [row.weights["urgency"] for row in profile_versions(session, "先急后缓")]
    assert weights == [50, 20, 30]


def test_a_new_profile_under_a_name_that_is_taken_is_shown_whose_it_is(visit):
    visitor = visit(Role.COORDINATOR)
    kept(visitor, tried(visitor))

    late = kept(visitor, tried(visitor, urgency="20", timing="40"), 409)

    assert "第 1 版" in late.text


def test_an_older_version_stays_readable_and_what_is_not_there_is_not_found(visit):
    visitor = visit(Role.COORDINATOR)
    kept(visitor, tried(visitor))
    again = visitor.get("/weights/profile?name=先急后缓")
    kept(visitor, again, urgency="20", timing="40")

    old = visitor.get("/weights/profile?name=先急后缓&version=1")

    assert old.form(TRY)["urgency"] == "30"
    assert old.form(TRY)["version"] == "2"  # keeping it goes on top of the newest
    visitor.get("/weights/profile?name=先急后缓&version=9", 404)
    visitor.get("/weights/profile?name=没有", 404)
    visitor.post("/weights/reach", {"name": "没有"}, 404)
    visitor.get("/weights/reach?job=没有", 404)


def test_how_far_each_weight_can_move_is_told_in_words_too(visit):
    visitor = visit(Role.AUDITOR)
    profile = visitor.get("/weights/profile")

    page = computed(visitor, visitor.submit(profile, "/weights/reach"))

    rows = list(page.all("tbody")[0].iter("tr"))
    assert len(rows) == len(CRITERIA)
    for row in rows:
        assert len(list(row.iter(f"{SVG}svg"))) == 1
        words = "".join(list(row.iter("td"))[-1].itertext())
        assert "对会变" in words or "都不变" in words


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.LEADER, Role.REVIEWER])
def test_who_only_reads_gets_no_form(looked_at, role):
    visitor = signed_in(looked_at, role)

    for path in ("/weights", "/weights/profile", "/weights/learning"):
        page = visitor.get(path)
        assert [one for one in page.all("form") if one.get("action") in (TRY, KEEP)] == []
    assert visitor.client.post(KEEP, data={"csrf_token": visitor.token()}).status_code == 403


def test_without_any_round_weights_can_be_kept_but_not_tried(empty_app):
    visitor = signed_in(empty_app, Role.COORDINATOR)

    page = tried(visitor)

    assert "还没有运算过的轮次" in page.text
    assert "对会变" not in page.text
    kept(visitor, page)
    assert stored(empty_app)[1:] == [("先急后缓", 1)]
    reach = visitor.post("/weights/reach")
    assert reach.response.location.startswith("/weights/profile")


def test_with_too_little_history_learning_says_how_much_is_needed(looked_at):
    visitor = signed_in(looked_at, Role.COORDINATOR)

    asked = visitor.post("/weights/learning", status=422)

    assert "至少要 50 条" in asked.text
    assert not [one for one in asked.all("form") if one.get("action") == TRY]


@pytest.fixture(scope="module")
def experienced(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with fifteen rounds whose better pairs were mostly confirmed, the others vetoed."""
    with site_of_ones_own(furnished, tmp_path_factory.mktemp("experienced")) as app:
        database, somebody = app.extensions["jiedui_database"], person(Role.COORDINATOR)
        for number in range(15):
            with database.writing() as session:
                opened = open_round(session, somebody, campaign="行动", name=f"往年{number}")
            run = run_round(database, somebody, opened.id)
            with database.writing() as session:
                rows = suggestions(session, run.id)
                better = [
                    (place < len(rows) // 2) != ((place + number) % 5 == 0)
                    for place in range(len(rows))
                ]
                for decision in (Decision.CONFIRM, Decision.VETO):  # a veto changes the plan
                    for row, good in zip(rows, better, strict=True):
                        if good == (decision is Decision.CONFIRM):
                            decide(
                                session, somebody, row.id, decision, reason="x", expected_version=0
                            )
        yield app


def test_what_was_learned_is_told_and_tried_out_like_any_change(experienced):
    visitor = signed_in(experienced, Role.COORDINATOR)
    before = visitor.get("/weights/learning")
    assert "AUC" not in before.text

    page = computed(visitor, visitor.submit(before, "/weights/learning"))

    for words in ("AUC", "Brier", "把握", "实际确认", "权重保持不变"):
        assert words in page.text
    lessons = list(page.all("tbody")[0].iter("tr"))
    assert len(lessons) == len(CRITERIA)
    (plot,) = page.all(f"{SVG}svg", class_="plot")
    assert len(list(plot.iter(f"{SVG}circle"))) == len(list(page.all("details")[0].iter("tr"))) - 1
    suggested = page.form(TRY)
    assert sum(int(suggested[name]) for name in CRITERIA) == 100

    preview = visitor.post(TRY, suggested, 200)

    assert stored(experienced) == [("standard", DEFAULT_PROFILE.version)]  # nothing is applied
    assert preview.form(TRY)["name"] == suggested["name"]
    kept(visitor, preview)
    assert stored(experienced)[1:] == [(suggested["name"], 1)]


def test_who_only_reads_sees_what_was_learned_and_takes_nothing_over(experienced):
    visitor = signed_in(experienced, Role.AUDITOR)

    page = computed(visitor, visitor.post("/weights/learning"))

    assert "AUC" in page.text
    assert not [one for one in page.all("form") if one.get("action") == TRY]
