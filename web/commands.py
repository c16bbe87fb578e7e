"""The two commands that open the site: `demo` to try it, `serve` to work with it."""

from __future__ import annotations

import functools
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from matcher.commands.spoken import SpokenCommand, language, tell
from matcher.errors import Misconfigured

LOCAL = ("127.0.0.1", "localhost")
USUAL_PORT = 8000


@click.command("demo", cls=SpokenCommand)
@click.option("--port", type=click.IntRange(1, 65535), default=USUAL_PORT)
@click.option("--database", default="")
@click.option("--load-only", is_flag=True)
def demo(port: int, database: str, load_only: bool) -> None:
    """A fresh database with the example, served on this machine until Ctrl-C."""
    from matcher.store import open_database, upgrade
    from web import create_app
    from web.demonstration import load_demonstration
    from web.serving import listen
    from web.serving import serve as serve_site

    with _own_folder() as folder:
        url = database or f"sqlite:///{folder / 'demo.sqlite3'}"
        tell("web.demo.loading")
        opened = open_database(url, create=True)
        upgrade(opened)
        accounts = load_demonstration(opened, language())
        opened.close()

        def show_accounts() -> None:
            for account in accounts:
                role = account.role.label(language())
                tell("web.demo.account", name=account.name, password=account.password, role=role)

        if load_only:
            show_accounts()
            return
        listener = listen("127.0.0.1", port, else_free=True)
        address = _address(listener)

        def ready() -> None:
            tell("web.demo.ready", address=address)
            show_accounts()
            tell("web.demo.end")

        make_app = functools.partial(
            create_app, url, secret_key=secrets.token_urlsafe(48), trusted_hosts=LOCAL
        )
        with _worker_beside(url):
            serve_site(make_app, listener, ready)


@click.command("serve", cls=SpokenCommand)
@click.option("--port", type=click.IntRange(1, 65535), default=USUAL_PORT)
@click.option("--host", default="127.0.0.1")
@click.option("--database", envvar="JIEDUI_DATABASE", default="")
def serve(port: int, host: str, database: str) -> None:
    """The site over an existing database, with secrets and host names from the environment.

    What takes long is done by workers, started apart: `jiedui work`.
    """
    from matcher.store import DEFAULT_DATABASE, open_database
    from web import create_app
    from web.serving import listen
    from web.serving import serve as serve_site

    url = database or DEFAULT_DATABASE
    open_database(url).close()  # a key is made beside a database that is there
    settings: dict[str, object] = {}
    if host in LOCAL and "JIEDUI_TRUSTED_HOSTS" not in os.environ:
        settings["trusted_hosts"] = LOCAL
    if host in LOCAL and "JIEDUI_SECRET_KEY" not in os.environ:
        settings["secret_key"] = _own_secret(url)
    make_app = functools.partial(create_app, url, **settings)
    make_app().extensions["jiedui_database"].close()  # what is wrong is said now, not by a worker
    try:
        listener = listen(host, port)
    except OSError as error:
        raise Misconfigured("web.serve.no_port", host=host, port=port) from error
    address = _address(listener)
    serve_site(make_app, listener, lambda: tell("web.serve.ready", address=address))


@contextmanager
def _own_folder() -> Iterator[Path]:
    """A folder that is gone afterwards; a worker that ends on its own leaves it in peace."""
    folder, owner = Path(tempfile.mkdtemp(prefix="jiedui-demo-")), os.getpid()
    try:
        yield folder
    finally:
        if os.getpid() == owner:
            shutil.rmtree(folder)


@contextmanager
def _worker_beside(url: str) -> Iterator[None]:
    """A worker for as long as the site is served; Ctrl-C ends the site, and that the worker.

    The address of the database may hold a password, so it is not an argument that `ps` shows.
    """
    owner = os.getpid()
    # no Popen: the site's own processes inherit it, and it complains in them when they end
    worker = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "matcher", "work", "--with-parent"],
        {**os.environ, "JIEDUI_DATABASE": url},
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
        setpgroup=0,
    )
    try:
        yield
    finally:
        if os.getpid() == owner:
            with suppress(ProcessLookupError, ChildProcessError):  # gone, or buried by the site
                os.kill(worker, signal.SIGTERM)
                os.waitpid(worker, 0)


def _own_secret(url: str) -> str:
    """A secret kept beside the SQLite file, made at the first start, for this user alone."""
    if not url.startswith("sqlite:///"):
        raise Misconfigured("web.serve.no_secret")
    path = Path(url.removeprefix("sqlite:///")).with_suffix(".secret")
    if not path.exists():
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    if path.stat().st_mode & 0o077:
        raise Misconfigured("web.serve.open_secret", path=str(path))
    return path.read_text(encoding="ascii")


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{host}:{port}/"
