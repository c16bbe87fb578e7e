"""The base of every mapped class: strict tables, named constraints, and a rule for every column.

What is mapped is declared by annotation alone: `budget_fen: Mapped[int | None]`. The annotation
chooses the column's type, and the type brings its CHECK.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import GenericAlias
from typing import Any

from sqlalchemy import CheckConstraint, LargeBinary, MetaData, Table, insert
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeEngine

from matcher import vocabulary
from matcher.store.types import WORDS, Day, Flag, Instant, Listed, Ruled, Scaled, Term, Whole

_TYPES: dict[Any, TypeEngine[Any]] = {
    str: WORDS,
    int: Whole(),
    bool: Flag(),
    bytes: LargeBinary(),
    Decimal: Scaled(3),
    date: Day(),
    datetime: Instant(),
    tuple[int, ...]: Listed(int),
    tuple[str, ...]: Listed(str),
}
for _terms in vocabulary.Terms.__subclasses__():
    _TYPES[_terms] = Term(_terms)
    _TYPES[GenericAlias(tuple, (_terms, ...))] = Listed(_terms)


def new_id() -> str:
    """A random identity that nobody can guess or count."""
    return str(uuid.uuid4())


class Base(DeclarativeBase):
    """Everything kept."""

    # a constraint without a name cannot be found again by a later schema step
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )
    type_annotation_map = _TYPES

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        table = getattr(cls, "__table__", None)
        if isinstance(table, Table):
            _guard(table)


def _guard(table: Table) -> None:
    """Hold the table to its types, even for a writer that does not come through this code."""
    table.dialect_options["sqlite"]["strict"] = True
    for column in table.columns:
        rule = column.type.rule(column.name) if isinstance(column.type, Ruled) else None
        if rule:
            table.append_constraint(CheckConstraint(rule, name=column.name))


def put_rows(session: Session, mapped: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows as one statement; the ORM would send one for every pattern of NULLs."""
    if rows:
        session.execute(insert(Base.metadata.tables[mapped.__tablename__]), rows)


class Stamped:
    """Who made a row and who changed it last; `version` refuses the second of two lost updates."""

    created_at: Mapped[datetime]
    created_by: Mapped[str]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own idiom
