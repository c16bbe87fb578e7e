"""Lists: searched, filtered, put in order, page by page; and what an empty one tells to do."""

from __future__ import annotations

import dataclasses

import pytest

from matcher.access import operator
from matcher.parties import snapshot, take
from matcher.parties.listing import PER_PAGE
from matcher.programme import Programme
from matcher.vocabulary import Role
from tests.web.client import Page, signed_in


def names(page: Page) -> list[str]:
    (body,) = page.all("tbody")
    return [next(row.iter("a")).text for row in body.iter("tr")]


@pytest.mark.parametrize("path", ["/villages", "/enterprises"])
def test_a_list_is_searched_filtered_and_ordered(looked_at, path):
    visitor = signed_in(looked_at, Role.COORDINATOR)
    everything = names(visitor.get(path))
    wanted = everything[0]

    found = visitor.get(f"{path}?text={wanted}")
    orders = [one.get("value") for one in found.by_id("order").iter("option")]

    assert wanted in names(found)
    assert found.by_id("text").get("value") == wanted
    for order in orders:
        assert sorted(names(visitor.get(f"{path}?order={order}"))) == sorted(everything)
    assert visitor.get(f"{path}?text=nothing-like-it").all("a", href=path)


@pytest.mark.parametrize(
    "query",
    [
        "?page=0",
        "?page=-1",
        "?page=99999999999999999999",
        "?page=x",
        "?order=nonsense",
        "?county=x",
    ],
)
def test_a_strange_address_is_answered_calmly(looked_at, query):
    visitor = signed_in(looked_at, Role.COORDINATOR)

    for path in ("/villages", "/enterprises", "/imports"):
        visitor.get(path + query)


@pytest.mark.parametrize("query", ["?text=%00", "?county=a%00b"])
def test_a_nul_is_refused(looked_at, query):
    signed_in(looked_at, Role.COORDINATOR).get("/villages" + query, 400)


def test_pages_of_a_long_list_hold_every_row_once(app):
    database = app.extensions["jiedui_database"]
    with database.writing() as session:
        one = snapshot(session).villages[0]
        many = tuple(
            dataclasses.replace(one, code=f"53262710{number:04d}", name=f"村{number:04d}")
            for number in range(1201, 1201 + PER_PAGE + 7)
        )
        take(session, operator("tests"), Programme(villages=many))
    visitor = signed_in(app, Role.COORDINATOR)
    first = visitor.get("/villages?text=村1")

    (following,) = {one.get("href") for one in first.all("a", rel="next")}
    second = visitor.get(following)

    found = names(first) + names(second)
    assert len(found) == len(set(found)) == PER_PAGE + 7
    assert second.by_id("text").get("value") == "村1"


def test_an_empty_site_says_what_to_do_next(empty_app):
    visitor = signed_in(empty_app, Role.COORDINATOR)

    for path in ("/", "/villages", "/enterprises", "/imports", "/rounds"):
        page = visitor.get(path)
        (empty,) = page.all("div", class_="empty")
        assert "".join(empty.itertext()).strip()
        assert "/imports" in page.links()


def test_contacts_are_shown_to_who_may_see_them_and_to_nobody_else(app):
    database = app.extensions["jiedui_database"]
    with database.writing() as session:
        one = snapshot(session).villages[0]
        take(
            session,
            operator("tests"),
            Programme(
                villages=(
                    dataclasses.replace(
                        one, secretary_name="示例联系人", secretary_phone="13900000000"
                    ),
                )
            ),
        )
    for role in (Role.COORDINATOR, Role.LEADER, Role.ENTERPRISE):
        visitor = signed_in(app, role)
        pages = [visitor.get("/villages"), *map(visitor.get, _villages(visitor))]
        shown = any("13900000000" in page.response.text for page in pages)
        assert shown == (role is Role.COORDINATOR)


def _villages(visitor) -> list[str]:
    return [one for one in visitor.get("/villages").links() if one.startswith("/villages/")]
