"""What every journey starts from: one browser for all, a fresh visitor for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browser import PHONE, NoBrowser, chromium, visiting


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with ExitStack() as stack:
        try:
            found = stack.enter_context(chromium())
        except NoBrowser as why:
            pytest.skip(f"no Chromium ({why})")
        yield found


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A visitor at a desk. The journey fails if its pages complained of anything."""
    with visiting(browser, site) as visitor:
        yield visitor.context.new_page()
        assert visitor.heard == []


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    """A visitor with a phone of 375 pixels."""
    with visiting(browser, site, viewport=PHONE, has_touch=True, is_mobile=True) as visitor:
        yield visitor.context.new_page()
        assert visitor.heard == []


@pytest.fixture
def scriptless(browser: Browser, site: str) -> Iterator[Page]:
    """A visitor whose browser runs no scripts."""
    with visiting(browser, site, java_script_enabled=False) as visitor:
        yield visitor.context.new_page()
        assert visitor.heard == []
