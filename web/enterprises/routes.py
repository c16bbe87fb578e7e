"""The list of enterprises and the page of one."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from matcher.access import Action
from matcher.parties import counties, enterprise_detail, find_enterprises
from web.enterprises.views import enterprise_page
from web.permissions import may
from web.searching import SearchForm
from web.sessions import current_actor
from web.transaction import session

blueprint = Blueprint("enterprises", __name__)
_ORDERS = ("name", "cash", "partners")


@blueprint.get("")
@may(Action.SEE_ENTERPRISES)
def index() -> ResponseReturnValue:
    form = SearchForm(counties(session()), _ORDERS)
    page = find_enterprises(session(), form.search())
    return render_template("enterprises/index.html", form=form, page=page)


@blueprint.get("/<uuid:enterprise_id>")
@may(Action.SEE_ENTERPRISES)
def show(enterprise_id: object) -> ResponseReturnValue:
    detail = enterprise_detail(session(), current_actor(), str(enterprise_id))
    return render_template("enterprises/show.html", page=enterprise_page(detail))
