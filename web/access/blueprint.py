"""The blueprint of the door, apart from its views, which stand in several files."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("access", __name__)
