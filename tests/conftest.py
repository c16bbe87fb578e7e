"""What holds for every test: no network, one zone and language, the same examples each time."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count

import hypothesis
import pytest

from tests.postgres import NoPostgres, Server, postgres

pytest_plugins = ["tests.databases"]

PURE = ("engine", "scoring", "eligibility")
REMEDIES = {
    "browser": "Install Chromium (Debian: apt-get install chromium) and run the tests again.",
    "postgres": "Run `make test` on a system for which the locked PostgreSQL wheel exists.",
}

# whoever runs the tests, and wherever: the same zone, language and settings
for variable in [name for name in os.environ if name.startswith(("LC_", "LANG", "JIEDUI_"))]:
    del os.environ[variable]
os.environ |= {"TZ": "UTC", "LANG": "C.UTF-8"}
time.tzset()

hypothesis.settings.register_profile("stable", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile("stable")

_connect = socket.socket.connect
_numbers = count(1)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test may reach this machine at most; a test of the pure core not even that."""
    pure = item.path.relative_to(item.config.rootpath / "tests").parts[0] in PURE

    def connect(self: socket.socket, address: object) -> None:
        own = self.family == socket.AF_UNIX or str(address).startswith(("('127.", "('::1'"))
        if pure or not own:
            raise AssertionError(f"this test asked the network for {address}")
        _connect(self, address)

    socket.socket.connect = connect  # type: ignore[method-assign, assignment]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One loud line for each reason why tests were left out."""
    reasons: dict[str, list[pytest.TestReport]] = {}
    for skipped in terminalreporter.stats.get("skipped", []):
        reasons.setdefault(skipped.longrepr[2].removeprefix("Skipped: "), []).append(skipped)
    for reason, reports in reasons.items():
        kinds = [marker for marker in REMEDIES if marker in reports[0].keywords]
        remedy = "".join(f" {REMEDIES[kind]}" for kind in kinds)
        line = f"LEFT OUT: {len(reports)} {' '.join([*kinds, 'tests'])}: {reason}.{remedy}"
        terminalreporter.write_line(line, red=True, bold=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    with ExitStack() as stack:
        try:
            server = stack.enter_context(postgres())
        except NoPostgres as why:
            pytest.skip(f"no PostgreSQL ({why})")
        yield server


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """A new, empty PostgreSQL database; mark the test `postgres`."""
    with postgres_server.database(f"test_{next(_numbers)}") as url:
        yield url
