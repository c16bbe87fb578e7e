"""A small site to visit: a few parties, one round computed, an account for each role."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from matcher.access import open_account, operator
from matcher.parties import take
from matcher.rounds.running import open_round, run_round
from matcher.store import open_database, upgrade
from matcher.vocabulary import Role
from seeds.hundred import programme
from tests.web.client import Inspector
from web import create_app

PASSWORD = "a lantern over quiet water"
SIZE = (6, 9)
SECRET = "tests-only-" + "0123456789abcdefghijklmnopqrstuvwxyz"
ROLES = tuple(role for role in Role if role is not Role.OPERATOR)


def make_app(database: Path) -> Flask:
    return create_app(f"sqlite:///{database}", secret_key=SECRET, trusted_hosts=("localhost",))


def name_of(role: Role) -> str:
    return f"{role.value}-account"


def open_accounts(database) -> None:
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


@pytest.fixture(scope="session")
def vacant(tmp_path_factory) -> Path:
    """A database with accounts and nothing else."""
    path = tmp_path_factory.mktemp("vacant") / "jiedui.sqlite3"
    database = open_database(f"sqlite:///{path}", create=True)
    upgrade(database)
    open_accounts(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def furnished(vacant, tmp_path_factory) -> Path:
    """The same with parties and a round that was run once."""
    path = tmp_path_factory.mktemp("furnished") / "jiedui.sqlite3"
    shutil.copy(vacant, path)
    database, somebody = open_database(f"sqlite:///{path}"), operator("tests")
    with database.writing() as session:
        take(session, somebody, programme(SIZE, seed=5))
        opened = open_round(session, somebody, campaign="行动", name="第一轮")
    run_round(database, somebody, opened.id)
    database.close()
    return path


@pytest.fixture(scope="session")
def looked_at(furnished) -> Iterator[Flask]:
    """The furnished site, for tests that change nothing."""
    app = make_app(furnished)
    yield app
    app.extensions["jiedui_database"].close()


@pytest.fixture
def app(furnished, tmp_path) -> Iterator[Flask]:
    """A furnished site of its own for each test."""
    yield from _copied(furnished, tmp_path)


@pytest.fixture
def empty_app(vacant, tmp_path) -> Iterator[Flask]:
    yield from _copied(vacant, tmp_path)


def _copied(source: Path, folder: Path) -> Iterator[Flask]:
    path = folder / "jiedui.sqlite3"
    shutil.copy(source, path)
    made = make_app(path)
    yield made
    made.extensions["jiedui_database"].close()


@pytest.fixture
def visit(app) -> Callable[[Role | None], Inspector]:
    """visit(Role.LEADER): a browser signed in as that role; visit(None): a stranger's."""
    return lambda role: signed_in(app, role)


def signed_in(app: Flask, role: Role | None) -> Inspector:
    inspector = Inspector(app)
    return inspector.sign_in(name_of(role), PASSWORD) if role else inspector
