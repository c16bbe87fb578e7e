"""Where everything is kept: one database, SQLite or PostgreSQL, one writer at a time."""

from matcher.store.base import Base, Stamped, new_id, put_rows
from matcher.store.database import DEFAULT_DATABASE, Clock, Database, moment, open_database
from matcher.store.schema import require_current, upgrade

__all__ = [
    "DEFAULT_DATABASE",
    "Base",
    "Clock",
    "Database",
    "Stamped",
    "moment",
    "new_id",
    "open_database",
    "put_rows",
    "require_current",
    "upgrade",
]
