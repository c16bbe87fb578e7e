"""The blueprint to which every page of rounds belongs."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("rounds", __name__)
