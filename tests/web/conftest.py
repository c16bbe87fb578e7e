"""The sites that the tests of the pages visit, built once and copied for whoever changes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from matcher.vocabulary import Role
from tests.sites import build_furnished, build_vacant, site_of_ones_own, site_over
from tests.web.client import Inspector, signed_in


@pytest.fixture(scope="session")
def vacant(tmp_path_factory) -> Path:
    return build_vacant(tmp_path_factory.mktemp("vacant"))


@pytest.fixture(scope="session")
def furnished(vacant, tmp_path_factory) -> Path:
    return build_furnished(vacant, tmp_path_factory.mktemp("furnished"))


@pytest.fixture(scope="session")
def looked_at(furnished) -> Iterator[Flask]:
    """A furnished site for tests that change nothing."""
    with site_over(furnished) as app:
        yield app


@pytest.fixture
def app(furnished, tmp_path) -> Iterator[Flask]:
    """A furnished site of the test's own."""
    with site_of_ones_own(furnished, tmp_path) as app:
        yield app


@pytest.fixture
def empty_app(vacant, tmp_path) -> Iterator[Flask]:
    with site_of_ones_own(vacant, tmp_path) as app:
        yield app


@pytest.fixture
def visit(app) -> Callable[[Role | None], Inspector]:
    """visit(Role.LEADER): a browser signed in as that role; visit(None): a stranger's."""
    return lambda role: signed_in(app, role)
