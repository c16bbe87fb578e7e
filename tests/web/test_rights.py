"""Who may open what: every rule declares one right, and every rule is called as every role."""

from __future__ import annotations

import pytest
from flask import Flask

from matcher.access import RIGHTS, Action
from matcher.errors import Misconfigured
from tests.sites import ROLES
from tests.web.client import Inspector, signed_in
from tests.web.places import places, rules
from web import permissions
from web.permissions import Open, check_every_rule, may, public, right_of

LEAST_ROUTES = 25


def test_every_rule_declares_one_right(looked_at):
    found = {rule.endpoint: right_of(looked_at, rule.endpoint) for rule in rules(looked_at)}

    assert len(found) >= LEAST_ROUTES
    assert [endpoint for endpoint, right in found.items() if right is None] == []


def test_what_is_open_to_strangers_is_named_here(looked_at):
    """Whoever opens another page to everybody has to say so twice."""
    open_to_all = {
        rule.endpoint
        for rule in rules(looked_at)
        if right_of(looked_at, rule.endpoint) is Open.TO_ALL
    }

    assert open_to_all == {
        "access.sign_in_page",
        "access.sign_in",
        "access.code_page",
        "access.code",
        "access.language",
        "access.text_size",
    }


def test_a_site_with_an_undeclared_rule_does_not_start():
    app = Flask(__name__)
    app.add_url_rule("/forgotten", view_func=lambda: "")

    with pytest.raises(Misconfigured) as refused:
        check_every_rule(app)
    assert refused.value.params == {"rule": "/static/<path:filename>"} or "forgotten" in str(
        refused.value
    )


def test_a_view_declares_with_a_decorator():
    assert may(Action.DECIDE)(lambda: "").right is Action.DECIDE
    assert public(lambda: "").right is Open.TO_ALL


def test_a_stranger_is_sent_to_sign_in_or_told_to(looked_at):
    stranger = Inspector(looked_at)
    closed = [one for one in places(looked_at) if one.right is not Open.TO_ALL]

    assert len(closed) >= LEAST_ROUTES - 4
    for place in closed:
        answer = stranger.client.open(place.path, method=place.method)
        if place.method == "GET":
            assert answer.status_code == 303, str(place)
            assert answer.location.startswith("/sign-in?next=/"), str(place)
        else:
            assert answer.status_code == 401, str(place)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says_and_nothing_else(app, role):
    visitor = signed_in(app, role)
    token = visitor.token()
    mismatches = []
    # signing out would end the walk, and dropping or taking an import are asked after it was seen
    for place in sorted(places(app), key=lambda one: one.endpoint == "access.sign_out"):
        allowed = place.right in (Open.TO_ALL, Open.TO_SIGNED_IN) or role in RIGHTS[place.right]
        answer = visitor.client.open(
            place.path,
            method=place.method,
            data={"csrf_token": token} if place.method == "POST" else None,
        )
        if (answer.status_code == 403) == allowed or answer.status_code >= 500:
            mismatches.append(f"{place}: {answer.status}")

    assert mismatches == []


def test_what_is_missing_and_what_is_not_yours_look_alike(visit):
    visitor = visit(ROLES[0])
    for path in ("/villages/", "/enterprises/", "/rounds/", "/imports/"):
        page = visitor.get(path + "00000000-0000-0000-0000-000000000007", 404)
        assert page.heading == visitor.get("/no-such-page", 404).heading


def test_the_guard_is_asked_before_the_form_is_looked_at(looked_at):
    """A stranger learns nothing about forms: 401 comes before 400."""
    functions = looked_at.before_request_funcs[None]

    assert functions[0] is permissions._ask
