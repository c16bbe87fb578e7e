"""Refusals in the chain: recorded apart from what was taken back, and never a flood."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from matcher.access import Action, audit_count, audit_rows, verify_chain
from matcher.access.audit import REFUSED, AuditSearch
from matcher.access.refusals import MOST, record_refusal
from matcher.store import Database
from tests.databases import SetClock
from tests.people import account


def refuse(database: Database, actor, times: int = 1) -> None:
    for _ in range(times):
        record_refusal(database, actor, Action.SEE_VILLAGES, "village:x", "parties.no_such_village")


def refused(database: Database) -> list:
    with database.reading() as session:
        return audit_rows(session, search=AuditSearch(result=REFUSED), per_page=1000)


def test_a_refusal_is_a_link_with_who_what_and_why(database: Database) -> None:
    li = account(database)
    refuse(database, li)

    (link,) = refused(database)
    assert (link.actor_name, link.action, link.thing) == ("li", "see_villages", "village:x")
    assert link.detail == {"code": "parties.no_such_village"}
    with database.reading() as session:
        assert verify_chain(session) is None


def test_of_a_flood_the_last_link_says_that_it_is_the_last(database: Database) -> None:
    li, wang = account(database), account(database, name="wang")
    refuse(database, li, MOST + 30)
    refuse(database, wang)

    links = refused(database)
    assert len(links) == MOST + 1, "another account is not silenced with it"
    assert [link.actor_name for link in links if link.detail.get("last")] == ["li"]
    assert links[1].detail["last"]


def test_a_flood_from_many_browsers_is_held_too(database: Database) -> None:
    li = account(database)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: refuse(database, li, 6), range(8)))

    assert len(refused(database)) == MOST


def test_after_a_while_refusals_are_recorded_again(database: Database, clock: SetClock) -> None:
    li = account(database)
    refuse(database, li, MOST + 1)
    clock.forward(minutes=10)
    refuse(database, li)

    assert len(refused(database)) == MOST + 1


def test_the_chain_is_searched_by_who_what_when_and_how_it_ended(
    database: Database, clock: SetClock
) -> None:
    li = account(database)
    refuse(database, li)
    start = clock.now
    clock.forward(days=1)
    refuse(database, li)
    searches = {
        AuditSearch(): 3,
        AuditSearch(actor="LI"): 2,
        AuditSearch(actor="%"): 0,
        AuditSearch(action="manage_accounts"): 1,
        AuditSearch(thing="village:x"): 2,
        AuditSearch(result=REFUSED): 2,
        AuditSearch(since=clock.now): 1,
        AuditSearch(until=clock.now): 2,
        AuditSearch(since=start, until=start): 0,
    }
    with database.reading() as session:
        assert {search: audit_count(session, search) for search in searches} == searches
        for search, count in searches.items():
            assert len(audit_rows(session, search=search)) == count
