"""The blueprint to which every page of the discussion belongs."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("discussion", __name__)
