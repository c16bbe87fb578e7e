"""One-time codes in a real browser: set up at a desk, entered on a phone that runs no scripts."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Page

from matcher.vocabulary import Role
from tests.databases import SetClock
from tests.journeys.browser import PHONE, barriers, overflow, serving, visiting
from tests.sites import PASSWORD, build_vacant, name_of, site_over

pytestmark = pytest.mark.browser
DRESSES = {
    "phone": {"viewport": PHONE, "is_mobile": True, "has_touch": True, "locale": "en-GB"},
    "dark": {"color_scheme": "dark"},
}


@pytest.fixture
def app(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    with site_over(build_vacant(tmp_path)) as built:
        monkeypatch.setattr(built.extensions["jiedui_database"], "clock", SetClock())
        yield built


@pytest.mark.parametrize("dress", DRESSES)
def test_codes_are_set_up_and_entered_on_pages_open_to_everybody(browser, app, dress):
    clock = app.extensions["jiedui_database"].clock
    with serving(app) as address, visiting(browser, address, **DRESSES[dress]) as visitor:
        page = visitor.open("/sign-in")
        password_given(page)
        page.goto("/account")
        found = {"account": faults(page, "account")}
        page.locator("#password").fill(PASSWORD)
        page.locator("main form[action='/account/codes'] button").click()
        phone = pyotp.TOTP("".join(page.locator(".secret code").all_inner_texts()))
        found["set up"] = faults(page, "setting-up")
        page.locator("#code").fill(phone.at(clock.now))
        page.locator("main form button").last.click()
        found["recovery codes"] = faults(page, "recovery")
        spare = page.locator(".spare code").all_inner_texts()
        page.locator("main a.btn").click()
        found["in use"] = faults(page, "account-on")
        page.locator("form[action='/sign-out'] button").click()

        password_given(page)
        page.locator("#code").fill("000000")
        page.locator("main form.panel button").click()
        page.locator("summary").click()
        found["code"] = faults(page, "code")
        page.locator("#code").fill("")
        page.locator("#recovery").fill(spare[0])
        page.locator("main form.panel button").click()
        page.wait_for_url("**/")

        assert {name: faulty for name, faulty in found.items() if faulty} == {}
        assert visitor.heard == []


def test_a_phone_without_scripts_enters_its_code(browser, app):
    clock = app.extensions["jiedui_database"].clock
    with (
        serving(app) as address,
        visiting(browser, address, viewport=PHONE, java_script_enabled=False) as visitor,
    ):
        page = visitor.open("/sign-in")
        password_given(page)
        page.goto("/account")
        page.locator("#password").fill(PASSWORD)
        page.locator("main form[action='/account/codes'] button").click()
        phone = pyotp.TOTP("".join(page.locator(".secret code").all_inner_texts()))
        page.locator("#code").fill(phone.at(clock.now))
        page.locator("main form button").last.click()
        page.goto("/account")
        page.locator("form[action='/sign-out'] button").click()
        clock.forward(minutes=1)

        password_given(page)
        page.locator("#code").fill(phone.at(clock.now))
        page.locator("main form.panel button").click()

        page.wait_for_url("**/")
        assert visitor.heard == []


def password_given(page: Page) -> None:
    page.goto("/sign-in")
    page.locator("#account").fill(name_of(Role.LEADER))
    page.locator("#password").fill(PASSWORD)
    page.locator("main form.panel button").click()


def faults(page: Page, name: str) -> list[str]:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)
    wider = overflow(page)
    return barriers(page) + ([f"{wider} pixels too wide"] if wider else [])
