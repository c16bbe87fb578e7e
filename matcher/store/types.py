"""How the programme's values lie in a column, alike on SQLite and PostgreSQL and never rounded.

SQLite's tables are STRICT, which know whole numbers, texts and bytes only; PostgreSQL has types of
its own for days, instants and yes/no. A type that can be broken from outside has a `rule`: the
CHECK that every column of it gets.
"""
# ruff: noqa: ARG002 - SQLAlchemy hands its dialect to every type

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Dialect, Text
from sqlalchemy.dialects.sqlite import INTEGER
from sqlalchemy.types import TypeDecorator, TypeEngine

from matcher.money import MOST_FEN
from matcher.vocabulary import Terms

# a text is ordered by its code points wherever it is kept
WORDS = Text().with_variant(Text(collation="C"), "postgresql")


def canonical_json(value: Any) -> str:
    """The one way to write a plain value: sorted keys, no spaces, real characters."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


class Ruled(TypeDecorator[Any]):
    """A column type that the database itself holds to a rule."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = Text
    on_sqlite: type[TypeEngine[Any]] = Text
    on_postgresql: TypeEngine[Any] = WORDS

    def __init_subclass__(cls) -> None:
        cls.cache_ok = True  # SQLAlchemy asks each class itself

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        chosen = self.on_sqlite() if dialect.name == "sqlite" else self.on_postgresql
        return dialect.type_descriptor(chosen)

    def rule(self, column: str) -> str | None:
        """The condition on `column`, in SQL that both databases read; None where there is none."""
        return None


class Whole(Ruled):
    """A whole number from 0 that stays exact in JSON: counts, fen, versions."""

    impl = BigInteger
    on_sqlite = INTEGER
    on_postgresql = BigInteger()

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        # PostgreSQL would round 1.5 to 2 and say nothing
        if value is not None and type(value) is not int:
            raise TypeError(f"{value!r} is no whole number")
        return value

    def rule(self, column: str) -> str:
        return f"{column} BETWEEN 0 AND {MOST_FEN}"


class Scaled(Ruled):
    """A decimal of at most `places` places, kept as a whole number of its smallest part."""

    impl = BigInteger
    on_sqlite = INTEGER
    on_postgresql = BigInteger()

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        parts = value.scaleb(self.places)
        if parts != parts.to_integral_value():
            raise ValueError(f"{value} has more than {self.places} places")
        return int(parts)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 10**self.places

    def rule(self, column: str) -> str:
        return f"{column} BETWEEN 0 AND {MOST_FEN}"


class Term(Ruled):
    """A term of a closed list, kept by its value."""

    def __init__(self, terms: type[Terms]) -> None:
        super().__init__()
        self.terms: Any = terms

    def process_bind_param(self, value: Terms | None, dialect: Dialect) -> str | None:
        return None if value is None else self.terms(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Terms | None:
        return None if value is None else self.terms(value)

    def rule(self, column: str) -> str:
        allowed = ", ".join(f"'{term.value}'" for term in self.terms)
        return f"{column} IN ({allowed})"


class Listed(Ruled):
    """A tuple in its own order, as a JSON list; `of` makes each item what it was."""

    def __init__(self, of: type) -> None:
        super().__init__()
        self.of = of

    def process_bind_param(self, value: tuple[Any, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else canonical_json(list(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Any, ...] | None:
        return None if value is None else tuple(self.of(item) for item in json.loads(value))

    def rule(self, column: str) -> str:
        return f"substr({column}, 1, 1) = '['"


class Json(Ruled):
    """Any plain value, in its canonical writing."""

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Flag(Ruled):
    """Yes or no."""

    impl = Boolean
    on_sqlite = INTEGER
    on_postgresql = Boolean()

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)

    def rule(self, column: str) -> str:
        return f"{column} IN (true, false)"


class Day(Ruled):
    """A calendar day."""

    impl = Date
    on_postgresql = Date()

    def process_bind_param(self, value: date | None, dialect: Dialect) -> date | str | None:
        if value is None or dialect.name != "sqlite":
            return value
        return value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return date.fromisoformat(value) if isinstance(value, str) else value


class Instant(Ruled):
    """A moment in UTC, to the microsecond; texts of one length sort as the moments do."""

    impl = DateTime
    on_postgresql = DateTime(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a moment without its zone")
        moment = value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds") if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(UTC)
