"""Lists: what is found, in one order, page by page, and never a contact."""

from __future__ import annotations

import pytest

from matcher.parties import Search, counties, find_enterprises, find_villages, take
from matcher.parties.listing import PER_PAGE
from matcher.parties.plain import PERSONAL
from matcher.programme import Programme
from matcher.store import Database
from matcher.vocabulary import ArrangementKind, Category, NeedStatus, OfferKind, Urgency
from tests.builders import a_need, a_village, an_arrangement, an_enterprise, an_offer
from tests.people import AT_THE_MACHINE

PROGRAMME = Programme(
    villages=(
        a_village(1, name="西基德村", county="广南县", town="珠琳镇"),
        a_village(2, name="100%_村", county="广南县", town="那洒镇"),
        a_village(3, name="Nisi 村", county="香格里拉市", town="建塘镇"),
    ),
    needs=(
        a_need(
            1,
            1,
            category=Category.MEDICAL,
            title="村医急救箱",
            gap_fen=30_000,
            urgency=Urgency.URGENT,
        ),
        a_need(2, 1, category=Category.JOBS, gap_fen=None),
        a_need(3, 1, category=Category.EDUCATION, status=NeedStatus.DRAFT, gap_fen=5),
        a_need(4, 2, category=Category.MEDICAL, status=NeedStatus.MET),
        a_need(5, 3, category=Category.JOBS, gap_fen=70_000, status=NeedStatus.PARTLY_MET),
        a_need(6, 3, category=Category.JOBS, gap_fen=1),
    ),
    enterprises=(
        an_enterprise(1, name="甲公司", industry="医疗器械", preferred_counties=("广南县",)),
        an_enterprise(2, name="乙公司", former_names="老乙厂", preferred_counties=("广南",)),
        an_enterprise(3, name="丙公司"),
    ),
    offers=(
        an_offer(1, 1, categories=(Category.MEDICAL, Category.OTHER), kind=OfferKind.GOODS),
        an_offer(2, 1, categories=(Category.DONATION,), kind=OfferKind.CASH, amount_fen=900),
        an_offer(3, 1, categories=(Category.DONATION,), kind=OfferKind.CASH, amount_fen=100),
        an_offer(4, 2, categories=(Category.JOBS,), kind=OfferKind.JOBS, amount_fen=5),
    ),
    arrangements=(
        an_arrangement(ArrangementKind.PAIRED, 1, 1),
        an_arrangement(ArrangementKind.PAIRED, 1, 1, batch="again"),
        an_arrangement(ArrangementKind.PAIRED, 2, 1),
        an_arrangement(ArrangementKind.VISITED, 3, 1),
    ),
)


@pytest.fixture
def stored(database: Database) -> Database:
    with database.writing() as session:
        take(session, AT_THE_MACHINE, PROGRAMME)
    return database


def villages(database: Database, **search: object) -> list[str]:
    with database.reading() as session:
        page = find_villages(session, Search(**search))
        assert page.total == len(page.rows)
        return [row.name for row in page.rows]


def enterprises(database: Database, **search: object) -> list[str]:
    with database.reading() as session:
        page = find_enterprises(session, Search(**search))
        assert page.total == len(page.rows)
        return [row.name for row in page.rows]


ALL = ["西基德村", "100%_村", "Nisi 村"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ({}, {"西基德村", "100%_村", "Nisi 村"}),
        ({"text": "基德"}, {"西基德村"}),
        ({"text": "nisi"}, {"Nisi 村"}),
        ({"text": "广南 珠琳"}, {"西基德村"}),
        ({"text": "急救箱"}, {"西基德村"}),
        ({"text": "%"}, {"100%_村"}),
        ({"text": "_"}, {"100%_村"}),
        ({"text": "\\"}, set()),
        ({"text": "' OR 1=1 --"}, set()),
        ({"text": "532627105203"}, {"Nisi 村"}),
        ({"text": "基德 香格里拉"}, set()),
        ({"county": "广南县"}, {"西基德村", "100%_村"}),
        ({"county": "广南"}, set()),
        ({"category": Category.MEDICAL}, {"西基德村"}),
        ({"category": Category.JOBS}, {"西基德村", "Nisi 村"}),
        ({"category": Category.EDUCATION}, set()),
        ({"category": Category.JOBS, "county": "广南县", "text": "基"}, {"西基德村"}),
    ],
)
def test_villages_are_found(stored: Database, search, found) -> None:
    assert set(villages(stored, **search)) == found


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ({}, {"甲公司", "乙公司", "丙公司"}),
        ({"text": "老乙"}, {"乙公司"}),
        ({"text": "公司 器械"}, {"甲公司"}),
        ({"text": "91310106MA1F00003"}, {"丙公司"}),
        ({"county": "广南县"}, {"甲公司", "丙公司"}),
        ({"county": "文山市"}, {"丙公司"}),
        ({"category": Category.MEDICAL}, {"甲公司"}),
        ({"category": Category.OTHER}, {"甲公司"}),
        ({"category": Category.HARDSHIP}, set()),
    ],
)
def test_enterprises_are_found(stored: Database, search, found) -> None:
    assert set(enterprises(stored, **search)) == found


