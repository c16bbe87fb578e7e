"""The first page."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web.home import views
from web.permissions import signed_in
from web.sessions import current_actor
from web.transaction import session

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@signed_in
def overview() -> ResponseReturnValue:
    shown = views.overview(session(), current_actor())
    return render_template("home/overview.html", shown=shown)
