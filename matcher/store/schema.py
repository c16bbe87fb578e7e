"""Bringing the tables up to date: the numbered steps of `matcher/store/steps`, all or nothing."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from matcher.errors import Misconfigured
from matcher.store.database import Database

STEPS = Path(__file__).parent / "steps"


def upgrade(database: Database) -> None:
    """Take every step that this database has not taken yet, in one transaction.

    Raises Misconfigured when the database was made by newer code than this.
    """
    script = _script()
    with database.writing() as session:
        connection = session.connection()
        _refuse_newer(script, _taken(connection))
        with EnvironmentContext(
            Config(),
            script,
            fn=lambda revision, _context: script._upgrade_revs("head", revision),
        ) as environment:
            environment.configure(connection=connection)
            environment.run_migrations()


def require_current(database: Database) -> None:
    """Refuse to work on tables of another age. Raises Misconfigured."""
    script = _script()
    with database.reading() as session:
        taken = _taken(session.connection())
    _refuse_newer(script, taken)
    if taken != script.get_current_head():
        raise Misconfigured("store.not_current", step=taken or "0")


def _script() -> ScriptDirectory:
    return ScriptDirectory(STEPS, version_locations=[STEPS])


def _taken(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(script: ScriptDirectory, taken: str | None) -> None:
    if taken is not None and taken not in {step.revision for step in script.walk_revisions()}:
        raise Misconfigured("store.newer", step=taken)
