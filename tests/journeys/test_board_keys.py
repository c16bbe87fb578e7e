"""A round reviewed from the keyboard in a real Chromium, and the same steps without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from matcher.vocabulary import Role
from tests.journeys.browser import barriers, overflow, serving
from tests.sites import PASSWORD, build_furnished, build_vacant, name_of, site_over

pytestmark = pytest.mark.browser


@pytest.fixture
def site(tmp_path) -> Iterator[str]:
    with (
        site_over(build_furnished(build_vacant(tmp_path), tmp_path)) as app,
        serving(app) as address,
    ):
        yield address


def at_the_board(page: Page) -> None:
    page.goto("/rounds")
    page.get_by_label("账号").fill(name_of(Role.COORDINATOR))
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.locator("table a").first.click()
    expect(page.locator(".pair-row").first).to_be_visible()


def tab_says(page: Page, show: str, many: str) -> None:
    """Wait until the tab says how many pairs there are."""
    tab = page.locator(f".tabs a[href*='show={show}']")
    expect(tab).to_have_text(re.compile(rf"^\D*{many}\D*$"))


def at(page: Page) -> str:
    return page.locator(".pair-row[aria-current]").get_attribute("data-key")


def test_a_round_is_reviewed_from_the_keyboard(page: Page):
    at_the_board(page)
    page.evaluate("window.stays = true")  # the page itself is never left
    first = at(page)

    # J and K look at the next pair and the one before
    page.keyboard.press("j")
    expect(page.locator(f".pair-row[data-key='{first}'][aria-current]")).to_have_count(0)
    second = at(page)
    expect(page.locator(f"#closely article[data-pair='{second}']")).to_be_visible()
    page.keyboard.press("k")
    expect(page.locator(f"#closely article[data-pair='{first}']")).to_be_visible()

    # A confirms, and one goes on with the next that waits
    page.keyboard.press("a")
    expect(page.locator("#changed p")).to_contain_text("确认")
    tab_says(page, "confirm", "1")
    assert at(page) != first

    # Z takes it back, Y does it again
    page.keyboard.press("z")
    expect(page.locator("#changed p")).to_contain_text("撤销")
    tab_says(page, "confirm", "0")
    page.keyboard.press("y")
    expect(page.locator("#changed p")).to_contain_text("重做")
    tab_says(page, "confirm", "1")

    # R asks for a reason, and Enter gives it
    vetoed = at(page)
    page.keyboard.press("r")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("路太远, jk")  # letters are letters while one types
    page.keyboard.press("Enter")
    expect(page.locator("#changed p")).to_contain_text("路太远")
    expect(page.locator(f".pair-row[data-key='{vetoed}']")).to_have_count(0)
    expect(page.locator(".figure .change").first).to_be_visible()

    # H sets aside, P pins
    page.keyboard.press("h")
    page.keyboard.type("等企业回话")
    page.keyboard.press("Enter")
    expect(page.locator("#changed p")).to_contain_text("搁置")
    page.keyboard.press("p")
    expect(page.locator("#changed p")).to_contain_text("锁定")
    tab_says(page, "aside", "1")
    tab_says(page, "pin", "1")

    # X ticks several, A confirms them together
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-chosen]")).to_contain_text("2")
    page.keyboard.press("a")
    expect(page.locator("#changed p")).to_contain_text("确认")
    tab_says(page, "confirm", "[2-9]")

    # ? shows the keys, and they can be turned off
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert barriers(page) == []
    page.get_by_label("停用快捷键").check()
    page.get_by_role("button", name="关闭").click()
    shown = at(page)
    page.keyboard.press("j")
    assert at(page) == shown
    assert page.evaluate("window.stays")
    assert overflow(page) == 0


def test_another_partner_is_chosen_from_the_keyboard(page: Page):
    at_the_board(page)
    before = at(page)

    page.keyboard.press("s")
    expect(page.locator("#exchange input[name=instead]").first).to_be_focused()
    page.keyboard.press("Space")
    chosen = page.locator("#exchange input[name=instead]:checked").get_attribute("value")
    page.locator("#reason-exchange").fill("更近")
    page.keyboard.press("Enter")

    expect(page.locator("#changed p")).to_contain_text("换下")
    expect(page.locator(f".pair-row[data-key='{before}']")).to_have_count(0)
    expect(page.locator(f".pair-row[data-key='{chosen.rpartition('-')[0]}']")).to_be_visible()


def test_pointing_at_a_party_leaves_only_its_lines(page: Page):
    at_the_board(page)
    page.get_by_role("link", name="图", exact=True).click()
    party = page.locator(".party:not(.alone)").first
    key = party.get_attribute("data-party")

    party.focus()

    expect(page.locator("[data-graph].only")).to_have_count(1)
    assert page.locator(".lines .line.on").count() == page.locator(f".line[data-v='{key}']").count()
    assert barriers(page) == []
    page.keyboard.press("Tab")
    assert page.locator(f".line[data-v='{key}'].on").count() == 0


def test_two_at_the_same_pair_see_both_versions(page: Page, browser, site: str):
    at_the_board(page)
    other = browser.new_context(base_url=site, locale="zh-CN").new_page()
    at_the_board(other)
    page.locator("#reason").fill("路太远")
    page.locator("#decide").get_by_role("button", name="否决").click()
    expect(page.locator("#changed p")).to_contain_text("路太远")

    other.locator("#reason").fill("村里很想要")
    other.locator("#decide").get_by_role("button", name="确认结对").click()

    expect(other.get_by_role("heading", name="有人先处理了")).to_be_visible()
    expect(other.locator(".clash")).to_contain_text("路太远")
    expect(other.locator(".clash")).to_contain_text("村里很想要")
    assert barriers(other) == []
    other.get_by_role("button", name="确认结对").click()
    expect(other.locator("#changed p")).to_contain_text("确认")
    other.context.close()


@pytest.mark.parametrize("visitor", ["scriptless", "phone"])
def test_the_same_steps_work_without_scripts_and_on_a_phone(visitor: str, request):
    page: Page = request.getfixturevalue(visitor)
    at_the_board(page)
    page.locator(".closer").first.click()
    expect(page.locator("h1")).to_contain_text("↔")
    assert overflow(page) == 0

    page.get_by_label("理由", exact=True).first.fill("路太远")
    page.get_by_role("button", name="否决").click()
    expect(page.locator("#changed p")).to_contain_text("路太远")
    page.locator("#changed").get_by_role("button", name="撤销").click()
    expect(page.locator("#changed p")).to_contain_text("撤销")
    tab_says(page, "out", "0")
    page.locator("input[name=pair]").first.check()
    page.locator("#reason-chosen").fill("一起定")
    page.keyboard.press("Enter")  # no button of any row is pressed by it
    tab_says(page, "confirm", "0")
    page.locator(".for-chosen").get_by_role("button", name="确认结对").click()
    expect(page.locator("#changed p")).to_contain_text("一起定")
    assert overflow(page) == 0
