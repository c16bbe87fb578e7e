"""Looking at the board: filters and their totals, saved views, and keeping what was."""

from __future__ import annotations

import re

import pytest

from matcher.access import operator
from matcher.parties import take
from matcher.rounds.running import open_round, run_round
from matcher.vocabulary import Category, Role
from seeds.hundred import programme
from tests.web.boards import address, board, counts, decide, key_of, pairs, rows
from tests.web.client import Inspector, Page, signed_in


@pytest.fixture
def large(empty_app) -> Inspector:
    """A round of several counties."""
    database = empty_app.extensions["jiedui_database"]
    with database.writing() as session:
        take(session, operator("tests"), programme((30, 40), seed=3))
        opened = open_round(session, operator("tests"), campaign="行动", name="大轮")
    run_round(database, operator("tests"), opened.id)
    return signed_in(empty_app, Role.COORDINATOR)


def totals(page: Page) -> tuple[int, int]:
    """Pairs and points of the line below the list."""
    (foot,) = page.all("tfoot")
    words = "".join(foot.itertext())
    pairs_, score = re.search(r"合计 ([\d,]+) 对.*?([\d,]+) 分", words, re.DOTALL).groups()
    return int(pairs_.replace(",", "")), int(score.replace(",", ""))


def scores(page: Page) -> list[int]:
    return [
        int(next(one.iter("b")).text.replace(",", ""))
        for one in page.all("tr")
        if one.get("data-key")
    ]


@pytest.mark.parametrize(
    "query",
    [
        "?show=nonsense",
        "?text=%25%5f",
        "?text=" + "x" * 900,
        "?low=many&high=-1&page=0&since=x",
        "?since=999999999&at=x-y",
        "?mode=nothing&order=odd&view=odd",
    ],
)
def test_a_strange_filter_filters_nothing_or_finds_nothing(visit, query):
    board(visit(Role.LEADER), query)


def test_a_run_that_is_not_there_is_not_found(visit):
    visitor = visit(Role.LEADER)

    visitor.get(f"{address(visitor)}?run=nonsense", 404)


def test_totals_follow_the_filter(large):
    page = board(large)
    assert totals(page) == (counts(page)["all"], sum(scores(page)))
    county = page.all("select", id="county")[0].findall("option")[1].text
    middle = sorted(scores(page))[len(scores(page)) // 2]

    for query in (f"?county={county}", f"?low={middle}", f"?high={middle}", "?text=示例企业01"):
        found = board(large, query)
        assert 0 < len(rows(found)) < len(rows(page))
        assert totals(found) == (len(rows(found)), sum(scores(found)))
    assert min(scores(board(large, f"?low={middle}"))) >= middle
    assert max(scores(board(large, f"?high={middle}"))) <= middle


def test_help_modes_part_the_pairs(large):
    everything = rows(board(large)).keys()
    by_mode = {one: rows(board(large, f"?mode={one}")).keys() for one in Category}

    assert set().union(*by_mode.values()) <= everything
    assert any(0 < len(found) < len(everything) for found in by_mode.values())


@pytest.mark.parametrize(("order", "falling"), [("best", True), ("lowest", False)])
def test_the_list_is_ordered_as_one_likes(large, order, falling):
    found = scores(board(large, f"?order={order}"))

    assert found == sorted(found, reverse=falling)


def test_a_view_is_kept_for_whoever_kept_it_and_nobody_else(large):
    path = address(large)
    page = board(large, "?show=pending&low=500&order=lowest&page=1")

    refused = large.submit(page, f"{path}/views", 422, name="  ")
    assert "名称" in refused.text
    large.submit(page, f"{path}/views", name=" 待定 高分 ")
    (chip,) = board(large).all("ul", class_="chips")
    (link,) = chip.iter("a")
    assert link.text == "待定 高分"
    assert "show=pending" in link.get("href")
    assert "low=500" in link.get("href")
    assert "order=lowest" in link.get("href")
    other = signed_in(large.app, Role.LEADER)
    assert board(other).all("ul", class_="chips") == []

    large.submit(board(large), f"{path}/views/dropping")
    assert board(large).all("ul", class_="chips") == []
    large.post(f"{path}/views/dropping", {"name": "long gone"})


def test_too_many_views_are_refused(large):
    path = address(large)
    for number in range(20):
        large.post(f"{path}/views", {"name": f"视图{number}"})

    assert "20" in large.post(f"{path}/views", {"name": "再一个"}, 409).text
    large.post(f"{path}/views", {"name": "视图3", "show": "out"})  # an old name is written anew


def test_an_empty_list_says_so_and_leads_back(large):
    page = board(large, "?text=nobody-is-called-so")

    assert rows(page) == {}
    assert [one for one in page.links() if one == address(large)]


def test_what_was_can_be_kept_at_the_price_the_page_says(large):
    path = address(large)
    first = board(large)
    decide(large, "veto", *pairs(first)[:9], reason="x")
    page = large.get(f"{path}/staying")
    stops = page.all("input", name="point", type="radio")
    assert len(stops) > 2
    last = len(stops) - 1

    page = large.get(f"{path}/staying?point={last}")
    told = re.search(r"总分 ([\d,]+)", "".join(page.by_id("stop").itertext()))[1]
    large.submit(page, f"{path}/staying/pins", 409, pins="9999")
    large.submit(page, f"{path}/staying/pins", 409, point="77")
    after = large.follow(large.submit(page, f"{path}/staying/pins"))

    assert sum(scores(board(large))) == int(told.replace(",", ""))
    assert counts(after)["pin"] > 0
    kept = rows(first).keys() & rows(board(large)).keys()
    (label,) = {one.text for one in page.all("h2") if "保留" in (one.text or "")}
    assert len(kept) == int(re.search(r"保留 (\d+) 对", label)[1])
    assert len(large.get(f"{path}/staying").all("input", name="point", type="radio")) < 2


def test_a_method_without_prices_says_that_it_has_no_curve(visit):
    visitor = visit(Role.COORDINATOR)
    visitor.submit(board(visitor), f"{address(visitor)}/runs", method="stable")

    assert "先覆盖" in visitor.get(f"{address(visitor)}/staying").text


def test_the_pair_is_looked_at_where_its_address_says(large):
    page = board(large)
    chosen = pairs(page)[5]

    looked_at = board(large, f"?at={key_of(chosen)}")

    (article,) = looked_at.all("article")
    assert article.get("data-pair") == key_of(chosen)
    (row,) = [one for one in looked_at.all("tr") if one.get("aria-current")]
    assert row.get("data-key") == key_of(chosen)
