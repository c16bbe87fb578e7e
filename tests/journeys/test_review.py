"""A coordinator's day in a real browser, at a desk, on a phone and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from matcher.vocabulary import Role
from matcher.workbook.writing import write_programme
from seeds.hundred import programme
from tests.journeys.browser import barriers, overflow, serving
from tests.sites import PASSWORD, SIZE, build_vacant, name_of, site_over

pytestmark = pytest.mark.browser


@pytest.fixture
def site(tmp_path) -> Iterator[str]:
    with site_over(build_vacant(tmp_path)) as app, serving(app) as address:
        yield address


@pytest.fixture
def book(tmp_path) -> Path:
    path = tmp_path / "村和企业.xlsx"
    write_programme(programme(SIZE, seed=5), path)
    return path


@pytest.fixture
def bad_book(book, tmp_path) -> Path:
    """The same with one need of a category that does not exist."""
    path = tmp_path / "有错的表.xlsx"
    opened = load_workbook(book)
    sheet = opened["需求"]
    column = [one.value for one in sheet[1]].index("需求类别") + 1
    sheet.cell(4, column).value = "不存在的类别"
    opened.save(path)
    return path


def sound(page: Page) -> None:
    """What must hold wherever the journey passes."""
    assert overflow(page) == 0


def open_the_pair(page: Page, key: str) -> None:
    """Beside the list there may be no room for it."""
    if not page.locator("#decide").is_visible():
        page.locator(f".pair-row[data-key='{key}'] .closer").click()
        page.wait_for_load_state()


@pytest.mark.parametrize("visitor", ["page", "phone", "scriptless"])
def test_from_a_workbook_to_a_confirmed_pair(visitor, request, book, bad_book):
    page: Page = request.getfixturevalue(visitor)

    # sign in
    page.goto("/rounds")
    page.get_by_label("账号").fill(name_of(Role.COORDINATOR))
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("结对")
    sound(page)

    # a workbook with a fault: its cell is marked, and nothing is imported
    page.get_by_role("link", name="导入", exact=True).click()
    page.get_by_label("选择文件").set_input_files(bad_book)
    page.get_by_role("button", name="上传并检查").click()
    expect(page.locator(".sheet .bad")).to_have_text("不存在的类别")
    expect(page.get_by_role("alert")).to_contain_text("什么都没有导入")
    expect(page.get_by_role("button", name="确认导入")).to_have_count(0)
    sound(page)

    # the mended one: seen, then confirmed
    page.get_by_role("link", name="重新上传").click()
    page.get_by_label("选择文件").set_input_files(book)
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_text("导入后的变化")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("已导入。")).to_be_visible()

    # a round, computed
    page.get_by_role("link", name="去开一轮结对").click()
    page.get_by_label("行动").fill("静安—广南 百企结百村")
    page.get_by_label("名称").fill("第一轮")
    page.get_by_role("button", name="开始这一轮").click()
    page.get_by_role("button", name="开始运算").click()
    expect(page.get_by_text("已证明最优").first).to_be_visible()
    sound(page)

    # why? and a veto: without a reason it is refused, with one the plan is another at once
    rows = page.locator(".pair-row")
    pairs = rows.count()
    vetoed = rows.first.get_attribute("data-key")
    rows.first.locator(".closer").click()
    expect(page.get_by_text("类别契合").first).to_be_visible()
    page.locator("#decide").get_by_role("button", name="否决").click()
    expect(page.get_by_role("alert")).to_contain_text("理由")
    open_the_pair(page, vetoed)
    page.locator("#reason").fill("路太远，难以经常走访")
    sound(page)
    page.locator("#decide").get_by_role("button", name="否决").click()
    expect(page.locator("#changed")).to_contain_text("路太远")
    expect(page.locator(f".pair-row[data-key='{vetoed}']")).to_have_count(0)
    shown = sorted(rows.nth(one).get_attribute("data-key") for one in range(rows.count()))
    assert pairs >= len(shown) > 0
    sound(page)

    # run again: the very plan that the board showed, and how it differs from the first
    page.get_by_role("button", name="重新运算").click()
    expect(page.locator("#compared")).to_contain_text("第 1 次运算")
    again = sorted(rows.nth(one).get_attribute("data-key") for one in range(rows.count()))
    assert again == shown
    sound(page)

    # confirm the best pair that is left, and go
    page.locator(".pair-row").get_by_role("button", name="确认结对").first.click()
    expect(page.locator("#changed")).to_contain_text("确认")
    page.goto("/account")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("您已退出登录。")).to_be_visible()
    page.goto("/rounds")
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")


def test_a_slow_button_says_so_and_is_pressed_once(page, book):
    page.goto("/sign-in?next=/imports")
    page.get_by_label("账号").fill(name_of(Role.COORDINATOR))
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("选择文件").set_input_files(book)
    page.evaluate("addEventListener('submit', (event) => event.preventDefault())")

    page.get_by_role("button", name="上传并检查").click()

    expect(page.get_by_role("button", name="正在读取…")).to_be_disabled()


def test_a_refused_form_takes_the_reader_to_what_to_mend(page):
    page.goto("/sign-in")
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_role("alert")).to_be_focused()
    assert barriers(page) == []
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("账号")).to_be_focused()
