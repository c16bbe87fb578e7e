"""What a schema step says of a table and its columns.

Steps taken long ago must stay what they were, so nothing here changes its meaning once it was
used: a new kind of column is a new function. Each brings the rule its table is held to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.sqlite import INTEGER
from sqlalchemy.types import TypeEngine

_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
_INTEGER = BigInteger().with_variant(INTEGER(), "sqlite")


def words(name: str, *, null: bool = False) -> Column[Any]:
    return Column(name, _TEXT, nullable=null)


def raw(name: str, *, null: bool = False) -> Column[Any]:
    return Column(name, LargeBinary(), nullable=null)


def whole(name: str, *, null: bool = False) -> Column[Any]:
    """A whole number from 0 that a double still holds exactly; scaled decimals too."""
    return _ruled(name, _INTEGER, null, f"{name} BETWEEN 0 AND 9007199254740991")


def flag(name: str, *, null: bool = False) -> Column[Any]:
    kind = Boolean().with_variant(INTEGER(), "sqlite")
    return _ruled(name, kind, null, f"{name} IN (true, false)")


def day(name: str, *, null: bool = False) -> Column[Any]:
    return Column(name, Date().with_variant(Text(), "sqlite"), nullable=null)


def instant(name: str, *, null: bool = False) -> Column[Any]:
    kind = DateTime(timezone=True).with_variant(Text(), "sqlite")
    return Column(name, kind, nullable=null)


def term(name: str, values: str, *, null: bool = False) -> Column[Any]:
    """`values` are the terms of the closed list, parted by spaces."""
    allowed = ", ".join(f"'{value}'" for value in values.split())
    return _ruled(name, _TEXT, null, f"{name} IN ({allowed})")


def listed(name: str) -> Column[Any]:
    return _ruled(name, _TEXT, False, f"substr({name}, 1, 1) = '['")


def stamps() -> list[Column[Any]]:
    """Who made a row and who changed it last."""
    return [
        instant("created_at"),
        words("created_by"),
        instant("updated_at"),
        words("updated_by"),
        whole("version"),
    ]


def create(
    table: str,
    *columns: Column[Any],
    key: str = "id",
    unique: Sequence[str] = (),
    indexed: Sequence[str] = (),
    points_at: dict[str, str] | None = None,
    checks: dict[str, str] | None = None,
) -> None:
    """A strict table; `unique` and `indexed` name columns, several parted by spaces."""
    rules = {column.name: column.info["rule"] for column in columns if "rule" in column.info}
    op.create_table(
        table,
        *columns,
        PrimaryKeyConstraint(key, name=f"pk_{table}"),
        *(UniqueConstraint(*some.split(), name=_named("uq", table, some)) for some in unique),
        *(
            ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}")
            for column, target in (points_at or {}).items()
        ),
        *(
            CheckConstraint(rule, name=f"ck_{table}_{name}")
            for name, rule in {**rules, **(checks or {})}.items()
        ),
        sqlite_strict=True,
    )
    for some in indexed:
        op.create_index(_named("ix", table, some), table, some.split())


def add(table: str, column: Column[Any]) -> None:
    """A further column of a table that is there, with the rule it is held to."""
    kind = column.type.compile(op.get_bind().dialect)
    rule = f"CONSTRAINT ck_{table}_{column.name} CHECK ({column.info['rule']})"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column.name} {kind} {rule}")


def _ruled(name: str, kind: TypeEngine[Any], null: bool, rule: str) -> Column[Any]:
    return Column(name, kind, nullable=null, autoincrement=False, info={"rule": rule})


def _named(what: str, table: str, columns: str) -> str:
    return "_".join([what, table, *columns.split()])
