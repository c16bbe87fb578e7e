"""Tables that only ever grow: triggers refuse every change and removal, on both databases."""

from __future__ import annotations

from sqlalchemy import DDL, ExecutableDDLElement, FromClause, Table, event

_SQLITE = """\
CREATE TRIGGER {table}_keeps_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""

_REFUSE = """\
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23514'; END $$"""
_POSTGRESQL = """\
CREATE TRIGGER {table}_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"""


def guards(table: str, dialect: str) -> list[str]:
    """The statements that make `table` append-only."""
    if dialect == "sqlite":
        return [_SQLITE.format(table=table, verb=verb) for verb in ("update", "delete")]
    return [_REFUSE, _POSTGRESQL.format(table=table)]


def append_only(table: FromClause) -> None:
    """Make `table` append-only wherever it is created from its declaration."""
    assert isinstance(table, Table)
    for dialect in ("sqlite", "postgresql"):
        for statement in guards(table.name, dialect):
            ddl: ExecutableDDLElement = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", ddl.execute_if(dialect=dialect))
