"""The pages of the audit chain."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from matcher.access import Action, audit_count, audit_rows
from matcher.parties import Page
from matcher.parties.listing import PER_PAGE
from web.audit.forms import AuditForm
from web.permissions import may
from web.transaction import session

blueprint = Blueprint("audit", __name__)


@blueprint.get("")
@may(Action.SEE_AUDIT)
def index() -> ResponseReturnValue:
    form = AuditForm()
    search = form.search()
    total = audit_count(session(), search)
    last = max(1, -(-total // PER_PAGE))
    number = min(max(request.args.get("page", 1, type=int), 1), last)
    rows = audit_rows(session(), search=search, page=number, per_page=PER_PAGE)
    page = Page(tuple(rows), total, number)
    return render_template("audit/index.html", form=form, page=page)
