"""What people do with work in the background: follow it, cancel it, ask for it again."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.access import Action
from matcher.queue import again, cancel
from web.permissions import may
from web.queue.views import job_page, list_page, told
from web.sessions import current_actor
from web.transaction import session

blueprint = Blueprint("queue", __name__)


@blueprint.get("")
@may(Action.SEE_WORK)
def index() -> ResponseReturnValue:
    rows, workers = list_page(session())
    return render_template("queue/index.html", rows=rows, workers=workers)


@blueprint.get("/<uuid:job_id>")
@may(Action.SEE_WORK)
def show(job_id: object) -> ResponseReturnValue:
    page = job_page(session(), str(job_id))
    return render_template("queue/show.html", page=page)


@blueprint.get("/<uuid:job_id>/progress")
@may(Action.SEE_WORK)
def progress(job_id: object) -> ResponseReturnValue:
    return jsonify(told(job_page(session(), str(job_id))))


@blueprint.post("/<uuid:job_id>/cancelling")
@may(Action.ASK_WORK)
def cancelling(job_id: object) -> ResponseReturnValue:
    cancel(session(), current_actor(), str(job_id))
    return redirect(url_for("queue.show", job_id=job_id), 303)


@blueprint.post("/<uuid:job_id>/again")
@may(Action.ASK_WORK)
def once_more(job_id: object) -> ResponseReturnValue:
    asked = again(session(), current_actor(), str(job_id))
    return redirect(url_for("queue.show", job_id=asked.id), 303)
