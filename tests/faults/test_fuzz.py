"""Generated posts to every form; `make fuzz` sends five hundred to each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from flask import Flask

from matcher.access import Action
from tests.databases import KINDS
from tests.faults.forms import posts
from tests.faults.fuzzing import furnished_site, fuzz
from tests.faults.site import Ids
from web.transaction import database

EACH = 2


@pytest.fixture(scope="module", params=KINDS)
def site(request: pytest.FixtureRequest) -> Iterator[tuple[Flask, Ids]]:
    """One for both tests: whatever a post did is undone after it."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            folder = request.getfixturevalue("tmp_path_factory").mktemp("fuzz")
            url = f"sqlite:///{folder}/jiedui.sqlite3"
        else:
            url = stack.enter_context(request.getfixturevalue("postgres_server").database("fuzz"))
        yield stack.enter_context(furnished_site(url))


def test_no_post_breaks_the_site_and_no_refused_one_changes_anything(site):
    app, ids = site

    result = fuzz(app, ids, EACH)

    assert result.wrong == []
    assert set(result.answers) == set(posts(app))
    assert result.posts == EACH * len(posts(app))
    assert result.refused >= result.posts // 4
    assert result.posts - result.refused >= 5


def test_an_error_and_a_change_by_a_refused_post_are_found(site, monkeypatch):
    """The control: what it looks for, planted."""
    app, ids = site

    def broken(account_id: object) -> str:
        return str(1 / 0)

    def half_done(account_id: object) -> tuple[str, int]:
        with database().writing() as session:
            session.connection().exec_driver_sql("UPDATE account SET display_name = 'x'")
        return "no", 422

    for endpoint, view in (("accounts.unlock", broken), ("accounts.close", half_done)):
        view.right = Action.MANAGE_ACCOUNTS
        monkeypatch.setitem(app.view_functions, endpoint, view)

    result = fuzz(app, ids, 8, only=("accounts.",), names=["administrator"])

    assert [one for one in result.wrong if "accounts.unlock" in one and "500" in one]
    assert [one for one in result.wrong if "accounts.close" in one and "changed account" in one]
    assert {one.split()[0] for one in result.wrong} == {"accounts.unlock", "accounts.close"}
