"""At the door: sign in, be remembered by the server alone, sign out for good, change a password."""

from __future__ import annotations

import pytest

from matcher.vocabulary import Role
from tests.sites import HOSTS, PASSWORD, SECRET, name_of
from tests.web.client import Inspector, signed_in
from web import create_app
from web.sessions import cookie_name


def sid(inspector: Inspector) -> str | None:
    cookie = inspector.client.get_cookie("sid")
    return cookie.value if cookie else None


def test_who_signs_in_goes_on_where_they_wanted(visit):
    visitor = visit(None)
    asked = visitor.get("/villages?county=x", 303)
    page = visitor.follow(asked)
    assert page.form("/sign-in")["next"] == "/villages?county=x"

    sent = visitor.submit(page, "/sign-in", account=name_of(Role.LEADER), password=PASSWORD)

    assert sent.response.location == "/villages?county=x"
    assert visitor.follow(sent).heading


@pytest.mark.parametrize(
    ("account", "password"),
    [(name_of(Role.LEADER), "wrong"), ("nobody", PASSWORD), ("nobody", "wrong")],
)
def test_a_wrong_name_and_a_wrong_password_are_told_alike(visit, account, password):
    page = visit(None).post("/sign-in", {"account": account, "password": password}, 401)

    (summary,) = page.all("div", role="alert")
    assert "".join(summary.itertext()).strip()
    assert page.by_id("account").get("value") == account
    assert page.by_id("password").get("value") in (None, "")


def test_what_is_missing_is_said_beside_the_field_and_on_top(visit):
    page = visit(None).post("/sign-in", {"account": "", "password": ""}, 422)

    assert [
        one.get("href") for one in page.all("a") if one.get("href") in ("#account", "#password")
    ]
    for name in ("account", "password"):
        field = page.by_id(name)
        assert field.get("aria-invalid") == "true"
        assert page.by_id(f"{name}-fault").text
        assert field.get("aria-describedby") == f"{name}-fault"


def test_too_many_tries_have_to_wait(visit):
    visitor = visit(None)
    data = {"account": name_of(Role.LEADER), "password": "wrong"}
    for _ in range(30):
        answer = visitor.client.post("/sign-in", data={**data, "csrf_token": visitor.token()})
        if answer.status_code == 429:
            break
        assert answer.status_code == 401
    else:
        raise AssertionError("nobody counted")

    page = visitor.post("/sign-in", {**data, "password": PASSWORD}, 429)
    assert page.all("div", role="alert")
    assert int(page.response.headers["Retry-After"]) > 0


def test_the_cookie_is_for_the_server_alone(app):
    visitor = signed_in(app, Role.LEADER)

    cookie = visitor.client.get_cookie("sid")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.path == "/"
    assert cookie.expires is None
    assert len(cookie.value) >= 40


def test_behind_https_cookies_and_headers_insist_on_it(furnished):
    app = create_app(f"sqlite:///{furnished}", secret_key=SECRET, trusted_hosts=HOSTS, https=True)
    visitor = app.test_client()

    answer = visitor.get("/sign-in", base_url="https://localhost")

    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "__Host-form=" in answer.headers["Set-Cookie"]
    assert "Secure" in answer.headers["Set-Cookie"]
    with app.test_request_context():
        assert cookie_name() == "__Host-sid"


def test_signing_out_ends_the_session_on_the_server(visit):
    visitor = visit(Role.LEADER)
    stolen = sid(visitor)

    left = visitor.post("/sign-out")

    assert "storage" in left.response.headers["Clear-Site-Data"]
    assert sid(visitor) is None
    visitor.client.set_cookie("sid", stolen)
    visitor.get("/", 303)  # the replayed cookie opens nothing


def test_a_session_is_new_after_signing_in(visit):
    visitor = visit(None)
    visitor.client.set_cookie("sid", "chosen-by-an-attacker")
    visitor.sign_in(name_of(Role.LEADER), PASSWORD)

    assert sid(visitor) not in (None, "chosen-by-an-attacker")
    first = sid(visitor)
    other = Inspector(visitor.app).sign_in(name_of(Role.LEADER), PASSWORD)
    assert sid(other) != first


def test_a_changed_password_ends_every_session(app):
    here, there = signed_in(app, Role.LEADER), signed_in(app, Role.LEADER)
    new = "the river bends twice before noon"

    here.post("/account", {"old": PASSWORD, "new": new, "repeated": new})

    there.get("/", 303)
    here.get("/", 303)
    Inspector(app).sign_in(name_of(Role.LEADER), new)


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"old": "wrong", "new": "x" * 20, "repeated": "x" * 20}, "old"),
        ({"old": PASSWORD, "new": "short", "repeated": "short"}, "new"),
        ({"old": PASSWORD, "new": "a long enough one", "repeated": "another"}, "repeated"),
    ],
)
def test_a_password_that_will_not_do_is_said_beside_its_field(visit, entered, field):
    page = visit(Role.LEADER).post("/account", entered, 422)

    assert page.by_id(f"{field}-fault").text
    assert page.by_id(field).get("value") in (None, ""), "a password is never sent back"


def test_language_and_text_size_stay_with_the_browser(visit):
    visitor = visit(None)
    assert visitor.get("/sign-in").tree.get("lang") == "zh-CN"
    visitor.post("/language", {"language": "en", "next": "/sign-in"})
    visitor.post("/text-size", {"text_size": "large", "next": "/sign-in"})

    page = visitor.get("/sign-in")

    assert page.tree.get("lang") == "en"
    assert page.tree.get("class") == "large-text"
    assert page.heading == "Sign in"


@pytest.mark.parametrize(
    ("asks_for", "gets"),
    [("en-GB,en;q=0.9", "en"), ("zh-TW", "zh-CN"), ("fr", "zh-CN"), ("zh-CN,en;q=0.5", "zh-CN")],
)
def test_a_new_browser_is_answered_in_its_language_else_in_chinese(visit, asks_for, gets):
    page = visit(None).get("/sign-in", headers={"Accept-Language": asks_for})

    assert page.tree.get("lang") == gets


@pytest.mark.parametrize("path", ["/language", "/text-size"])
def test_an_unknown_choice_is_refused(visit, path):
    visit(None).post(path, {"language": "xx", "text_size": "huge"}, 400)
