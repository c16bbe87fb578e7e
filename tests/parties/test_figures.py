"""The published figures: each counted from its rows, none added to another kind."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from matcher.parties import Figures, Item, figures, take
from matcher.programme import Arrangement, Programme
from matcher.store import Database
from matcher.vocabulary import ArrangementKind, GiftKind, Precision
from tests.builders import a_village, an_arrangement, an_enterprise
from tests.people import AT_THE_MACHINE

PAIRED, VISITED = ArrangementKind.PAIRED, ArrangementKind.VISITED


def gift(kind: GiftKind, number: int = 1, **fields: Any) -> Arrangement:
    return an_arrangement(ArrangementKind.GIFT, number, None, gift_kind=kind, **fields)


def counted(database: Database, *arrangements: Arrangement) -> Figures:
    programme = Programme(
        villages=tuple(a_village(number) for number in range(1, 6)),
        enterprises=tuple(an_enterprise(number) for number in range(1, 6)),
        arrangements=arrangements,
    )
    with database.writing() as session:
        take(session, AT_THE_MACHINE, programme)
    with database.reading() as session:
        return figures(session)


def test_without_rows_every_figure_is_an_exact_nothing(database: Database) -> None:
    found = counted(database)

    for figure in (found.enterprises, found.cash_fen, found.delegations):
        assert (figure.value, figure.precision, figure.rows) == (0, Precision.EXACT, ())
    assert found.items == found.services == ()


def test_enterprises_villages_and_agreements_are_counted_apart(database: Database) -> None:
    found = counted(
        database,
        an_arrangement(PAIRED, 1, 1),
        an_arrangement(PAIRED, 1, 2),
        an_arrangement(PAIRED, 2, 2),
        an_arrangement(VISITED, 3, 3),
    )

    assert [one.value for one in (found.enterprises, found.villages, found.agreements)] == [2, 2, 3]
    assert len(found.agreements.rows) == 3


def test_money_of_different_kinds_is_never_added(database: Database) -> None:
    found = counted(
        database,
        gift(GiftKind.CASH, 1, amount_fen=100, precision=Precision.EXACT),
        gift(GiftKind.CASH, 2, amount_fen=20),
        gift(GiftKind.PARTY_DUES, 2, amount_fen=7),
        gift(GiftKind.GOODS, 3, amount_fen=4, precision=Precision.APPROX),
        gift(GiftKind.SERVICE, 3, amount_fen=1_000),
        gift(
            GiftKind.CONSTRUCTION,
            3,
            amount_fen=2_000,
            item="教学楼",
            quantity=Decimal(1),
            unit="家",
        ),
    )

    assert (found.cash_fen.value, found.cash_fen.precision) == (120, Precision.EXACT)
    assert found.party_dues_fen.value == 7
    assert (found.goods_value_fen.value, found.goods_value_fen.precision) == (4, Precision.APPROX)
    assert len(found.cash_fen.rows) == 2


def test_a_sum_is_as_vague_as_its_vaguest_part(database: Database) -> None:
    found = counted(
        database,
        gift(GiftKind.CASH, 1, amount_fen=1, precision=Precision.EXACT),
        gift(GiftKind.CASH, 2, amount_fen=1, precision=Precision.AT_LEAST),
        gift(GiftKind.PARTY_DUES, 1, amount_fen=1, precision=Precision.AT_LEAST),
        gift(GiftKind.PARTY_DUES, 2, amount_fen=1, precision=Precision.APPROX),
    )

    assert found.cash_fen.precision is Precision.AT_LEAST
    assert found.party_dues_fen.precision is Precision.APPROX


def test_things_are_counted_each_in_its_own_unit(database: Database) -> None:
    def kits(number: int, quantity: int, unit: str = "套") -> Arrangement:
        return gift(GiftKind.GOODS, number, item="救护箱", quantity=Decimal(quantity), unit=unit)

    found = counted(
        database,
        kits(1, 800),
        kits(2, 8),
        kits(3, 5, "箱"),
        gift(GiftKind.CONSTRUCTION, 1, item="教学楼", quantity=Decimal(1), unit="家"),
        gift(
            GiftKind.SERVICE,
            1,
            item="义诊",
            quantity=Decimal(300),
            unit="人次",
            precision=Precision.AT_LEAST,
        ),
        gift(GiftKind.SERVICE, 1, item="手术", quantity=Decimal(37), unit="例"),
        gift(GiftKind.CASH, 1, item="现金", quantity=Decimal(9), unit="笔"),
    )

    assert [plain(one) for one in found.items] == [
        (GiftKind.CONSTRUCTION, "教学楼", "家", Decimal(1), Precision.EXACT, 1),
        (GiftKind.GOODS, "救护箱", "套", Decimal(808), Precision.EXACT, 2),
        (GiftKind.GOODS, "救护箱", "箱", Decimal(5), Precision.EXACT, 1),
    ]
    assert [plain(one) for one in found.services] == [
        (GiftKind.SERVICE, "义诊", "人次", Decimal(300), Precision.AT_LEAST, 1),
        (GiftKind.SERVICE, "手术", "例", Decimal(37), Precision.EXACT, 1),
    ]


def plain(item: Item) -> tuple[object, ...]:
    return (
        item.gift_kind,
        item.item,
        item.unit,
        item.quantity,
        item.precision,
        len(item.rows),
    )


def test_a_delegation_counts_heads_once_and_visits_each_time(database: Database) -> None:
    found = counted(
        database,
        an_arrangement(VISITED, 1, 1, batch="2018-09"),
        an_arrangement(VISITED, 1, 2, batch="2018-09"),
        an_arrangement(VISITED, 2, 1, batch="2018-09"),
        an_arrangement(VISITED, 1, 3, batch="2018-12"),
        an_arrangement(VISITED, 4, 3),
    )

    assert found.delegations.value == 2
    assert found.delegation_enterprises.value == 2
    assert found.delegation_attendances.value == 3
    assert len(found.delegations.rows) == 4
