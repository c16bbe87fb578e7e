"""Two at one round in real browsers: they see each other, and name each other with an @."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from matcher.vocabulary import Role
from tests.journeys.browser import barriers, overflow, serving, visiting
from tests.sites import PASSWORD, build_furnished, build_vacant, name_of, site_over

pytestmark = pytest.mark.browser


@pytest.fixture
def site(tmp_path) -> Iterator[str]:
    furnished = build_furnished(build_vacant(tmp_path), tmp_path)
    with site_over(furnished) as app, serving(app) as address:
        yield address


def sign_in(page: Page, role: Role) -> None:
    page.goto("/sign-in")
    page.locator("#account").fill(name_of(role))
    page.locator("#password").fill(PASSWORD)
    page.locator("main button").click()
    page.wait_for_url("**/")


def test_they_see_each_other_come_and_name_each_other(page: Page, browser: Browser, site: str):
    sign_in(page, Role.COORDINATOR)
    page.goto("/rounds")
    page.locator("main a[href^='/rounds/']").first.click()
    page.wait_for_url("**/rounds/*")
    round_path = page.url.removeprefix(site)
    others = page.locator("[data-others]")
    expect(others).to_be_hidden()

    with visiting(browser, site) as visitor:
        leader = visitor.context.new_page()
        sign_in(leader, Role.LEADER)
        leader.goto(f"{round_path}/discussion")
        # what the timer does every twenty seconds
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(others).to_have_text("领导（刚刚）")

        page.goto(f"{round_path}/discussion")
        field = page.locator("#text")
        field.press_sequentially("请@领")
        shown = page.locator("[data-names] li:visible")
        expect(shown).to_have_count(1)
        shown.locator("button").press("Enter")
        expect(field).to_have_value("请@领导 ")
        expect(field).to_be_focused()
        field.press_sequentially("看第一对")
        page.locator(".say .btn-primary").click()
        expect(page.locator(".named")).to_have_text("@领导")
        assert barriers(page) == []
        assert overflow(page) == 0

        leader.goto("/")
        leader.get_by_text("提到了您").click()
        expect(leader.locator(".spoken:target .written")).to_have_text("请@领导 看第一对")
        assert visitor.heard == []
