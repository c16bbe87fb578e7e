"""A large run in a real browser: followed while it is computed, and its result comes by itself."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from matcher.commands.working import works
from matcher.queue import Errand
from matcher.queue.desk import Desk
from matcher.queue.doing import Kept
from matcher.rounds import long_work
from matcher.rounds.reading import rounds
from matcher.store import Database
from matcher.vocabulary import JobKind, Role
from tests.journeys.browser import serving
from tests.sites import PASSWORD, build_furnished, build_vacant, name_of, site_over
from tests.workers import WORKER

pytestmark = pytest.mark.browser
SOLVING = "plan.stage.solving"


class Bench:
    """A worker in this process that stands still in the middle of solving until it may go on."""

    def __init__(self, database: Database) -> None:
        self.may_go_on = threading.Event()
        desk = Desk(database, WORKER, {**works(), JobKind.RUN: self._run})
        self.thread = threading.Thread(target=desk.look)

    def _run(self, errand: Errand) -> Kept:
        def tell(stage: str, done: int, total: int) -> None:
            errand.progress(stage, done, total)
            if stage == SOLVING:
                self.may_go_on.wait(30)

        return works()[JobKind.RUN](replace(errand, progress=tell))


@pytest.fixture
def app(tmp_path, monkeypatch) -> Iterator[Flask]:
    """For whose office every round is large."""
    monkeypatch.setattr(long_work, "AT_ONCE", 0)
    with site_over(build_furnished(build_vacant(tmp_path), tmp_path)) as built:
        yield built


@pytest.fixture
def database(app: Flask) -> Database:
    return app.extensions["jiedui_database"]


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    with serving(app) as address:
        yield address


def run_the_round(page: Page, database: Database) -> None:
    page.goto("/sign-in")
    page.locator("#account").fill(name_of(Role.COORDINATOR))
    page.locator("#password").fill(PASSWORD)
    page.locator("main button").click()
    with database.reading() as session:
        page.goto(f"/rounds/{rounds(session)[0].id}")
    page.locator("form[action$='/runs'] button").last.click()
    page.wait_for_url(re.compile("/work/"))


def newest_run(database: Database) -> str:
    with database.reading() as session:
        (first,) = rounds(session)
    assert first.runs == 2
    return first.latest_run_id


def test_a_run_is_followed_and_its_result_comes_by_itself(page: Page, database: Database) -> None:
    run_the_round(page, database)
    expect(page.locator("[data-now]")).to_have_text("在排队，等后台计算进程启动")
    bench = Bench(database)

    bench.thread.start()
    expect(page.locator("[data-now]")).to_have_text("求最优方案")
    bench.may_go_on.set()

    page.wait_for_url(re.compile("/rounds/.*run="))
    bench.thread.join()
    assert newest_run(database) in page.url


def test_without_scripts_it_is_followed_by_a_link(scriptless: Page, database: Database) -> None:
    page = scriptless
    run_the_round(page, database)
    bench = Bench(database)
    bench.may_go_on.set()
    bench.thread.start()
    bench.thread.join()

    page.reload()
    page.get_by_role("link", name="查看结果").click()

    assert newest_run(database) in page.url
