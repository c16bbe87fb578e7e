"""The examples go through the database unharmed, and the figures are the published ones."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest

from matcher.money import fen
from matcher.parties import figures, snapshot, take
from matcher.programme import Programme
from matcher.store import Database
from matcher.vocabulary import Precision
from seeds import hundred, jingan_guangnan, minhang_shangrila
from tests.people import AT_THE_MACHINE


@cache
def example(name: str) -> Programme:
    return {
        "jingan-guangnan": jingan_guangnan.programme,
        "minhang-shangrila": minhang_shangrila.programme,
        "hundred": lambda: hundred.programme((20, 30), 7),
    }[name]()


@pytest.mark.parametrize("name", ["jingan-guangnan", "minhang-shangrila", "hundred"])
def test_an_example_comes_out_of_the_database_as_it_went_in(database: Database, name: str) -> None:
    with database.writing() as session:
        first = take(session, AT_THE_MACHINE, example(name))
    with database.writing() as session:
        second = take(session, AT_THE_MACHINE, example(name))

    with database.reading() as session:
        assert snapshot(session) == example(name).ordered()
    assert len(first.added) > 20
    assert second.empty


def test_the_dashboard_tells_what_the_newsletter_told(database: Database) -> None:
    with database.writing() as session:
        take(session, AT_THE_MACHINE, example("jingan-guangnan"))

    with database.reading() as session:
        found = figures(session)

    assert (found.enterprises.value, found.villages.value) == (25, 39)
    assert (found.cash_fen.value, found.cash_fen.precision) == (
        fen(Decimal(1931), "wan"),
        Precision.EXACT,
    )
    assert (found.goods_value_fen.value, found.goods_value_fen.precision) == (
        fen(Decimal(50), "wan"),
        Precision.APPROX,
    )
    assert sorted((item.quantity, item.unit) for item in found.items) == [
        (1, "台"),
        (1, "家"),
        (808, "套"),
    ]
    assert {(item.quantity, item.precision) for item in found.services} == {
        (300, Precision.AT_LEAST),
        (37, Precision.EXACT),
    }
    assert (found.delegations.value, found.delegation_enterprises.value) == (2, 17)
