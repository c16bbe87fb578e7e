"""An administrator at work: accounts are opened, scoped, closed, unlocked, given a password."""

from __future__ import annotations

import re

import pytest

from matcher.access import accounts
from matcher.vocabulary import Role
from tests.sites import PASSWORD, name_of
from tests.web.client import Inspector

OWN = "a kite above the reeds"


def one_time(page) -> str:
    (code,) = page.all("code")
    return code.text


def address_of(visitor: Inspector, role: Role) -> str:
    with visitor.app.extensions["jiedui_database"].reading() as session:
        (row,) = (one for one in accounts(session) if one.role is role)
    return f"/accounts/{row.id}"


def test_an_account_is_opened_and_its_holder_sets_a_password_first(app, visit):
    administrator = visit(Role.ADMINISTRATOR)
    page = administrator.submit(
        administrator.get("/accounts"),
        "/accounts",
        200,
        name="zhang",
        display_name="张",
        role="coordinator",
        district="静安区",
        county="532627",
    )
    holder = Inspector(app).sign_in("zhang", one_time(page))

    for path in ("/villages", "/", "/rounds"):
        assert holder.get(path, 303).response.location == "/account"
    assert holder.post("/rounds", {"campaign": "c", "name": "n"}).response.location == "/account"
    assert holder.get("/account").all("div", class_="message waiting")
    holder.post("/account", {"old": one_time(page), "new": OWN, "repeated": OWN})
    assert Inspector(app).sign_in("zhang", OWN).get("/rounds").heading
    assert "静安区" in administrator.get("/accounts").text


def test_a_password_is_reset_and_the_old_one_and_its_sessions_end(app, visit):
    leader, administrator = visit(Role.LEADER), visit(Role.ADMINISTRATOR)
    path = address_of(administrator, Role.LEADER)

    page = administrator.submit(administrator.get(path), f"{path}/password", 200)

    leader.get("/", 303)
    Inspector(app).post("/sign-in", {"account": name_of(Role.LEADER), "password": PASSWORD}, 401)
    Inspector(app).sign_in(name_of(Role.LEADER), one_time(page))
    assert re.fullmatch(r"[0-9a-f]{4}(-[0-9a-f]{4}){4}", one_time(page))
    assert one_time(page) not in administrator.get(path).text


def test_an_account_is_closed_and_opened_again(visit):
    leader, administrator = visit(Role.LEADER), visit(Role.ADMINISTRATOR)
    path = address_of(administrator, Role.LEADER)

    page = administrator.follow(administrator.submit(administrator.get(path), f"{path}/closing"))
    leader.get("/", 303)
    administrator.submit(page, f"{path}/opening")

    leader.sign_in(name_of(Role.LEADER), PASSWORD).get("/")


def test_the_last_administrator_stays(visit):
    administrator = visit(Role.ADMINISTRATOR)
    path = address_of(administrator, Role.ADMINISTRATOR)

    administrator.submit(administrator.get(path), f"{path}/closing", 409)

    assert administrator.get("/accounts").heading


def test_an_account_that_waits_is_let_in(app, visit):
    administrator, visitor = visit(Role.ADMINISTRATOR), visit(None)
    data = {"account": name_of(Role.LEADER), "password": "wrong"}
    for _ in range(10):
        visitor.post("/sign-in", data, 401)
    visitor.post("/sign-in", {**data, "password": PASSWORD}, 429)
    path = address_of(administrator, Role.LEADER)

    administrator.submit(administrator.get(path), f"{path}/unlocking")

    visitor.sign_in(name_of(Role.LEADER), PASSWORD)


@pytest.mark.parametrize(
    ("entered", "field", "status"),
    [
        ({"name": ""}, "name", 422),
        ({"name": "a b"}, "name", 422),
        ({"name": name_of(Role.LEADER)}, "name", 409),
        ({"county": "53"}, "county", 422),
        ({"uscc": "x"}, "uscc", 422),
        ({"village_code": "1"}, "village_code", 422),
        ({"district": "x" * 200}, "district", 422),
        ({"display_name": ""}, "display_name", 422),
    ],
)
def test_what_will_not_do_is_said_beside_its_field(visit, entered, field, status):
    given = {"name": "zhang", "display_name": "张", "role": "coordinator", **entered}
    page = visit(Role.ADMINISTRATOR).post("/accounts", given, status)

    assert page.by_id(f"{field}-fault").text


def test_a_place_is_said_anew_and_a_wrong_one_is_refused(visit):
    administrator = visit(Role.ADMINISTRATOR)
    path = address_of(administrator, Role.CADRE)
    page = administrator.get(path)

    administrator.submit(page, f"{path}/scope", county="532627")
    refused = administrator.submit(page, f"{path}/scope", 422, county="x")

    assert administrator.get(path).by_id("county").get("value") == "532627"
    assert refused.by_id("county-fault").text


def test_an_administrator_is_shown_no_business(visit):
    administrator = visit(Role.ADMINISTRATOR)

    for path in ("/villages", "/enterprises", "/rounds", "/imports", "/audit"):
        administrator.get(path, 403)
    assert set(administrator.get("/").links()) >= {"/accounts"}
    assert not {"/villages", "/rounds", "/audit"} & set(administrator.get("/").links())
