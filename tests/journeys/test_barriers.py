"""Every page in every dress: axe finds nothing grave, and no page is wider than a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page

from matcher.access import operator
from matcher.rounds.long_work import ask_preview, ask_run
from matcher.rounds.reading import rounds, run_of
from matcher.scoring import DEFAULT_PROFILE
from matcher.vocabulary import Role
from tests.journeys.browser import PHONE, barriers, overflow, serving, visiting
from tests.sites import PASSWORD, build_furnished, build_vacant, name_of, site_over
from tests.workers import do_what_waits

pytestmark = pytest.mark.browser

UNSOUND_SHEET = "村代码,村名,乡镇,县\n12,半坡村,大湾镇,双南县\n,,,\n".encode("utf-8-sig")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9A-Z]{18}/[0-9]{12}")
DRESSES = {
    "chinese": {},
    "english": {"locale": "en-GB"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": PHONE, "is_mobile": True, "has_touch": True, "locale": "en-GB"},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[tuple[str, list[str]]]:
    """Its address, and pages to which no link without a question leads."""
    folder = tmp_path_factory.mktemp("site")
    with site_over(build_furnished(build_vacant(folder), folder)) as app:
        extra = [*worked(app)]
        with serving(app) as address:
            yield address, extra


def worked(app: Flask) -> Iterator[str]:
    """The pages of work that is done, that failed, and that waits."""
    database, actor = app.extensions["jiedui_database"], operator("tests")
    with database.writing() as session:
        run = run_of(session, rounds(session)[0].latest_run_id)
        entered = {"name": "", "base": "", "reason": "", "version": 0}
        done = ask_preview(session, actor, run.id, DEFAULT_PROFILE, entered)
    do_what_waits(database)
    yield f"/weights/preview?job={done.id}"
    for state in ("failed", "waits"):
        with database.writing() as session:
            asked = ask_run(session, actor, run.round_id, method=state, profile="standard", seed="")
        if state == "failed":
            do_what_waits(database)
        yield f"/work/{asked.id}"


@pytest.mark.parametrize("dress", DRESSES)
def test_every_kind_of_page_is_open_to_everybody(browser, site, dress):
    address, extra = site
    with visiting(browser, address, **DRESSES[dress]) as visitor:
        page = visitor.context.new_page()
        found = {"/sign-in": faults(page, "/sign-in")}
        page.locator("#account").fill(name_of(Role.COORDINATOR))
        page.locator("#password").fill(PASSWORD)
        page.locator("main button").click()
        page.goto("/imports")
        page.locator("#workbook").set_input_files(
            {"name": "需求.csv", "mimeType": "text/csv", "buffer": UNSOUND_SHEET}
        )
        page.locator("form.panel button").click()
        page.wait_for_url(re.compile(ID.pattern))

        found |= walk(page, ["/", "/no-such-page", "/villages?text=nothing-like-it"])
        found |= {path: faults(page, path) for path in extra}

        assert len(found) >= 12
        assert {path: faulty for path, faulty in found.items() if faulty} == {}
        assert visitor.heard == []


def walk(page: Page, waiting: list[str]) -> dict[str, list[str]]:
    """What is wrong with one page of each kind: of two villages, the first."""
    found: dict[str, list[str]] = {}
    while waiting:
        path = waiting.pop(0)
        kind = ID.sub("…", path)
        if kind in found or path.endswith((".xlsx", ".json")):
            continue
        found[kind] = faults(page, path)
        waiting += page.eval_on_selector_all(
            "main a[href^='/'], header a[href^='/']",
            "links => links.map((link) => link.getAttribute('href').split(/[?#]/)[0])",
        )
    return found


def faults(page: Page, path: str) -> list[str]:
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    wider = overflow(page)
    return barriers(page) + ([f"{wider} pixels too wide"] if wider else [])
