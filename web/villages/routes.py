"""The list of villages and the page of one."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from matcher.access import Action
from matcher.parties import counties, find_villages, village_detail
from web.permissions import may
from web.searching import SearchForm
from web.sessions import current_actor
from web.transaction import session
from web.villages.views import village_page

blueprint = Blueprint("villages", __name__)
_ORDERS = ("place", "gap", "needs", "partners")


@blueprint.get("")
@may(Action.SEE_VILLAGES)
def index() -> ResponseReturnValue:
    form = SearchForm(counties(session()), _ORDERS)
    page = find_villages(session(), form.search())
    return render_template("villages/index.html", form=form, page=page)


@blueprint.get("/<uuid:village_id>")
@may(Action.SEE_VILLAGES)
def show(village_id: object) -> ResponseReturnValue:
    detail = village_detail(session(), current_actor(), str(village_id))
    return render_template("villages/show.html", page=village_page(detail))
