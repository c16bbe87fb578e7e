"""Work in the background: followed, cancelled and asked for again on its page."""

from __future__ import annotations

import pytest

from matcher.access import operator
from matcher.queue import jobs
from matcher.queue.beating import beat
from matcher.queue.doing import take, tell
from matcher.rounds import long_work
from matcher.rounds.reading import rounds, runs, suggestions
from matcher.rounds.reviewing import decide
from matcher.vocabulary import Decision, JobState, Role
from tests.people import somebody
from tests.web.client import Inspector, Page
from tests.workers import WORKER, do_what_waits

NOBODY_WORKS = "后台计算进程没有启动"


@pytest.fixture
def database(app):
    return app.extensions["jiedui_database"]


@pytest.fixture
def visitor(visit, monkeypatch) -> Inspector:
    """A coordinator for whose office every round is large."""
    monkeypatch.setattr(long_work, "AT_ONCE", 0)
    return visit(Role.COORDINATOR)


def asked(visitor: Inspector) -> Page:
    """The page on which somebody lands who runs the round."""
    return visitor.follow(visitor.post(f"{the_round(visitor)}/runs", {"method": "coverage"}))


def the_round(visitor: Inspector) -> str:
    with visitor.app.extensions["jiedui_database"].reading() as session:
        return f"/rounds/{rounds(session)[0].id}"


def job_path(database) -> str:
    with database.reading() as session:
        return f"/work/{jobs(session)[0].id}"


def progress(visitor: Inspector, path: str) -> dict:
    return visitor.get(f"{path}/progress").response.json


def test_a_large_run_is_followed_to_its_result(visitor, database):
    page = asked(visitor)
    path = job_path(database)

    assert page.heading == "计算方案"
    assert "您可以离开这一页" in page.text
    assert len(page.all("progress")) == 1
    told = progress(visitor, path)
    assert (told["open"], told["result"], told["now"]) == (True, "", "在排队，等后台计算进程启动")

    do_what_waits(database)

    told = progress(visitor, path)
    assert (told["open"], told["now"]) == (False, "已经算完。")
    assert told["result"] in visitor.get(path).links()
    with database.reading() as session:
        newest = runs(session, rounds(session)[0].id)[0]
    assert (newest.number, told["result"]) == (2, f"{the_round(visitor)}?run={newest.id}")
    visitor.get(told["result"])


def test_a_small_run_is_there_at_once(visit, database):
    visitor = visit(Role.COORDINATOR)

    assert asked(visitor).response.request.path == the_round(visitor)
    with database.reading() as session:
        assert jobs(session) == []


def test_how_far_it_is_is_told_in_words_and_figures_while_it_runs(visitor, database):
    asked(visitor)
    path = job_path(database)
    with database.writing() as session:
        lease = take(session, WORKER)
        tell(session, lease, "plan.stage.scoring", 3, 8)

    told = progress(visitor, path)
    page = visitor.get(path)

    assert (told["now"], told["done"], told["total"]) == ("计算分数", 3, 8)
    (bar,) = page.all("progress")
    assert (bar.get("value"), bar.get("max")) == ("3", "8")
    assert "计算分数" in page.text


def test_without_any_worker_the_pages_say_so_in_plain_words(visitor, database):
    page = asked(visitor)
    assert NOBODY_WORKS in page.text
    assert "jiedui work" in page.text
    assert NOBODY_WORKS in visitor.get("/work").text

    with database.writing() as session:
        beat(session, operator("worker"), [])

    for path in (job_path(database), "/work"):
        page = visitor.get(path)
        assert NOBODY_WORKS not in page.text
        assert "在排队，马上轮到" in page.text


def test_without_scripts_the_page_asks_for_itself_again(visitor, database):
    asked(visitor)
    path = job_path(database)

    assert 'http-equiv="refresh"' in visitor.get(path).response.text
    do_what_waits(database)
    assert 'http-equiv="refresh"' not in visitor.get(path).response.text


def test_cancelled_and_asked_for_again(visitor, database):
    page = asked(visitor)
    path = job_path(database)

    page = visitor.follow(visitor.submit(page, f"{path}/cancelling"))

    assert "取消了这项计算" in page.text
    visitor.post(f"{path}/cancelling", status=409)
    page = visitor.follow(visitor.submit(page, f"{path}/again"))
    assert page.response.request.path != path
    do_what_waits(database)
    with database.reading() as session:
        assert {job.state for job in jobs(session)} == {JobState.CANCELLED, JobState.DONE}


def test_what_runs_says_that_it_is_being_cancelled(visitor, database):
    page = asked(visitor)
    path = job_path(database)
    with database.writing() as session:
        take(session, WORKER)

    page = visitor.follow(visitor.submit(page, f"{path}/cancelling"))

    assert "正在取消" in page.text
    assert not [one for one in page.all("form") if one.get("action") == f"{path}/cancelling"]


def test_a_decision_taken_meanwhile_is_told_and_mended_with_one_click(
    visitor, database, monkeypatch
):
    asked(visitor)
    path, compute = job_path(database), long_work.computed_round

    def compute_and_be_late(*what, **how):
        found = compute(*what, **how)
        with database.writing() as session:
            run = runs(session, what[2])[0]
            row = suggestions(session, run.id)[0]
            coordinator = somebody(Role.COORDINATOR)
            decide(session, coordinator, row.id, Decision.CONFIRM, expected_version=0)
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(long_work, "computed_round", compute_and_be_late)
        do_what_waits(database)
    page = visitor.get(path)
    assert "计算期间" in page.text

    visitor.submit(page, f"{path}/again")
    do_what_waits(database)

    with database.reading() as session:
        assert jobs(session)[0].state is JobState.DONE


def test_what_runs_is_told_of_on_the_first_page(visitor):
    assert "现在没有在计算的" in visitor.get("/").text

    asked(visitor)

    page = visitor.get("/")
    assert "1 项正在计算或排队" in page.text
    assert "/work" in page.links()


def test_who_may_not_ask_gets_no_buttons(visitor, visit, database):
    asked(visitor)
    path = job_path(database)

    page = visit(Role.LEADER).get(path)

    assert not [one for one in page.all("form") if path in one.get("action", "")]
