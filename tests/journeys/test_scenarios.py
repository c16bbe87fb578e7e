"""A coordinator tries a what-if and another method, compares them, and adopts one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from matcher.rounds.reading import rounds
from matcher.vocabulary import Role
from tests.journeys.browser import PHONE, barriers, overflow, serving, visiting
from tests.sites import PASSWORD, build_furnished, build_vacant, name_of, site_over

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[tuple[str, str]]:
    folder = tmp_path_factory.mktemp("scenarios")
    with site_over(build_furnished(build_vacant(folder), folder)) as app:
        with app.extensions["jiedui_database"].reading() as session:
            path = f"/rounds/{rounds(session)[0].id}/scenarios"
        with serving(app) as address:
            yield address, path


def signed_in(page: Page, path: str) -> Page:
    page.goto("/sign-in")
    page.locator("#account").fill(name_of(Role.COORDINATOR))
    page.locator("#password").fill(PASSWORD)
    page.locator("main button").click()
    page.wait_for_url("**/")
    page.goto(path)
    return page


def draft(page: Page, name: str, method: str) -> None:
    page.get_by_label("名称", exact=True).fill(name)
    page.get_by_label("方法", exact=True).select_option(label=method)
    page.get_by_role("button", name="存为草稿并计算").click()
    expect(page.locator("#compared")).to_contain_text(name)


def sound(page: Page) -> None:
    assert barriers(page) == []
    assert overflow(page) == 0


def test_from_a_what_if_to_an_adopted_plan(browser: Browser, site: tuple[str, str]) -> None:
    address, path = site
    with visiting(browser, address) as visitor:
        page = signed_in(visitor.context.new_page(), path)
        sound(page)
        page.get_by_label("企业", exact=True).first.fill("没有这家")
        draft_button = page.get_by_role("button", name="存为草稿并计算")
        draft_button.click()
        expect(page.get_by_role("alert")).to_contain_text("没有“没有这家”")
        sound(page)
        offered = page.locator("datalist#enterprises option").first.get_attribute("value")
        page.get_by_label("企业", exact=True).first.fill(offered)
        page.get_by_role("button", name="加入假设，继续填").click()
        expect(page.get_by_role("checkbox", name=f"{offered}退出")).to_be_checked()
        draft(page, "退一家", "先覆盖")
        draft(page, "公平些", "公平优先")
        for details in page.locator("details").all():
            details.evaluate("one => one.open = true")
        sound(page)

        card = page.locator(".card-plain", has_text="公平些")
        card.get_by_label("采用的理由").fill("会议定的")
        card.get_by_role("button", name="采用，重新运算").click()

        page.wait_for_url(f"**{path.removesuffix('/scenarios')}")
        expect(page.get_by_role("status").first).to_contain_text("已采用，成为第 2 次运算")
        assert visitor.heard == []

    phone = {"viewport": PHONE, "is_mobile": True, "has_touch": True, "locale": "en-GB"}
    with visiting(browser, address, color_scheme="dark", **phone) as visitor:
        page = signed_in(visitor.context.new_page(), path)
        page.get_by_role("link", name="run 1").click()
        expect(page.locator("#compared")).to_contain_text("公平些")
        sound(page)
        assert visitor.heard == []
