"""What goes into a column comes out of it the same, and what does not belong there is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DatabaseError, StatementError
from sqlalchemy.orm import Mapped, mapped_column

from matcher.money import MOST_FEN
from matcher.store import Base, Database
from matcher.store.types import Json, Scaled
from matcher.vocabulary import Category

CHINA = timezone(timedelta(hours=8))


class Sample(Base):
    """One column of each kind, in a table that is made for these tests only."""

    __tablename__ = "sample"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[str | None]
    whole: Mapped[int | None]
    flag: Mapped[bool | None]
    amount: Mapped[Decimal | None]
    degree: Mapped[Decimal | None] = mapped_column(Scaled(6))
    day: Mapped[date | None]
    instant: Mapped[datetime | None]
    term: Mapped[Category | None]
    terms: Mapped[tuple[Category, ...] | None]
    months: Mapped[tuple[int, ...] | None]
    raw: Mapped[bytes | None]
    plain: Mapped[Any | None] = mapped_column(Json())


Base.metadata.remove(Sample.__table__)


@pytest.fixture
def samples(database: Database) -> Iterator[Database]:
    with database.writing() as session:
        Sample.__table__.create(session.connection())
    yield database
    with database.writing() as session:
        Sample.__table__.drop(session.connection())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("words", "那洒镇 🌾 '; --"),
        ("words", ""),
        ("whole", 0),
        ("whole", MOST_FEN),
        ("flag", True),
        ("flag", False),
        ("amount", Decimal("0.001")),
        ("amount", Decimal(1155)),
        ("amount", Decimal("9007199254740.991")),
        ("degree", Decimal("105.055667")),
        ("day", date(2018, 8, 31)),
        ("instant", datetime(2026, 3, 25, 9, 30, 0, 1, tzinfo=UTC)),
        ("instant", datetime(2026, 3, 25, 23, 59, 59, 999_999, tzinfo=UTC)),
        ("term", Category.PARTY_BUILDING),
        ("terms", (Category.MEDICAL, Category.EDUCATION)),
        ("terms", ()),
        ("months", (12, 1, 2)),
        ("raw", b"\x00\xff"),
        ("plain", {"b": [1, None, "甲"], "a": True}),
    ],
)
def test_a_value_comes_back_as_it_was(samples: Database, column: str, value: Any) -> None:
    with samples.writing() as session:
        session.execute(insert(Sample), [{"id": 1, column: value}, {"id": 2, column: None}])

    with samples.reading() as session:
        found, nothing = session.scalars(select(getattr(Sample, column)).order_by(Sample.id))
        where = select(Sample.id).where(getattr(Sample, column) == value)
        assert session.scalars(where).all() == [1]
    assert found == value
    assert type(found) is type(value)
    assert nothing is None


@pytest.mark.parametrize("written", ["0", "1", "10", "1155", "0.1", "1.5", "120.75", "0.001"])
def test_a_decimal_comes_back_as_people_write_it(samples: Database, written: str) -> None:
    with samples.writing() as session:
        session.add(Sample(id=1, amount=Decimal(f"{written}{'' if '.' in written else '.'}0")))

    with samples.reading() as session:
        assert str(session.scalars(select(Sample.amount)).one()) == written


def test_a_moment_is_the_same_in_every_zone(samples: Database) -> None:
    here = datetime(2026, 3, 25, 17, 30, tzinfo=CHINA)

    with samples.writing() as session:
        session.add(Sample(id=1, instant=here))

    with samples.reading() as session:
        found = session.scalars(select(Sample.instant)).one()
    assert found == here
    assert found.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("whole", 1.5),
        ("whole", 2.0),
        ("whole", True),
        ("whole", "12"),
        ("whole", Decimal(3)),
        ("amount", Decimal("0.0001")),
        ("degree", Decimal("0.0000001")),
        ("instant", datetime(2026, 3, 25)),
        ("term", "no such term"),
        ("plain", float("nan")),
    ],
)
def test_what_would_be_rounded_or_guessed_is_refused(
    samples: Database, column: str, value: Any
) -> None:
    statement = insert(Sample).values({"id": 1, column: value})

    with pytest.raises((StatementError, TypeError, ValueError)), samples.writing() as session:
        session.execute(statement)


@pytest.mark.parametrize(
    ("column", "literal"),
    [
        ("whole", "-1"),
        ("whole", str(MOST_FEN + 1)),
        ("whole", "'12abc'"),
        ("amount", "-1"),
        ("flag", "'perhaps'"),
        ("term", "'Jobs'"),
        ("term", "''"),
        ("terms", "'jobs'"),
    ],
)
def test_the_database_itself_refuses_what_no_code_would_write(
    samples: Database, column: str, literal: str
) -> None:
    with pytest.raises(DatabaseError), samples.writing() as session:
        session.execute(text(f"INSERT INTO sample (id, {column}) VALUES (1, {literal})"))


def test_sqlite_refuses_a_fraction_as_a_whole_number(samples: Database) -> None:
    if samples.engine.dialect.name != "sqlite":
        return  # PostgreSQL rounds it; there the column's type refuses before it is sent
    with pytest.raises(DatabaseError), samples.writing() as session:
        session.execute(text("INSERT INTO sample (id, whole) VALUES (1, 1.5)"))


def test_texts_have_one_order_on_both_databases(samples: Database) -> None:
    names = ["b", "A", "a", "B", "_", "张", "安", "1", "-1", "é"]

    with samples.writing() as session:
        session.add_all(Sample(id=number, words=name) for number, name in enumerate(names))

    with samples.reading() as session:
        found = session.scalars(select(Sample.words).order_by(Sample.words)).all()
    assert found == sorted(names)
