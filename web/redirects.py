"""Where a visitor may be sent next: a path of this very site, or home."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, current_app, request, url_for
from werkzeug.exceptions import HTTPException

MOST_CHARACTERS = 512


def safe_next(wanted: str | None) -> str:
    """`wanted` when it is a page of this site that can be opened, else home."""
    return wanted if wanted and _is_own_page(wanted) else url_for("home.overview")


def _is_own_page(path: str) -> bool:
    if len(path) > MOST_CHARACTERS or not path.startswith("/") or path.startswith("//"):
        return False
    if "\\" in path or any(ord(one) <= 0x20 or 0x7F <= ord(one) <= 0x9F for one in path):
        return False
    try:
        parts = urlsplit(path)
        if parts.scheme or parts.netloc:
            return False
        current_app.create_url_adapter(request).match(parts.path, method="GET")
    except (ValueError, HTTPException):
        return False
    return True


def here() -> str:
    """The page being shown, to come back to; home from a page that cannot be asked for."""
    return safe_next(request.full_path.rstrip("?"))


def came_from() -> str | None:
    """The page of this site from which the reader came, where the browser says so."""
    address, site = request.referrer or "", request.host_url.rstrip("/")
    path = address.removeprefix(site)
    return path if address.startswith(site) and _is_own_page(path) else None


def register(app: Flask) -> None:
    app.jinja_env.globals.update(here=here, came_from=came_from)
