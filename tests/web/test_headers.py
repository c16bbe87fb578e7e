"""Each rule of what an answer says to the browser and what a request must bring, by name."""

from __future__ import annotations

import pytest

from matcher.access import disable, operator, set_password
from matcher.vocabulary import Role
from tests.sites import HOSTS, PASSWORD, SECRET, name_of
from tests.web.client import Inspector, signed_in
from tests.web.places import places
from web import create_app

# written out here, apart from the site's own declarations: a header that is lost is found
EXPECTED = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def said(answer) -> dict[str, str]:
    return {name: answer.headers.get(name) for name in EXPECTED}


@pytest.mark.parametrize("role", [None, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_every_route_says_exactly_these_headers(app, role):
    visitor = signed_in(app, role)
    asked = [one for one in places(app) if one.endpoint != "access.sign_out"]

    assert len(asked) >= 25
    for place in asked:
        answer = visitor.client.open(place.path, method=place.method)
        assert said(answer) == EXPECTED, str(place)
        assert answer.headers["Cache-Control"] == "no-store", str(place)
        assert "Cookie" in answer.headers["Vary"], str(place)


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/no-such-page", "GET", 404),
        ("/villages", "DELETE", 405),
        ("/villages?text=%00", "GET", 303),
        ("/static/ink.css", "GET", 200),
        ("/static/none.css", "GET", 404),
        ("/language", "POST", 400),
    ],
)
def test_errors_and_assets_say_them_too(looked_at, path, method, status):
    answer = looked_at.test_client().open(path, method=method)

    assert answer.status_code == status
    assert said(answer) == EXPECTED


def test_the_policy_allows_nothing_inline_and_nothing_foreign():
    policy = EXPECTED["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


@pytest.mark.parametrize("https", [True, False])
def test_only_over_https_the_browser_is_told_to_insist_on_it(furnished, https):
    app = create_app(f"sqlite:///{furnished}", secret_key=SECRET, trusted_hosts=HOSTS, https=https)
    scheme = "https" if https else "http"

    answer = app.test_client().get("/sign-in", base_url=f"{scheme}://localhost")

    expected = "max-age=31536000; includeSubDomains" if https else None
    assert answer.headers.get("Strict-Transport-Security") == expected


def test_over_https_the_session_cookie_is_bound_to_this_very_host(furnished):
    app = create_app(f"sqlite:///{furnished}", secret_key=SECRET, trusted_hosts=HOSTS, https=True)
    client, site = app.test_client(), "https://localhost"
    page = client.get("/sign-in", base_url=site)
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "account": name_of(Role.LEADER), "password": PASSWORD}

    answer = client.post(
        "/sign-in", data=data, base_url=site, headers={"Referer": f"{site}/sign-in"}
    )

    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if "__Host-sid=" in one]
    terms = {one.strip().lower() for one in cookie.split(";")[1:]}
    assert terms == {"secure", "httponly", "path=/", "samesite=lax"}


def test_over_https_a_post_from_another_site_is_refused(furnished):
    app = create_app(f"sqlite:///{furnished}", secret_key=SECRET, trusted_hosts=HOSTS, https=True)
    client, site = app.test_client(), "https://localhost"
    page = client.get("/sign-in", base_url=site)
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]

    for referrer in ({}, {"Referer": "https://evil.example/sign-in"}):
        answer = client.post(
            "/sign-in", data={"csrf_token": token}, base_url=site, headers=referrer
        )
        assert answer.status_code == 400


def test_signing_in_needs_a_form_of_ours_too(looked_at):
    """Else somebody could be signed in to another's account without noticing."""
    data = {"account": name_of(Role.LEADER), "password": PASSWORD}

    assert looked_at.test_client().post("/sign-in", data=data).status_code == 400


def test_a_forwarded_host_or_address_is_not_believed_without_a_proxy(app):
    told = {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "6.6.6.6"}

    answer = app.test_client().get("/villages", headers=told)

    assert answer.location.startswith("/sign-in")
    assert "evil" not in answer.location
    visitor = Inspector(app)
    data = {"account": "nobody", "password": "x", "csrf_token": visitor.token()}
    for number in range(25):
        answer = visitor.client.post(
            "/sign-in",
            data={**data, "account": f"nobody-{number}"},
            headers={"X-Forwarded-For": f"6.6.6.{number}"},
        )
    assert answer.status_code == 429, "a made-up address does not slip past the limit"


def test_no_address_of_ours_is_complete_or_names_the_host(looked_at):
    page = signed_in(looked_at, Role.COORDINATOR).get("/")

    assert [one for one in page.links() if not one.startswith(("/", "#"))] == []


def test_a_session_is_dead_after_sign_out_closing_and_a_new_password(app):
    """Idleness and age are told in tests/access, where the clock can be set."""
    database = app.extensions["jiedui_database"]
    left, closed, renewed = (
        signed_in(app, role) for role in (Role.LEADER, Role.FINANCE, Role.REVIEWER)
    )
    cookie = left.client.get_cookie("sid").value
    left.post("/sign-out")
    left.client.set_cookie("sid", cookie)
    with database.writing() as session:
        disable(session, operator("tests"), name_of(Role.FINANCE))
        set_password(session, operator("tests"), name_of(Role.REVIEWER), "a kite above reeds")

    for visitor in (left, closed, renewed):
        assert visitor.get("/villages", 303).response.location.startswith("/sign-in?next=")
