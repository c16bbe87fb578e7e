"""Whatever goes wrong becomes a page: its status, words to act on, and a number in the log."""

from __future__ import annotations

import logging
import re
import sys

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from matcher.errors import Conflict, InputRefused, JieduiError, Misconfigured, NotAllowed, NotFound
from matcher.messages import LANGUAGES
from matcher.vocabulary import Role
from tests.web.client import Inspector, inspected, signed_in
from web import faults
from web.home import views

SECRET_WORDS = "张三的电话是13900000000"
RAISED = [
    (NotAllowed("access.sign_in_refused"), 403),
    (NotFound("rounds.no_such_round"), 404),
    (Conflict("rounds.decided_meanwhile", by="李", decision="veto"), 409),
    (InputRefused([]), 422),
    (JieduiError("input.refused", count=1), 422),
    (Misconfigured("store.old_sqlite", version="3"), 500),
    (OperationalError(SECRET_WORDS, {}, Exception("database is locked")), 503),
    (IntegrityError(SECRET_WORDS, {}, Exception("UNIQUE")), 409),
    (ZeroDivisionError(SECRET_WORDS), 500),
]


@pytest.mark.parametrize(("error", "status"), RAISED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_becomes_a_page(app, monkeypatch, caplog, error, status, language):
    def break_down(*_arguments: object) -> None:
        raise error

    visitor = signed_in(app, Role.LEADER)
    visitor.client.set_cookie("language", language)
    monkeypatch.setattr(views, "overview", break_down)

    with caplog.at_level(logging.INFO, logger=app.logger.name):
        page = visitor.get("/", status)

    assert page.heading
    assert SECRET_WORDS not in page.text
    number = re.search(r"[0-9a-f]{8}", page.text)[0]
    assert any(number in one.getMessage() for one in caplog.records)
    if status != 500:
        assert SECRET_WORDS not in caplog.text
    assert ("Retry-After" in page.response.headers) == (status == 503)


def test_every_kind_of_error_has_its_words():
    for status in {status for _kind, status in faults.STATUS}:
        assert status in faults.OWN_PAGE


def test_what_a_failed_request_did_is_undone(app, monkeypatch):
    visitor = signed_in(app, Role.COORDINATOR)
    before = visitor.get("/rounds").links()

    def break_down(*_arguments: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(sys.modules["web.rounds.routes"], "redirect", break_down)
    visitor.post("/rounds", {"campaign": "行动", "name": "第二轮"}, 500)

    assert visitor.get("/rounds").links() == before


@pytest.mark.parametrize("method", ["put", "delete", "patch", "post", "options"])
def test_a_method_that_a_page_does_not_know_is_refused(looked_at, method):
    answer = getattr(looked_at.test_client(), method)("/villages")

    assert answer.status_code == 405
    inspected(answer.text)


@pytest.mark.parametrize(
    "path",
    ["/villages/not-an-id", "/villages/1/../../x", "/%00", "/rounds/%F0%9F%98%80", "/a" * 900],
)
def test_an_address_of_nothing_is_a_page(looked_at, path):
    Inspector(looked_at).get(path, 404)


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://localhost/villages?county=x", "/villages?county=x"),
        ("http://evil.example/villages", "/"),
        ("http://localhost//evil.example", "/"),
        ("http://localhost/no-such-page", "/"),
        ("http://[bad", "/"),
        ("", "/"),
    ],
)
def test_a_refusal_leads_back_to_a_page_of_ours(looked_at, referrer, back):
    page = Inspector(looked_at).get("/nothing-here", 404, headers={"Referer": referrer})

    (main,) = page.all("main")
    assert [one.get("href") for one in main.iter("a")] == [back]


@pytest.mark.parametrize("path", ["/villages/", "/enterprises/", "/imports/", "/rounds/"])
def test_an_address_typed_with_a_slash_at_its_end_is_the_same_page(looked_at, path):
    signed_in(looked_at, Role.COORDINATOR).get(path)


def test_static_files_are_kept_by_the_browser_and_pages_are_not(looked_at):
    page = Inspector(looked_at).get("/sign-in")
    sheets = [one.get("href") for one in page.all("link", rel="stylesheet")]

    assert len(sheets) >= 6
    for address in sheets:
        answer = looked_at.test_client().get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
