"""What people do with scenarios: compare them, draft one, adopt one."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from matcher.access import Action
from matcher.errors import JieduiError, NotFound
from matcher.pairing import places_held
from matcher.programme import Programme
from matcher.rounds.adopting import adopt
from matcher.rounds.boards import latest_run
from matcher.rounds.long_work import ask_adoption, ask_scenario, took_long
from matcher.rounds.reading import programme_of, run_of
from matcher.rounds.scenario_reading import scenario_of, scenario_plan
from matcher.rounds.scenario_setting import Setting
from matcher.rounds.scenarios import draw_up, keep_scenario
from matcher.rounds.supposing import read_entered
from matcher.rounds.weighing import STANDARD, profile_named, profiles
from matcher.rounds.what_ifs import WhatIf, supposed
from web.faults import status_of
from web.forms import refuse
from web.permissions import may
from web.scenarios.forms import AdoptForm, ScenarioForm
from web.scenarios.views import scenario_page
from web.sessions import current_actor
from web.transaction import database, reading, session
from web.translating import t

blueprint = Blueprint("scenarios", __name__)


@blueprint.get("")
@may(Action.SEE_ROUNDS)
def index(round_id: object) -> ResponseReturnValue:
    form = ScenarioForm()
    if "like" not in request.args:
        return _page(round_id, form)
    like = scenario_of(session(), str(round_id), request.args["like"]).setting
    form.show(like)
    programme = programme_of(session(), latest_run(session(), str(round_id)).id)
    return _page(round_id, form, _fitting(form, programme, like.what_ifs))


@blueprint.post("")
@may(Action.DRAFT_SCENARIO)
def draft(round_id: object) -> ResponseReturnValue:
    form = ScenarioForm()
    with reading() as looking:
        run = run_of(looking, latest_run(looking, str(round_id)).id)
        programme = programme_of(looking, run.id)
        profile = profile_named(looking, form.profile.data or STANDARD.name)
    form.validate_on_submit()
    kept = _fitting(form, programme, form.kept)
    try:
        what_ifs = [*kept, *read_entered(programme, form.entered)]
        if form.errors:
            return _page(round_id, form, kept, 422)
        if "more" in request.form:
            form.empty()
            return _page(round_id, form, what_ifs)
        name = " ".join((form.name.data or "").split())
        setting = Setting(run.id, name, form.method.data, profile, tuple(what_ifs))
        if took_long(run):
            job = ask_scenario(session(), current_actor(), setting)
            return redirect(url_for("queue.show", job_id=job.id), 303)
        drawn = draw_up(database(), current_actor(), setting)
    except NotFound:
        raise
    except JieduiError as refused:
        refuse(form, refused)
        return _page(round_id, form, kept, 422)
    keep_scenario(session(), current_actor(), drawn)
    flash(t("scenarios.drafted", name=name), "confirmed")
    return redirect(url_for("scenarios.index", round_id=round_id), 303)


@blueprint.post("/<uuid:scenario_id>/adopting")
@may(Action.RUN_ROUND)
def adopting(round_id: object, scenario_id: object) -> ResponseReturnValue:
    form, ids = AdoptForm(), (str(round_id), str(scenario_id))
    with reading() as looking:
        scenario = scenario_of(looking, *ids)
        run = run_of(looking, scenario.setting.run_id)
    form.reason.id = f"reason-{scenario.number}"
    reason = form.reason.data or ""
    if not form.validate_on_submit():
        return _page(round_id, ScenarioForm(), status=422, adopted=form)
    try:
        if took_long(run):
            job = ask_adoption(session(), current_actor(), *ids, reason=reason)
            return redirect(url_for("queue.show", job_id=job.id), 303)
        done = adopt(database(), current_actor(), *ids, reason=reason, held=places_held)
    except JieduiError as refused:
        refuse(form, refused)
        return _page(round_id, ScenarioForm(), status=status_of(refused), adopted=form)
    said = "adopted_otherwise" if done.missing else "adopted"
    words = t(f"scenarios.{said}", number=done.run.number, missing=done.missing)
    flash(words, "waiting" if done.missing else "confirmed")
    return redirect(url_for("rounds.board", round_id=round_id), 303)


@blueprint.get("/<uuid:scenario_id>/PLAN.json")
@may(Action.SEE_ROUNDS)
def plan_json(round_id: object, scenario_id: object) -> ResponseReturnValue:
    plan = scenario_plan(session(), str(round_id), str(scenario_id))
    return send_file(
        BytesIO(plan), "application/json", as_attachment=True, download_name="PLAN.json"
    )


def _fitting(form: ScenarioForm, programme: Programme, what_ifs: Sequence[WhatIf]) -> list[WhatIf]:
    """Those that still speak of somebody; of the others the form tells that they are left out."""
    found: list[WhatIf] = []
    for one in what_ifs:
        try:
            supposed(programme, [*found, one])
        except JieduiError as refused:
            refuse(form, refused)
        else:
            found.append(one)
    return found


def _page(
    round_id: object,
    form: ScenarioForm,
    what_ifs: Sequence[WhatIf] = (),
    status: int = 200,
    adopted: AdoptForm | None = None,
) -> ResponseReturnValue:
    page = scenario_page(session(), str(round_id), what_ifs)
    usual = page.run.profile if page.run else STANDARD.name
    form.offer([one.name for one in profiles(session())], usual)
    return render_template("scenarios/index.html", page=page, form=form, adopted=adopted), status
