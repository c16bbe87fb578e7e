"""Bringing the tables up to date: the numbered steps of `matcher/store/steps`, all or nothing."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DatabaseError

from matcher.errors import Misconfigured
from matcher.store.database import Database

STEPS = Path(__file__).parent / "steps"


def upgrade(database: Database) -> None:
    """Take every step that this database has not taken yet, in one transaction.

    Raises Misconfigured when it does not answer, or was made by newer code than this.
    """
    script = _script()
    _refuse_newer(script, _taken(database))
    with database.writing() as session, _steps(script) as environment:
        environment.configure(connection=session.connection())
        environment.run_migrations()


def require_current(database: Database) -> None:
    """Refuse to work on tables of another age. Raises Misconfigured."""
    script = _script()
    taken = _taken(database)
    _refuse_newer(script, taken)
    if taken != script.get_current_head():
        raise Misconfigured("store.not_current", step=taken or "0")


def _script() -> ScriptDirectory:
    return ScriptDirectory(STEPS, version_locations=[STEPS])


def _steps(script: ScriptDirectory) -> EnvironmentContext:
    return EnvironmentContext(
        Config(), script, fn=lambda taken, _context: script._upgrade_revs("head", taken)
    )


def _taken(database: Database) -> str | None:
    """The last step taken. Asking is the first word with a database: here it shows if it is one."""
    try:
        with database.reading() as session:
            return MigrationContext.configure(session.connection()).get_current_revision()
    except DatabaseError as error:
        why = str(error.orig).strip().splitlines()
        raise Misconfigured(
            "store.no_answer", address=database.address, why=why[0] if why else ""
        ) from error


def _refuse_newer(script: ScriptDirectory, taken: str | None) -> None:
    if taken is not None and taken not in {step.revision for step in script.walk_revisions()}:
        raise Misconfigured("store.newer", step=taken)
