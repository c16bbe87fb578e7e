"""What people do with a round: open it, run it, look at its board, take its plan along."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from matcher.access import Action
from matcher.errors import InputRefused, NotFound
from matcher.pairing import places_held
from matcher.rounds.long_work import ask_run, takes_long
from matcher.rounds.plan_reading import read_plan
from matcher.rounds.reading import plan_bytes, programme_of, rounds, run_of
from matcher.rounds.running import open_round, run_round
from matcher.scoring import DEFAULT_PROFILE
from matcher.workbook.plan_sheet import write_plan
from web.forms import refuse
from web.permissions import may
from web.preferences import language
from web.rounds import deciding, saving, staying
from web.rounds.blueprint import blueprint
from web.rounds.forms import OpenRoundForm, RunForm
from web.rounds.showing import show_board, show_pair
from web.sessions import current_actor
from web.transaction import database, session
from web.translating import t

ELSEWHERE = (deciding, saving, staying)  # their views belong to the same blueprint
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("")
@may(Action.SEE_ROUNDS)
def index() -> ResponseReturnValue:
    return _index_page(OpenRoundForm(), 200)


@blueprint.post("")
@may(Action.OPEN_ROUND)
def open_() -> ResponseReturnValue:
    form = OpenRoundForm()
    if not form.validate_on_submit():
        return _index_page(form, 422)
    opened = open_round(
        session(), current_actor(), campaign=form.campaign.data, name=form.name.data
    )
    return redirect(url_for("rounds.board", round_id=opened.id), 303)


def _index_page(form: OpenRoundForm, status: int) -> ResponseReturnValue:
    known = [
        (one, run_of(session(), one.latest_run_id) if one.latest_run_id else None)
        for one in rounds(session())
    ]
    return render_template("rounds/index.html", form=form, rounds=known), status


@blueprint.get("/<uuid:round_id>")
@may(Action.SEE_ROUNDS)
def board(round_id: object) -> ResponseReturnValue:
    return show_board(str(round_id), RunForm())


@blueprint.get("/<uuid:round_id>/pairs/<uuid:enterprise_id>/<uuid:village_id>")
@may(Action.SEE_ROUNDS)
def pair(round_id: object, enterprise_id: object, village_id: object) -> ResponseReturnValue:
    return show_pair(str(round_id), str(enterprise_id), str(village_id))


@blueprint.post("/<uuid:round_id>/runs")
@may(Action.RUN_ROUND)
def run(round_id: object) -> ResponseReturnValue:
    form = RunForm()
    if not form.validate_on_submit():
        return show_board(str(round_id), form, 422)
    asked = {
        "method": form.method.data,
        "profile": form.profile.data or DEFAULT_PROFILE.name,
        "seed": form.seed.data or "",
    }
    if takes_long(database(), current_actor(), str(round_id)):
        job = ask_run(session(), current_actor(), str(round_id), **asked)
        return redirect(url_for("queue.show", job_id=job.id), 303)
    try:
        done = run_round(database(), current_actor(), str(round_id), held=places_held, **asked)
    except InputRefused as refused:
        refuse(form, refused)
        return show_board(str(round_id), form, 422)
    flash(t("rounds.done", number=done.number, pairs=done.pairs, covered=done.covered), "confirmed")
    return redirect(url_for("rounds.board", round_id=round_id), 303)


@blueprint.get("/<uuid:round_id>/runs/<uuid:run_id>/PLAN.json")
@may(Action.SEE_ROUNDS)
def plan_json(round_id: object, run_id: object) -> ResponseReturnValue:
    plan = plan_bytes(session(), _run_of_round(round_id, run_id))
    return send_file(
        BytesIO(plan), "application/json", as_attachment=True, download_name="PLAN.json"
    )


@blueprint.get("/<uuid:round_id>/runs/<uuid:run_id>/PLAN.xlsx")
@may(Action.SEE_ROUNDS)
def plan_workbook(round_id: object, run_id: object) -> ResponseReturnValue:
    known = _run_of_round(round_id, run_id)
    plan, programme = read_plan(plan_bytes(session(), known)), programme_of(session(), known)
    with TemporaryDirectory(prefix="jiedui-") as folder:
        path = Path(folder) / "PLAN.xlsx"
        write_plan(plan, programme, path, language())
        content = BytesIO(path.read_bytes())
    return send_file(content, _XLSX, as_attachment=True, download_name="PLAN.xlsx")


def _run_of_round(round_id: object, run_id: object) -> str:
    """The run's id, when it is a run of this round. Raises NotFound."""
    if run_of(session(), str(run_id)).round_id != str(round_id):
        raise NotFound("rounds.no_such_run")
    return str(run_id)
