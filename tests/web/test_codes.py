"""One-time codes on the pages: set up, asked for at the door, and taken away."""

from __future__ import annotations

import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pyotp
import pytest
import segno

from matcher.access.audit import audit_rows
from matcher.vocabulary import Role
from tests.databases import SetClock
from tests.sites import PASSWORD, name_of
from tests.web.client import Inspector, Page, signed_in

LEADER = name_of(Role.LEADER)


@pytest.fixture
def clock(app, monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """The clock of the site, so that minutes pass and each code is a new one."""
    clock = SetClock()
    monkeypatch.setattr(app.extensions["jiedui_database"], "clock", clock)
    return clock


def secret_on(page: Page) -> str:
    (place,) = page.all("p", class_="secret")
    groups = [one.text for one in place.iter("code")]
    assert {len(one) for one in groups} == {4}
    return "".join(groups)


def set_up(visitor: Inspector, clock: SetClock) -> tuple[pyotp.TOTP, list[str]]:
    """As a person does it: the app with the secret, and the recovery codes."""
    page = visitor.follow(
        visitor.submit(visitor.get("/account"), "/account/codes", password=PASSWORD)
    )
    app = pyotp.TOTP(secret_on(page))
    done = visitor.submit(page, "/account/codes/confirming", 200, code=app.at(clock.now))
    (listed,) = done.all("ol", class_="spare")
    clock.forward(seconds=60)
    return app, [one.text for one in listed.iter("code")]


def half_in(app, wanted: str = "") -> tuple[Inspector, Page]:
    visitor = signed_in(app, None)
    page = visitor.follow(
        visitor.post("/sign-in", {"account": LEADER, "password": PASSWORD, "next": wanted})
    )
    assert page.all("input", autocomplete="one-time-code")
    return visitor, page


def test_codes_are_set_up_and_then_asked_for(app, clock):
    phone, spare = set_up(signed_in(app, Role.LEADER), clock)
    assert len(set(spare)) == 10

    visitor, page = half_in(app, "/villages?page=1")
    visitor.get("/", 303)  # half a sign-in opens nothing
    sent = visitor.submit(page, "/sign-in/code", code=phone.at(clock.now))

    assert sent.response.location == "/villages?page=1"
    assert visitor.follow(sent).heading
    assert visitor.get("/sign-in/code", 303).response.location == "/sign-in"


def test_the_picture_is_the_address_of_the_secret(app, clock):
    visitor = signed_in(app, Role.LEADER)
    page = visitor.follow(
        visitor.submit(visitor.get("/account"), "/account/codes", password=PASSWORD)
    )
    address = pyotp.TOTP(secret_on(page)).provisioning_uri(name=LEADER, issuer_name="结对")

    (image,) = page.all("img", class_="qr")
    svg = unquote(image.get("src").removeprefix("data:image/svg+xml;charset=utf-8,"))

    assert image.get("alt")
    assert dark_modules(svg) == sum(map(sum, segno.make(address, error="m", micro=False).matrix))
    assert not re.search(r"style|script|href|on\w+=", svg)


def dark_modules(svg: str) -> int:
    """Of the picture's second path: relative lines `h`, each one module thick."""
    *_, dark = ElementTree.fromstring(svg)
    return sum(int(length) for length in re.findall(r"h(\d+)", dark.get("d")))


def test_a_recovery_code_signs_in_and_is_counted_off(app, clock):
    _, spare = set_up(signed_in(app, Role.LEADER), clock)

    visitor, page = half_in(app)
    sent = visitor.submit(page, "/sign-in/code", recovery=spare[0])

    assert sent.response.location == "/"
    assert "9" in visitor.get("/account").text
    again, page = half_in(app)
    refused = again.submit(page, "/sign-in/code", 401, recovery=spare[0])
    assert refused.by_id("recovery-fault").text
    assert refused.all("details", class_="opens spare-way")[0].get("open") is not None


def test_a_wrong_code_is_said_beside_its_field(app, clock):
    set_up(signed_in(app, Role.LEADER), clock)
    visitor, page = half_in(app)

    for entered, status in (({"code": ""}, 422), ({"code": "000000"}, 401)):
        refused = visitor.submit(page, "/sign-in/code", status, **entered)
        assert refused.by_id("code-fault").text


def test_a_code_is_taken_once_and_not_after_five_minutes(app, clock):
    phone, _ = set_up(signed_in(app, Role.LEADER), clock)
    first, page = half_in(app)
    code = phone.at(clock.now)
    cookie = first.client.get_cookie("form").value
    first.submit(page, "/sign-in/code", code=code)

    second, page = half_in(app)
    second.submit(page, "/sign-in/code", 401, code=code)
    clock.forward(seconds=301)
    late = second.submit(page, "/sign-in/code", code=phone.at(clock.now))
    assert late.response.location == "/sign-in?next=/"
    assert second.follow(late).all("div", role="status")
    thief = signed_in(app, None)
    thief.client.set_cookie("form", cookie)  # replayed: the server forgot that half
    thief.get("/sign-in/code")
    assert thief.post("/sign-in/code", {"code": phone.at(clock.now)}).response.location == (
        "/sign-in?next=/"
    )


def test_too_many_wrong_codes_have_to_wait(app, clock):
    phone, _ = set_up(signed_in(app, Role.LEADER), clock)
    visitor, page = half_in(app)
    for _ in range(9):
        visitor.submit(page, "/sign-in/code", 401, code="000000")

    told = visitor.submit(page, "/sign-in/code", 429, code=phone.at(clock.now))

    assert int(told.response.headers["Retry-After"]) > 0
    clock.forward(seconds=15 * 60)
    visitor, page = half_in(app)
    assert visitor.submit(page, "/sign-in/code", code=phone.at(clock.now))


def test_the_door_tells_no_one_who_has_codes(app, clock):
    set_up(signed_in(app, Role.LEADER), clock)
    told = set()
    for name in (LEADER, name_of(Role.AUDITOR)):
        page = signed_in(app, None).post("/sign-in", {"account": name, "password": "no"}, 401)
        told.add(page.text.replace(name, "…"))

    assert len(told) == 1


def test_setting_up_needs_the_password_and_a_right_code(app, clock):
    visitor = signed_in(app, Role.LEADER)
    assert visitor.get("/account/codes", 303).response.location == "/account"
    for password, status in (("", 422), ("wrong", 422)):
        page = visitor.submit(visitor.get("/account"), "/account/codes", status, password=password)
        assert page.by_id("password-fault").text

    page = visitor.follow(
        visitor.submit(visitor.get("/account"), "/account/codes", password=PASSWORD)
    )
    page = visitor.submit(page, "/account/codes/confirming", 422, code="000000")

    assert page.by_id("code-fault").text
    assert secret_on(page)
    clock.forward(seconds=15 * 60)
    visitor.post("/account/codes/confirming", {"code": "000000"}, 409)


def test_the_holder_takes_them_away(app, clock):
    visitor = signed_in(app, Role.LEADER)
    set_up(visitor, clock)
    page = visitor.get("/account")
    visitor.submit(page, "/account/codes/removal", 422, password="wrong")

    visitor.submit(page, "/account/codes/removal", password=PASSWORD)

    assert signed_in(app, Role.LEADER).get("/").heading
    visitor.post("/account/codes/removal", {"password": PASSWORD}, 409)
    visitor.post("/account/codes", {"password": PASSWORD})


def test_an_administrator_takes_them_away_with_a_reason(app, clock):
    set_up(signed_in(app, Role.LEADER), clock)
    administrator = signed_in(app, Role.ADMINISTRATOR)
    (link,) = (
        one.get("href") for one in administrator.get("/accounts").all("a") if one.text == LEADER
    )
    page = administrator.get(link)
    refused = administrator.submit(page, f"{link}/codes-removal", 422, reason=" ")
    assert refused.by_id("reason-fault").text

    administrator.submit(page, f"{link}/codes-removal", reason="手机丢失")

    assert signed_in(app, Role.LEADER).get("/").heading
    gone = administrator.get(link)
    assert [one for one in gone.all("form") if one.get("action") == f"{link}/codes-removal"] == []
    administrator.post(f"{link}/codes-removal", {"reason": "again"}, 409)
    with app.extensions["jiedui_database"].reading() as session:
        assert "手机丢失" in [one.detail.get("reason") for one in audit_rows(session)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_codes_speaks_both_languages(app, clock, language):
    visitor = signed_in(app, Role.LEADER)
    visitor.post("/language", {"language": language, "next": "/"})

    set_up(visitor, clock)

    assert visitor.get("/account").tree.get("lang").startswith(language)
