"""The site as `jiedui serve` serves it, gunicorn and all, and a browser of nothing but HTTP."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from tests.sites import SECRET
from tests.web.client import TOKEN

ROOT = Path(__file__).parents[2]
AS_USUAL = ("-m", "matcher", "serve")


@contextmanager
def served(url: str, how: Sequence[str] = AS_USUAL) -> Iterator[int]:
    """The site over this database, in a process of its own; gives its port."""
    port = _free_port()
    said = {"JIEDUI_DATABASE": url, "JIEDUI_SECRET_KEY": SECRET, "JIEDUI_LANGUAGE": "en"}
    process = subprocess.Popen(
        [sys.executable, *how, "--port", str(port)],
        cwd=ROOT,
        env=os.environ | said | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        ready = process.stdout.readline()
        assert str(port) in ready, f"the site did not start: {ready}"
        yield port
    finally:
        process.terminate()
        process.wait(60)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as looked_at:
        port: int = looked_at.getsockname()[1]
        return port


@dataclass
class Answer:
    status: int
    text: str
    location: str = ""


@dataclass
class Browser:
    """Keeps cookies and the form token, follows nothing."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def sign_in(self, name: str, password: str) -> Browser:
        self.token = self.find_token()
        answer = self.post("/sign-in", {"account": name, "password": password})
        assert answer.status == 303, answer
        self.token = self.find_token()
        return self

    def find_token(self) -> str:
        found = TOKEN.search(self.ask("GET", "/no-such-page").text)
        assert found
        return found[1]

    def post(self, path: str, entered: dict[str, str]) -> Answer:
        return self.ask("POST", path, urlencode({**entered, "csrf_token": self.token}))

    def ask(self, method: str, path: str, body: str | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, sent)
        got = connection.getresponse()
        text = got.read().decode()
        for header in got.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(header).items():
                self.cookies = {**self.cookies, name: morsel.value}
        connection.close()
        return Answer(got.status, text, got.headers.get("Location", ""))
