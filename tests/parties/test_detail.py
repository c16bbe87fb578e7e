"""One party with all that is known of it, and contacts for those who may call."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.access import Action, may
from matcher.errors import NotAllowed, NotFound
from matcher.parties import (
    Contact,
    Search,
    enterprise_detail,
    find_enterprises,
    find_villages,
    take,
    village_detail,
)
from matcher.programme import Programme
from matcher.store import Database
from matcher.vocabulary import ArrangementKind, GiftKind, Precision, Role
from tests.builders import a_need, a_village, an_arrangement, an_enterprise, an_offer
from tests.people import AT_THE_MACHINE, somebody

VILLAGE = a_village(
    1,
    people=306,
    secretary_name="canary-1",
    secretary_phone="canary-2",
    team_leader_phone="canary-3",
    filled_by="canary-4",
)
ENTERPRISE = an_enterprise(
    1, contact_name="canary-5", contact_phone="canary-6", outreach_person="canary-7"
)
GIFT = an_arrangement(
    ArrangementKind.GIFT,
    village=None,
    on=date(2019, 10, 1),
    gift_kind=GiftKind.GOODS,
    amount_fen=50_000_000,
    precision=Precision.APPROX,
    source="简报",
)
PROGRAMME = Programme(
    villages=(VILLAGE, a_village(2)),
    needs=(a_need(2), a_need(1), a_need(3, village=2)),
    enterprises=(ENTERPRISE, an_enterprise(2)),
    offers=(an_offer(2), an_offer(1), an_offer(3, enterprise=2)),
    arrangements=(
        GIFT,
        an_arrangement(ArrangementKind.VISITED, on=date(2018, 9, 1), batch="1"),
        an_arrangement(ArrangementKind.PAIRED),
        an_arrangement(ArrangementKind.PAIRED, enterprise=2, village=2),
    ),
)


@pytest.fixture
def stored(database: Database) -> Database:
    with database.writing() as session:
        take(session, AT_THE_MACHINE, PROGRAMME)
    return database


def ids(database: Database) -> tuple[str, str]:
    with database.reading() as session:
        village = find_villages(session, Search(text=VILLAGE.code)).rows[0].id
        return village, find_enterprises(session, Search(text=ENTERPRISE.uscc)).rows[0].id


def test_a_village_with_its_needs_and_ties(stored: Database) -> None:
    village_id, enterprise_id = ids(stored)

    with stored.reading() as session:
        found = village_detail(session, somebody(Role.COORDINATOR), village_id)

    assert found.village.people == 306
    assert found.needs == (a_need(1), a_need(2))
    assert [(tie.kind, tie.on, tie.other_name) for tie in found.ties] == [
        (ArrangementKind.VISITED, date(2018, 9, 1), "示例企业01"),
        (ArrangementKind.PAIRED, None, "示例企业01"),
    ]
    assert {tie.other_id for tie in found.ties} == {enterprise_id}
    assert (found.version, found.updated_by) == (1, "tester")


def test_an_enterprise_with_its_offers_and_ties(stored: Database) -> None:
    village_id, enterprise_id = ids(stored)

    with stored.reading() as session:
        found = enterprise_detail(session, somebody(Role.COORDINATOR), enterprise_id)

    assert found.offers == (an_offer(1), an_offer(2))
    gift, visit, paired = found.ties
    assert (gift.kind, gift.other_id, gift.other_name) == (ArrangementKind.GIFT, None, None)
    assert (gift.amount_fen, gift.precision, gift.source) == (50_000_000, Precision.APPROX, "简报")
    assert (visit.other_id, paired.other_id) == (village_id, village_id)


@pytest.mark.parametrize("role", Role)
def test_contacts_are_told_to_those_who_may_see_them(stored: Database, role: Role) -> None:
    actor = somebody(role)
    village_id, enterprise_id = ids(stored)
    for look, wanted, right, contacts in (
        (
            village_detail,
            village_id,
            Action.SEE_VILLAGES,
            (
                Contact("secretary", "canary-1", "canary-2"),
                Contact("team_leader", None, "canary-3"),
            ),
        ),
        (
            enterprise_detail,
            enterprise_id,
            Action.SEE_ENTERPRISES,
            (Contact("contact", "canary-5", "canary-6"),),
        ),
    ):
        with stored.reading() as session:
            if not may(actor, right):
                with pytest.raises(NotAllowed):
                    look(session, actor, wanted)
                continue
            found = look(session, actor, wanted)
        if may(actor, Action.SEE_CONTACTS):
            assert found.contacts == contacts
        else:
            assert found.contacts is None
            assert "canary" not in repr(found)


def test_nobody_there_is_not_found(stored: Database) -> None:
    actor = somebody(Role.COORDINATOR)
    for look in (village_detail, enterprise_detail):
        for wanted in ("00000000-0000-4000-8000-000000000000", "", "x'"):
            with pytest.raises(NotFound), stored.reading() as session:
                look(session, actor, wanted)
