"""Sites to visit: an account for each role, with nothing else or with parties and a round."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from matcher.access import open_account, operator
from matcher.parties import take
from matcher.rounds.running import open_round, run_round
from matcher.store import open_database, upgrade
from matcher.vocabulary import Role
from seeds.hundred import programme
from web import create_app

PASSWORD = "a lantern over quiet water"
SECRET = "for-tests-alone-0123456789-abcdefghij"
SIZE = (6, 9)
ROLES = tuple(role for role in Role if role is not Role.OPERATOR)
HOSTS = ("localhost", "127.0.0.1")


def name_of(role: Role) -> str:
    return f"{role.value}-account"


def build_vacant(folder: Path) -> Path:
    """A database with accounts and nothing else."""
    path = folder / "vacant.sqlite3"
    database = open_database(f"sqlite:///{path}", create=True)
    upgrade(database)
    with database.writing() as session:
        for role in ROLES:
            open_account(
                session,
                operator("tests"),
                name=name_of(role),
                display_name=role.zh,
                role=role,
                password=PASSWORD,
            )
    database.close()
    return path


def build_furnished(vacant: Path, folder: Path) -> Path:
    """The same with parties and a round that was run once."""
    path = folder / "furnished.sqlite3"
    shutil.copy(vacant, path)
    database, somebody = open_database(f"sqlite:///{path}"), operator("tests")
    with database.writing() as session:
        take(session, somebody, programme(SIZE, seed=5))
        opened = open_round(session, somebody, campaign="行动", name="第一轮")
    run_round(database, somebody, opened.id)
    database.close()
    return path


@contextmanager
def site_over(database: Path) -> Iterator[Flask]:
    app = create_app(f"sqlite:///{database}", secret_key=SECRET, trusted_hosts=HOSTS)
    try:
        yield app
    finally:
        app.extensions["jiedui_database"].close()


@contextmanager
def site_of_ones_own(source: Path, folder: Path) -> Iterator[Flask]:
    """A site that a test may change as it likes."""
    path = folder / "jiedui.sqlite3"
    shutil.copy(source, path)
    with site_over(path) as app:
        yield app
