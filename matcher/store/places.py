"""Open pairs take places: triggers hold every pair to the capacities of both its sides.

They also keep a closed pair closed, its sides as they are, and its row where it is. PostgreSQL
locks the two parties first, so that of two pairs at once the second counts the first.
"""

from __future__ import annotations

from sqlalchemy import DDL, ExecutableDDLElement, FromClause, Table, event

OPEN = "'asked', 'enterprise_agreed', 'village_agreed', 'to_sign', 'under_way', 'due'"
"""The states in which a pair takes a place, as SQL lists them; `pairing/moves.py` has the same."""

HOLDS_PLACE = f"state IN ({OPEN})"
IS_LEADING = f"role = 'lead' AND {HOLDS_PLACE}"

_FULL = f"""\
    (SELECT count(*) FROM pair WHERE uscc = NEW.uscc AND {HOLDS_PLACE})
      >= (SELECT max_villages FROM enterprise WHERE uscc = NEW.uscc)
    OR (SELECT count(*) FROM pair WHERE village_code = NEW.village_code AND {HOLDS_PLACE})
      >= (SELECT coalesce(max_partners, 1) FROM village WHERE code = NEW.village_code)"""  # noqa: S608 - nothing of it comes from outside

_SQLITE = (
    f"""\
CREATE TRIGGER pair_takes_places BEFORE INSERT ON pair WHEN NEW.state IN ({OPEN})
BEGIN SELECT RAISE(ABORT, 'no place left') WHERE
{_FULL}; END""",
    f"""\
CREATE TRIGGER pair_keeps_update BEFORE UPDATE ON pair WHEN OLD.state NOT IN ({OPEN})
    OR NEW.uscc <> OLD.uscc OR NEW.village_code <> OLD.village_code
BEGIN SELECT RAISE(ABORT, 'a closed pair stays closed and its sides the same'); END""",
    """\
CREATE TRIGGER pair_keeps_delete BEFORE DELETE ON pair
BEGIN SELECT RAISE(ABORT, 'a pair is never removed'); END""",
)

_POSTGRESQL = (
    f"""\
CREATE OR REPLACE FUNCTION take_places() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM 1 FROM enterprise WHERE uscc = NEW.uscc FOR NO KEY UPDATE;
    PERFORM 1 FROM village WHERE code = NEW.village_code FOR NO KEY UPDATE;
    IF
{_FULL}
    THEN RAISE EXCEPTION 'no place left' USING ERRCODE = '23514'; END IF;
    RETURN NEW;
END $$""",
    f"""\
CREATE OR REPLACE FUNCTION keep_pair() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state IN ({OPEN})
            AND NEW.uscc = OLD.uscc AND NEW.village_code = OLD.village_code
        THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'a closed pair stays closed and its sides the same'
        USING ERRCODE = '23514';
END $$""",
    f"""\
CREATE TRIGGER pair_takes_places BEFORE INSERT ON pair
FOR EACH ROW WHEN (NEW.state IN ({OPEN})) EXECUTE FUNCTION take_places()""",
    """\
CREATE TRIGGER pair_keeps BEFORE UPDATE OR DELETE ON pair
FOR EACH ROW EXECUTE FUNCTION keep_pair()""",
)


def place_guards(dialect: str) -> tuple[str, ...]:
    """The statements that hold the table of pairs to the capacities."""
    return _SQLITE if dialect == "sqlite" else _POSTGRESQL


def holds_places(table: FromClause) -> None:
    """Guard the table of pairs wherever it is created from its declaration."""
    assert isinstance(table, Table)
    for dialect in ("sqlite", "postgresql"):
        for statement in place_guards(dialect):
            ddl: ExecutableDDLElement = DDL(statement)  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", ddl.execute_if(dialect=dialect))
