"""What all lists share: the search, the page, and counting what belongs to its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from matcher.parties.model import Arrangement
from matcher.store import Base
from matcher.store.types import canonical_json
from matcher.vocabulary import ArrangementKind, Category, Terms

T = TypeVar("T")
P = TypeVar("P", bound=Base)
L = TypeVar("L", bound=Terms)
PER_PAGE = 50


@dataclass(frozen=True)
class Search:
    """What is looked for. `text` is found in names, places, codes, needs or offers.

    `order` is one of the list's own orders; any other word is its usual one.
    """

    text: str = ""
    county: str = ""
    category: Category | None = None
    order: str = ""
    page: int = 1


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; `total` counts the rows of all pages and `sum_fen` adds their money."""

    rows: tuple[T, ...]
    total: int
    page: int
    sum_fen: int | None = None
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        """At least one, be it empty."""
        return max(1, -(-self.total // self.per_page))


def page_of(
    session: Session,
    model: type[P],
    wanted: Sequence[ColumnElement[bool]],
    order: Sequence[Any],
    page: int,
) -> tuple[Sequence[P], int, int]:
    """The rows of one page, how many there are on all, and which page it became."""
    total = session.scalar(select(func.count()).select_from(model).where(*wanted)) or 0
    page = min(max(page, 1), max(1, -(-total // PER_PAGE)))
    query = select(model).where(*wanted).order_by(*order)
    return session.scalars(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all(), total, page


def in_any(
    word: str, columns: Iterable[Any], elsewhere: ColumnElement[bool]
) -> ColumnElement[bool]:
    return or_(*(column.icontains(word, autoescape=True) for column in columns), elsewhere)


def lists(column: Any, item: str) -> ColumnElement[bool]:
    """Whether a JSON list of texts holds exactly this one."""
    found: ColumnElement[bool] = column.contains(canonical_json(item), autoescape=True)
    return found


def grouped(rows: Iterable[P], field: str) -> dict[str, list[P]]:
    groups: dict[str, list[P]] = {}
    for row in rows:
        groups.setdefault(getattr(row, field), []).append(row)
    return groups


def partners_of(
    session: Session, one_side: Any, other_side: Any, codes: Sequence[str]
) -> dict[str, int]:
    """How many partners each has signed with."""
    counted = session.execute(
        select(one_side, func.count(other_side.distinct()))
        .where(Arrangement.kind == ArrangementKind.PAIRED, one_side.in_(codes))
        .group_by(one_side)
    )
    return {code: count for code, count in counted}  # noqa: C416 - a row is no pair to mypy


def partners_counted(side: Any, code: Any, other_side: Any) -> Any:
    """The same for each row of a list, to put it in order."""
    return (
        select(func.count(other_side.distinct()))
        .where(Arrangement.kind == ArrangementKind.PAIRED, side == code)
        .scalar_subquery()
    )


def whole_sum(session: Session, amount: Any, *wanted: ColumnElement[bool]) -> int | None:
    """A sum over all pages; None when nothing is said."""
    found = session.scalar(select(func.sum(amount)).where(*wanted))
    return None if found is None else int(found)  # PostgreSQL sums whole numbers to a decimal


def in_order(terms: type[L], found: Iterable[L]) -> tuple[L, ...]:
    """Each term once, in the order of its list."""
    present = set(found)
    return tuple(term for term in terms if term in present)


def sum_said(amounts: Iterable[int | None]) -> int | None:
    """The sum of what is said; None when nothing is."""
    said = [amount for amount in amounts if amount is not None]
    return sum(said) if said else None
