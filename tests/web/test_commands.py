"""`demo` and `serve`: up with one command, safe or not at all, and gone without a trace."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from matcher.cli import main
from matcher.errors import Misconfigured
from matcher.queue.model import Worker
from matcher.store import open_database, upgrade
from matcher.vocabulary import Role
from tests.sites import HOSTS, SECRET
from tests.web.client import Inspector
from web import create_app
from web.configuration import Configuration
from web.demonstration import load_demonstration

PATIENCE = 60
PUBLISHED = ("25 户", "39 个", "1,931 万元", "约 50 万元", "808 套", "不少于 300 人次", "37 例")


@contextlib.contextmanager
def running(*arguments: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A command as a process of its own, whose temporary files lie in `folder`."""
    environment = {**os.environ, "TMPDIR": str(folder), "JIEDUI_LANGUAGE": "en"}
    with subprocess.Popen(
        [sys.executable, "-m", "matcher", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def said_until(process: subprocess.Popen[str], last: str) -> str:
    said = ""
    for line in process.stdout:
        said += line
        if last in line:
            return said
    raise AssertionError(said)


def worker_beside(file: Path) -> int:
    """The process of the worker that does long work there, once it has said that it lives."""
    database, last = open_database(f"sqlite:///{file}"), time.monotonic() + PATIENCE
    try:
        while time.monotonic() < last:
            with database.reading() as session:
                if worker := session.scalar(select(Worker)):
                    return int(worker.name.split(":")[1])
            time.sleep(0.1)
    finally:
        database.close()
    raise AssertionError


def test_the_demo_answers_on_a_free_port_and_ends_cleanly(tmp_path):
    taken = socket.create_server(("127.0.0.1", 0))
    port = taken.getsockname()[1]
    with taken, running("demo", "--port", str(port), folder=tmp_path) as process:
        said = said_until(process, "Ctrl-C")
        address = re.search(r"http://127\.0\.0\.1:(\d+)/", said)

        assert int(address[1]) != port
        with urllib.request.urlopen(f"{address[0]}sign-in", timeout=PATIENCE) as answer:
            assert answer.status == 200
        (database,) = tmp_path.glob("*/*.sqlite3")
        worker = worker_beside(database)

        os.killpg(process.pid, signal.SIGINT)  # what Ctrl-C sends: to the master and its workers
        assert process.wait(PATIENCE) == 0
        assert "Traceback" not in process.stdout.read()
        with pytest.raises(ProcessLookupError):  # it has ended too
            os.kill(worker, 0)
    assert list(tmp_path.iterdir()) == []


def test_the_demo_shows_the_published_figures_and_leaves_work_to_do(tmp_path):
    url = f"sqlite:///{tmp_path / 'demo.sqlite3'}"
    database = open_database(url, create=True)
    upgrade(database)
    accounts = load_demonstration(database, "zh")
    database.close()
    app = create_app(url, secret_key=SECRET, trusted_hosts=HOSTS)

    (coordinator,) = [one for one in accounts if one.role is Role.COORDINATOR]
    page = Inspector(app).sign_in(coordinator.name, coordinator.password).get("/")

    for figure in PUBLISHED:
        assert figure in page.text
    assert re.search(r"\d+ 对结对建议待审核", page.text)
    assert len({one.password for one in accounts}) == len(accounts)
    with pytest.raises(Misconfigured):
        load_demonstration(app.extensions["jiedui_database"], "zh")
    app.extensions["jiedui_database"].close()


@pytest.mark.parametrize(
    ("secret", "hosts"),
    [("", HOSTS), ("secret", HOSTS), ("a" * 64, HOSTS), ("x" * 31, HOSTS), (SECRET, ())],
)
def test_an_unsafe_site_does_not_start(furnished, secret, hosts):
    with pytest.raises(Misconfigured):
        create_app(f"sqlite:///{furnished}", secret_key=secret, trusted_hosts=hosts)


def test_settings_come_from_the_environment():
    found = Configuration.read(
        {
            "JIEDUI_DATABASE": "sqlite:///x",
            "JIEDUI_SECRET_KEY": SECRET,
            "JIEDUI_TRUSTED_HOSTS": "a.example, b.example",
            "JIEDUI_HTTPS": "yes",
        },
        None,
        {},
    )

    assert found == Configuration("sqlite:///x", SECRET, ("a.example", "b.example"), https=True)
    assert SECRET not in repr(found)


@pytest.mark.parametrize(
    "arguments",
    [
        ["serve", "--host", "0.0.0.0"],
        ["serve", "--database", "sqlite:///nowhere/to/be/found.sqlite3"],
    ],
)
def test_what_is_missing_is_said_and_nothing_is_served(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    answer = CliRunner().invoke(main, arguments)

    assert answer.exit_code == 1
    assert answer.stderr.strip()
    assert "Traceback" not in answer.stderr


def test_a_key_file_that_others_can_read_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_database("sqlite:///jiedui.sqlite", create=True).close()
    key = tmp_path / "jiedui.secret"
    key.write_text(SECRET)
    key.chmod(0o644)

    answer = CliRunner().invoke(main, ["serve"])

    assert answer.exit_code == 1
    assert "chmod 600" in answer.stderr
