"""The published figures, computed from rows; nothing of different kinds is ever added together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.parties.model import Arrangement
from matcher.vocabulary import ArrangementKind, GiftKind, Precision


@dataclass(frozen=True)
class Figure:
    """A number with how exact it is and the ids of the arrangements it is made of."""

    value: int
    precision: Precision
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """Things counted in one unit: 808 套 救护箱, at least 300 人次 义诊."""

    gift_kind: GiftKind
    item: str
    unit: str
    quantity: Decimal
    precision: Precision
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """`enterprises` and `villages` have a signed agreement. Money is fen; Party dues stand apart.

    `items` are construction and goods by unit, `services` what was done for people.
    `delegation_enterprises` counts each enterprise once, `delegation_attendances` each time.
    """

    enterprises: Figure
    villages: Figure
    agreements: Figure
    cash_fen: Figure
    party_dues_fen: Figure
    goods_value_fen: Figure
    items: tuple[Item, ...]
    services: tuple[Item, ...]
    delegations: Figure
    delegation_enterprises: Figure
    delegation_attendances: Figure


def figures(session: Session) -> Figures:
    """Every figure with the rows behind it."""
    rows = list(session.scalars(select(Arrangement).order_by(Arrangement.id)))
    paired = [row for row in rows if row.kind is ArrangementKind.PAIRED]
    gifts = [row for row in rows if row.kind is ArrangementKind.GIFT]
    visited = [row for row in rows if row.kind is ArrangementKind.VISITED and row.batch]
    return Figures(
        enterprises=_count(paired, lambda row: row.uscc),
        villages=_count(paired, lambda row: row.village_code),
        agreements=_count(paired, lambda row: row.id),
        cash_fen=_money(gifts, GiftKind.CASH),
        party_dues_fen=_money(gifts, GiftKind.PARTY_DUES),
        goods_value_fen=_money(gifts, GiftKind.GOODS),
        items=_items(gifts, GiftKind.CONSTRUCTION) + _items(gifts, GiftKind.GOODS),
        services=_items(gifts, GiftKind.SERVICE),
        delegations=_count(visited, lambda row: row.batch),
        delegation_enterprises=_count(visited, lambda row: row.uscc),
        delegation_attendances=_count(visited, lambda row: (row.batch, row.uscc)),
    )


def _count(rows: Sequence[Arrangement], what: Callable[[Arrangement], Any]) -> Figure:
    """How many different ones there are. Rows can be counted, so a count is exact."""
    return Figure(len({what(row) for row in rows}), Precision.EXACT, _ids(rows))


def _money(gifts: Sequence[Arrangement], kind: GiftKind) -> Figure:
    rows = [row for row in gifts if row.gift_kind is kind and row.amount_fen is not None]
    return Figure(sum(row.amount_fen or 0 for row in rows), _precision(rows), _ids(rows))


def _items(gifts: Sequence[Arrangement], kind: GiftKind) -> tuple[Item, ...]:
    """Gifts of one kind that are counted, each thing in its own unit."""
    groups: dict[tuple[str, str], list[Arrangement]] = {}
    for row in gifts:
        if row.gift_kind is kind and row.quantity is not None:
            groups.setdefault((row.item or "", row.unit or ""), []).append(row)
    return tuple(
        Item(
            gift_kind=kind,
            item=item,
            unit=unit,
            quantity=sum((row.quantity or Decimal(0) for row in rows), Decimal(0)),
            precision=_precision(rows),
            rows=_ids(rows),
        )
        for (item, unit), rows in sorted(groups.items())
    )


def _precision(rows: Sequence[Arrangement]) -> Precision:
    """A sum is no more exact than its least exact part."""
    present = {row.precision for row in rows}
    for least in (Precision.APPROX, Precision.AT_LEAST):
        if least in present:
            return least
    return Precision.EXACT


def _ids(rows: Sequence[Arrangement]) -> tuple[str, ...]:
    return tuple(row.id for row in rows)