def test_a_village_row_counts_its_open_needs_only(stored: Database) -> None:
    with stored.reading() as session:
        rows = {row.name: row for row in find_villages(session, Search()).rows}

    first = rows["西基德村"]
    assert (first.needs, first.urgent_needs, first.gap_fen, first.partners) == (2, 1, 30_000, 2)
    assert first.categories == (Category.JOBS, Category.MEDICAL)
    assert (rows["100%_村"].needs, rows["100%_村"].gap_fen) == (0, None)
    assert (rows["Nisi 村"].needs, rows["Nisi 村"].gap_fen) == (2, 70_001)


def test_an_enterprise_row_adds_up_cash_only(stored: Database) -> None:
    with stored.reading() as session:
        rows = {row.name: row for row in find_enterprises(session, Search()).rows}

    first = rows["甲公司"]
    assert (first.offers, first.cash_fen, first.partners) == (3, 1_000, 1)
    assert first.offer_kinds == (OfferKind.CASH, OfferKind.GOODS)
    assert first.categories == (Category.DONATION, Category.MEDICAL, Category.OTHER)
    assert (rows["乙公司"].cash_fen, rows["丙公司"].offers) == (None, 0)


def test_counties_are_named_once_each(stored: Database) -> None:
    with stored.reading() as session:
        assert counties(session) == ["广南县", "香格里拉市"]


def test_pages_hold_every_row_once_in_one_order(database: Database) -> None:
    many = Programme(
        villages=tuple(a_village(n, name="同名村", town=f"镇{n % 3}") for n in range(121)),
        enterprises=tuple(an_enterprise(n, name="同名企业") for n in range(121)),
    )
    with database.writing() as session:
        take(session, AT_THE_MACHINE, many)

    for find in (find_villages, find_enterprises):
        with database.reading() as session:
            pages = [find(session, Search(page=number)) for number in (1, 2, 3)]
            beyond = find(session, Search(page=99))
            before = find(session, Search(page=-1))
        assert [len(page.rows) for page in pages] == [PER_PAGE, PER_PAGE, 21]
        assert {(page.total, page.pages) for page in pages} == {(121, 3)}
        assert len({row.id for page in pages for row in page.rows}) == 121
        assert (beyond.page, beyond.rows) == (3, pages[2].rows)
        assert (before.page, before.rows) == (1, pages[0].rows)


def test_an_empty_list_has_one_empty_page(database: Database) -> None:
    with database.reading() as session:
        page = find_villages(session, Search())

    assert (page.rows, page.total, page.page, page.pages) == ((), 0, 1, 1)


def test_no_list_and_no_search_tells_a_contact(database: Database) -> None:
    programme = Programme(
        villages=(a_village(1, **dict.fromkeys(PERSONAL["village"], "canary")),),
        enterprises=(an_enterprise(1, **dict.fromkeys(PERSONAL["enterprise"], "canary")),),
    )
    with database.writing() as session:
        take(session, AT_THE_MACHINE, programme)

    for find in (find_villages, find_enterprises):
        with database.reading() as session:
            everything, searched = find(session, Search()), find(session, Search(text="canary"))
        assert everything.total == 1
        assert "canary" not in repr(everything)
        assert searched.total == 0


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("gap", ["Nisi 村", "西基德村", "100%_村"]),
        ("needs", ["西基德村", "Nisi 村", "100%_村"]),
        ("partners", ["100%_村", "Nisi 村", "西基德村"]),
        ("", ALL),
        ("no such order", ALL),
    ],
)
def test_villages_stand_in_the_order_that_was_asked_for(stored, order, first):
    assert villages(stored, order=order) == first


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("cash", ["甲公司", "丙公司", "乙公司"]),
        ("partners", ["丙公司", "乙公司", "甲公司"]),
        ("", ["丙公司", "乙公司", "甲公司"]),
    ],
)
def test_enterprises_stand_in_the_order_that_was_asked_for(stored, order, first):
    assert enterprises(stored, order=order) == first


def test_money_is_added_over_all_rows_that_were_found(stored):
    with stored.reading() as session:
        assert find_villages(session, Search()).sum_fen == 100_001
        assert find_villages(session, Search(county="广南县")).sum_fen == 30_000
        assert find_villages(session, Search(text="100%_村")).sum_fen is None
        assert find_enterprises(session, Search()).sum_fen == 1_000
