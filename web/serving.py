"""Serving the site with gunicorn: two workers of four threads, one listener, a clean end."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

SETTINGS: dict[str, Any] = {
    "workers": 2,
    "worker_class": "gthread",
    "threads": 4,
    "timeout": 60,
    "graceful_timeout": 30,
    "max_requests": 5000,
    "max_requests_jitter": 500,
    "limit_request_line": 4094,
    "limit_request_fields": 60,
    "control_socket_disable": True,
    "loglevel": "warning",
}


def listen(host: str, port: int, *, else_free: bool = False) -> socket.socket:
    """A listening socket; with `else_free` any free port where the wanted one is taken.

    Raises OSError when the address cannot be had.
    """
    try:
        return _bound(host, port)
    except OSError:
        if not else_free:
            raise
        return _bound(host, 0)


def _bound(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def serve(
    make_app: Callable[[], Flask], listener: socket.socket, ready: Callable[[], None]
) -> None:
    """Serve until interrupted; `ready` is called once, when the first worker takes requests."""
    _Served(make_app, listener, ready).run()


class _Served(BaseApplication):
    def __init__(
        self, make_app: Callable[[], Flask], listener: socket.socket, ready: Callable[[], None]
    ) -> None:
        self.make_app = make_app
        self.listener = listener
        self.ready = ready
        super().__init__()

    def load_config(self) -> None:
        for name, value in SETTINGS.items():
            self.cfg.set(name, value)
        self.cfg.set("bind", f"fd://{self.listener.fileno()}")
        self.cfg.set("post_worker_init", self._tell)

    def load(self) -> Flask:
        return self.make_app()

    def _tell(self, worker: Any) -> None:
        if worker.age == 1:
            self.ready()
