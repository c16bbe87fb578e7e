"""The lock holds names, versions and hashes of all that is declared, and no address of anything."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.source import PACKAGES, ROOT, modules, project

LOCKS = ("requirements.lock", "requirements-dev.lock")
A_PACKAGE = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[\w.+!]+)( ;.*)?"
    r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n"
)
DECLARED_ONLY = {
    "pysqlite3": "opened by its name, where the SQLite of Python has a known fault",
    "psycopg": "SQLAlchemy loads it by the address of the database",
}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*extras: str) -> set[str]:
    """The names of the packages that pyproject.toml asks for."""
    table = project()["project"]
    wanted = list(table["dependencies"])
    for extra in extras:
        wanted += table["optional-dependencies"][extra]
    return {canonical(re.match(r"[\w.-]+", one).group()) for one in wanted}


def locked(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {one["name"]: one["version"] for one in A_PACKAGE.finditer(text)}


def imported(*packages: str) -> Iterator[str]:
    """The distributions that the source imports."""
    owners = packages_distributions()
    for module in modules(*packages):
        for name, _ in module.imports():
            top = name.partition(".")[0]
            if top not in sys.stdlib_module_names and top not in (*PACKAGES, "tests"):
                yield from (canonical(one) for one in owners.get(top, [top]))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_a_package_with_its_hashes_or_says_who_wants_it(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    rest = [line for line in A_PACKAGE.sub("", text).splitlines() if line.strip()]

    assert locked(lock)
    assert [line for line in rest if not line.lstrip().startswith("#")] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_and_no_folder_stands_in_the_lock(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert re.findall(r"\S*(?:://|@ |file:/|--find-links|--index|--extra-index)\S*", text) == []
    assert re.findall(r"(?<![\w.-])/\w+/\S*", text) == []


def test_the_lock_covers_what_is_declared():
    assert declared("postgres") <= set(locked("requirements.lock"))
    assert declared("postgres", "dev") <= set(locked("requirements-dev.lock"))
    assert "setuptools" in locked("requirements.lock")  # the project is built without a registry


def test_the_tests_run_on_the_versions_that_people_run():
    both = locked("requirements-dev.lock")

    assert {name: both.get(name) for name in locked("requirements.lock")} == locked(
        "requirements.lock"
    )


def test_everything_imported_is_declared():
    extras = declared("postgres", "scale")
    assert set(imported("matcher", "web", "seeds")) - extras - brought_along() == set()
    assert set(imported("tests")) - extras - declared("dev") - brought_along() == set()


def brought_along() -> set[str]:
    """What a declared package promises to bring: Flask its Jinja, Werkzeug and MarkupSafe,
    scikit-learn the hand on its threads."""
    return {"jinja2", "markupsafe", "threadpoolctl", "werkzeug"}


def test_everything_declared_is_imported_or_has_its_reason():
    idle = declared("postgres") - set(imported("matcher", "web", "seeds"))

    assert idle == set(DECLARED_ONLY)
