"""The rights matrix: every route as every principal, with own, another's and no object."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from matcher.access import RIGHTS, Action, Scope, disable, operator
from matcher.store import open_database, upgrade
from matcher.vocabulary import Role
from tests.sites import site_of_ones_own
from tests.tenants import PASSWORD, TENANTS, A, B, open_for, settle
from tests.web.client import Inspector
from tests.web.matrix import AUDIENCE, Principal, calls, send, told, wrong
from web.permissions import Open

LEAST_CALLS = 1_600
BOTH, NEITHER = frozenset("AB"), frozenset[str]()

Ids = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    path = tmp_path_factory.mktemp("districts") / "districts.sqlite3"
    database = open_database(f"sqlite:///{path}", create=True)
    upgrade(database)
    ids = {one.letter: settle(database, one)[1] for one in TENANTS}
    for tenant in TENANTS:
        open_for(
            database,
            Role.ENTERPRISE,
            f"enterprise-{tenant.letter.lower()}",
            Scope(uscc=tenant.uscc),
        )
        home = Scope(village_code=tenant.village_code)
        open_for(database, Role.VILLAGE, f"village-{tenant.letter.lower()}", home)
        open_for(
            database, Role.CADRE, f"cadre-{tenant.letter.lower()}", Scope(county=tenant.county)
        )
        ids[tenant.letter]["account_id"] = open_for(
            database, Role.LEADER, f"somebody-{tenant.letter}"
        ).account_id
    for role, scope in (
        (Role.REVIEWER, A.area),
        (Role.FINANCE, B.area),
        (Role.LEADER, Scope()),
        (Role.AUDITOR, Scope()),
        (Role.ADMINISTRATOR, Scope()),
    ):
        open_for(database, role, role.value, scope)
    for name in ("closed", "expired", "replayed"):
        open_for(database, Role.COORDINATOR, name)
    database.close()
    return path, ids


@pytest.fixture
def two_districts(built: tuple[Path, Ids], tmp_path: Path) -> Iterator[tuple[Flask, Ids]]:
    path, ids = built
    with site_of_ones_own(path, tmp_path) as app:
        yield app, ids


def browser(app: Flask, name: str) -> Inspector:
    return Inspector(app).sign_in(name, PASSWORD)


def everybody(app: Flask) -> list[Principal]:
    """The principals: each role at home in A or B, and four who are not signed in any more."""

    def at(name: str, role: Role, owns: str, villages: str | None = None) -> Principal:
        client = browser(app, name).client
        seen = None if villages is None else frozenset(villages)
        return Principal(name, role, client, frozenset(owns), seen)

    database = app.extensions["jiedui_database"]
    closed, expired, replayed = (browser(app, name) for name in ("closed", "expired", "replayed"))
    with database.writing() as session:
        disable(session, operator("tests"), "closed")
        session.execute(
            text(
                "UPDATE account_session SET seen_at = '2020-01-01T00:00:00.000000+00:00' "
                "WHERE account_id = (SELECT id FROM account WHERE name = 'expired')"
            )
        )
    cookie = replayed.client.get_cookie("sid").value
    replayed.post("/sign-out")
    replayed.client.set_cookie("sid", cookie)
    return [
        Principal("stranger", None, app.test_client()),
        Principal("closed account", None, closed.client),
        Principal("expired session", None, expired.client),
        Principal("replayed cookie", None, replayed.client),
        at("coordinator-a", Role.COORDINATOR, "A"),
        at("coordinator-b", Role.COORDINATOR, "B"),
        at("reviewer", Role.REVIEWER, "A"),
        at("leader", Role.LEADER, "AB"),
        at("auditor", Role.AUDITOR, "AB"),
        at("finance", Role.FINANCE, "B"),
        at("enterprise-a", Role.ENTERPRISE, "A", villages="AB"),
        at("enterprise-b", Role.ENTERPRISE, "B", villages="AB"),
        at("cadre-a", Role.CADRE, "A"),
        at("cadre-b", Role.CADRE, "B"),
        at("village-a", Role.VILLAGE, "A"),
        at("village-b", Role.VILLAGE, "B"),
        at("administrator", Role.ADMINISTRATOR, "AB"),
    ]


def walk(app: Flask, ids: Ids, only: str = "") -> tuple[int, list[str]]:
    """How many calls were made, and every mismatch with the table."""
    principals = everybody(app)
    tokens = {one.name: _token(app, one) for one in principals}
    refusals: dict[tuple[object, ...], set[str]] = {}
    count, mismatches = 0, []
    for call in calls(app, principals, ids):
        if not call.endpoint.startswith(only):
            continue
        answer = send(call, tokens[call.principal.name])
        count += 1
        if fault := wrong(call, answer):
            mismatches.append(fault)
        if answer.status_code == 404:
            key = (call.principal.name, call.method, call.endpoint, call.own)
            refusals.setdefault(key, set()).add(told(answer, call))
    mismatches += [f"{key}: refusals differ" for key, said in refusals.items() if len(said) > 1]
    return count, mismatches


def _token(app: Flask, principal: Principal) -> str:
    inspector = Inspector(app)
    inspector.client = principal.client
    return inspector.token()


def test_everybody_gets_from_every_route_what_the_table_says(two_districts):
    app, ids = two_districts

    count, mismatches = walk(app, ids)

    print(f"rights matrix: {count} calls, {len(mismatches)} mismatches")
    assert mismatches == []
    assert count >= LEAST_CALLS


def test_the_table_names_no_route_that_is_gone(looked_at):
    assert set(AUDIENCE) <= {one.endpoint for one in looked_at.url_map.iter_rules()}


def test_a_right_that_was_removed_is_found(two_districts):
    """The control: what the walk is for."""
    app, ids = two_districts
    view = app.view_functions["rounds.board"]
    kept, view.right = view.right, Open.TO_SIGNED_IN
    try:
        _, mismatches = walk(app, ids, only="rounds.board")
    finally:
        view.right = kept

    assert [one for one in mismatches if one.startswith("administrator")]


def test_a_condition_that_was_removed_is_found(two_districts, monkeypatch):
    app, ids = two_districts
    monkeypatch.setattr("web.transaction.narrow", lambda _session, _actor: None)

    _, mismatches = walk(app, ids, only="villages.show")

    assert [one for one in mismatches if one.startswith("coordinator-a")]
    assert Role.COORDINATOR in RIGHTS[Action.SEE_VILLAGES]


def test_a_tenant_reads_nothing_of_another_on_any_page(two_districts):
    """Every page that links lead to, searched for the names of the other's things."""
    app, ids = two_districts
    for name, other in (("coordinator-a", B), ("coordinator-b", A), ("cadre-a", B)):
        visitor, waiting, seen = browser(app, name), ["/"], set()
        while waiting:
            path = waiting.pop().partition("#")[0]
            if path in seen or not path.startswith("/"):
                continue
            seen.add(path)
            answer = visitor.client.get(path)
            assert answer.status_code == 200, f"{path}: {answer.status}"
            if answer.mimetype == "text/html":
                waiting += visitor._inspected(answer, 200).links()
                for word in ("村", "企业", "需求", "能力", "批次", "第一轮"):
                    assert word + other.letter not in answer.text, path
            else:
                assert other.uscc.encode() not in answer.data, path
        assert len(seen) >= 4
        assert not [path for path in seen for one in ids[other.letter].values() if one in path]
