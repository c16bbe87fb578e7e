"""Addresses of style sheets and scripts, own and Bootstrap's, with a mark of their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, current_app, url_for
from flask_bootstrap import Bootstrap5


def asset(filename: str) -> str:
    """An own file of web/static."""
    return url_for("static", filename=filename, v=_mark(current_app, filename))


def bootstrap(filename: str) -> str:
    """A file of the installed Bootstrap-Flask wheel."""
    blueprint = current_app.blueprints["bootstrap"]
    return url_for("bootstrap.static", filename=filename, v=_mark(blueprint, filename))


@cache
def _mark(owner: Flask | Blueprint, filename: str) -> str:
    content = (Path(owner.static_folder or "") / filename).read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]


def register(app: Flask) -> None:
    Bootstrap5(app)
    app.jinja_env.globals.update(asset=asset, bootstrap_asset=bootstrap)
