"""A real browser for the journeys: found, started without a screen, its pages searched by axe."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import axe_playwright_python
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    Response,
    sync_playwright,
)
from werkzeug.serving import make_server

from tests.journeys import debian

INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",  # Chromium refuses to start as root with its sandbox on
    "--disable-dev-shm-usage",  # containers give /dev/shm 64 MB
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 375, "height": 812}
GRAVE = ("serious", "critical")

_AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")


class NoBrowser(Exception):
    """No Chromium starts here; the text says what was tried."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The first Chromium that starts: an installed one, one unpacked under var/, Playwright's own.

    Raises NoBrowser.
    """
    installed = [found for name in INSTALLED if (found := shutil.which(name))]
    unpacked = [str(debian.PROGRAM)] if debian.PROGRAM.exists() else []
    with _driver() as driver:
        browser = _first_that_starts(driver, [*installed, *unpacked, None])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def _driver() -> Iterator[Playwright]:
    """Playwright's driver, which is a program of its own and may itself lack a library."""
    surroundings = os.environ | debian.surroundings()
    asked = [sys.executable, "-m", "playwright", "--version"]
    answer = subprocess.run(asked, env=surroundings, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise NoBrowser(answer.stderr.strip().splitlines()[-1])
    with mock.patch.dict(os.environ, surroundings):
        driver = sync_playwright().start()
    try:
        yield driver
    finally:
        driver.stop()


def _first_that_starts(driver: Playwright, paths: list[str | None]) -> Browser:
    tried = []
    for path in paths:
        try:
            return driver.chromium.launch(executable_path=path, args=FLAGS)
        except Error as why:
            lines = why.message.strip().splitlines()
            said = next((line for line in lines if "[err]" in line), lines[0])
            tried.append(f"{path or 'Playwright'}: {said}")
    raise NoBrowser("; ".join(tried))


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """`app` on a free port of this machine, in threads; gives its address, no slash at the end."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


@dataclass
class Visitor:
    """Somebody in Shanghai with a fresh browser, who writes down what the pages complain of.

    `heard` holds script errors, breaches of the content policy, resources that did not load, and
    every address asked for that is not the site's own.
    """

    context: BrowserContext
    heard: list[str]

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.goto(path)
        return page


@contextmanager
def visiting(browser: Browser, address: str, **settings: Any) -> Iterator[Visitor]:
    """A visitor of the site at `address`; `settings` are those of Playwright's new_context."""
    settings = {"viewport": DESK, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"} | settings
    context = browser.new_context(base_url=address, **settings)
    context.set_default_timeout(15_000)
    heard: list[str] = []

    def note_address(url: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            heard.append(f"the page asked for {url}")

    def note_error(said: ConsoleMessage) -> None:
        # a refused form is a page of its own; what a page fails to load is noted below
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            heard.append(said.text)

    def note_answer(got: Response) -> None:
        # a refusal is a page, whether the browser asked for it or a script of ours in its stead
        is_page = got.headers.get("content-type", "").startswith("text/html")
        asked_for = got.request.resource_type
        if got.status >= 400 and asked_for != "document" and not (asked_for == "fetch" and is_page):
            heard.append(f"{got.status} {got.url}")

    context.on("console", note_error)
    context.on("response", note_answer)
    context.on("weberror", lambda failed: heard.append(str(failed.error)))
    context.on("request", lambda asked: note_address(asked.url))
    try:
        yield Visitor(context, heard)
    finally:
        context.close()


def barriers(page: Page) -> list[str]:
    """What axe finds serious or worse on the page as it stands, one readable line each."""
    page.evaluate(_AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{rule['impact']} {rule['id']}: {rule['help']}: {', '.join(map(str, node['target']))}"
        for rule in found["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window: 0 when nobody must scroll sideways."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
