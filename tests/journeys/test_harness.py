"""The instruments of the journeys are themselves tried, on pages with known defects."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.journeys.browser import barriers, overflow, serving, visiting

pytestmark = pytest.mark.browser

HEAD = (
    "<!doctype html><html lang='zh'><title>结对</title>"
    "<meta name='viewport' content='width=device-width, initial-scale=1'>"
    "<link rel='icon' href='data:,'>"
)
SOUND = HEAD + "<main><h1>结对</h1></main>"
PAGES = {
    "/sound": SOUND,
    "/barred": HEAD + "<main><h1>结对</h1><a href='/sound'></a></main>",
    "/scripted": SOUND + "<script>document.title = 'run'</script>",
    "/wide": HEAD + "<link rel='stylesheet' href='/wide.css'><main><h1>结对</h1></main>",
    "/wide.css": "h1 {width: 900px}",
}


@pytest.fixture
def site():
    app = Flask(__name__)

    @app.get("/<name>")
    def show(name):
        kind = "text/css" if name.endswith(".css") else "text/html"
        return PAGES[f"/{name}"], {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Security-Policy": "default-src 'self'; img-src data:; connect-src *",
        }

    with serving(app) as address:
        yield address


def test_axe_names_a_barrier_under_a_strict_policy_and_none_on_a_sound_page(page):
    page.goto("/barred")
    assert any("link-name" in line for line in barriers(page))

    page.goto("/sound")
    assert barriers(page) == []


def test_a_script_that_the_policy_forbids_does_not_run_and_is_heard(browser, site):
    with visiting(browser, site) as visitor:
        page = visitor.open("/scripted")

        assert page.title() == "结对"
        assert any("Content Security Policy" in line for line in visitor.heard)


def test_a_request_to_another_host_is_heard(browser, site):
    with visiting(browser, site) as visitor:
        visitor.context.route("**/elsewhere.invalid/**", lambda route: route.abort())

        visitor.open("/sound").evaluate("fetch('http://elsewhere.invalid/x').catch(() => 0)")

        assert any("elsewhere.invalid" in line for line in visitor.heard)


def test_a_page_wider_than_the_phone_is_measured(phone):
    phone.goto("/sound")
    assert overflow(phone) == 0

    phone.goto("/wide")
    assert overflow(phone) > 400


def test_without_scripts_a_page_is_still_read(scriptless):
    scriptless.goto("/scripted")

    assert scriptless.get_by_role("heading").inner_text() == "结对"
