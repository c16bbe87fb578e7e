"""What people do with weights: read them, try them out, keep them, learn from what was decided."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.access import Action
from matcher.errors import Conflict, InputRefused, JieduiError
from matcher.queue import JobRow
from matcher.rounds.experience import experience
from matcher.rounds.long_work import answer, ask_learning, ask_preview, ask_reach, took_long
from matcher.rounds.previewing import Preview, preview
from matcher.rounds.sensitivity import Sensitivity
from matcher.rounds.weighing import STANDARD, checked_profile, keep_profile
from matcher.scoring import Profile
from matcher.scoring.learning import Learned
from matcher.vocabulary import JobKind
from web.forms import refuse
from web.permissions import may
from web.sessions import current_actor
from web.transaction import database, reading, session
from web.translating import sentence, t
from web.weights.forms import WeightsForm
from web.weights.views import (
    current_round,
    known_name,
    learned_rows,
    list_page,
    newest_version,
    profile_page,
    reach_rows,
    sureness,
)

blueprint = Blueprint("weights", __name__)


@blueprint.get("")
@may(Action.SEE_ROUNDS)
def index() -> ResponseReturnValue:
    return render_template(
        "weights/index.html", rows=list_page(session()), current=current_round(session())
    )


@blueprint.get("/profile")
@may(Action.SEE_ROUNDS)
def profile() -> ResponseReturnValue:
    page = profile_page(session(), *_asked())
    form = WeightsForm()
    name = known_name(page.row.name)
    form.show(name, newest_version(session(), name), page.row.weights)
    return render_template("weights/profile.html", page=page, form=form, tried=False)


@blueprint.post("/preview")
@may(Action.KEEP_WEIGHTS)
def try_out() -> ResponseReturnValue:
    form, found = WeightsForm(), None
    if not form.validate_on_submit():
        return _profile_page(form, 422)
    try:
        profile = checked_profile(form.name.data or STANDARD.name, 1, form.weights)
    except InputRefused as refused:
        refuse(form, refused)
        return _profile_page(form, 422)
    with reading() as looking:
        current = current_round(looking)
    if current and took_long(current.run):
        run_id = current.run.id
        return _followed(ask_preview(session(), current_actor(), run_id, profile, form.entered))
    if current:  # without a computed round there is nothing to try them on
        found = preview(database(), current_actor(), current.run.id, profile)
    return _profile_page(form, 200, found)


@blueprint.get("/preview")
@may(Action.KEEP_WEIGHTS)
def previewed() -> ResponseReturnValue:
    if "job" not in request.args:
        return redirect(url_for("weights.profile"), 303)
    job, found = answer(session(), request.args["job"], JobKind.PREVIEW, Preview)
    form = WeightsForm()
    form.show_again(job.arguments["entered"], job.arguments["profile"]["weights"])
    return _profile_page(form, 200, found)


@blueprint.post("")
@may(Action.KEEP_WEIGHTS)
def keep() -> ResponseReturnValue:
    form = WeightsForm()
    if not form.validate_on_submit():
        return _profile_page(form, 422)
    try:
        kept = keep_profile(
            session(),
            current_actor(),
            name=form.name.data or "",
            weights=form.weights,
            reason=form.reason.data or "",
            expected_version=form.expected_version,
        )
    except InputRefused as refused:
        refuse(form, refused)
        return _profile_page(form, 422)
    except Conflict as conflict:
        return _conflict_page(form, conflict)
    flash(t("weights.kept", name=kept.name, version=kept.version), "confirmed")
    return redirect(url_for("weights.profile", name=kept.name), 303)


@blueprint.post("/reach")
@may(Action.ASK_WORK)
def try_reach() -> ResponseReturnValue:
    page = profile_page(session(), *_asked())
    if page.current is None:
        return redirect(url_for("weights.profile", name=page.row.name), 303)
    run_id = page.current.run.id
    return _followed(ask_reach(session(), current_actor(), run_id, page.row.profile))


@blueprint.get("/reach")
@may(Action.SEE_ROUNDS)
def reach() -> ResponseReturnValue:
    if "job" not in request.args:
        return redirect(url_for("weights.profile"), 303)
    job, found = answer(session(), request.args["job"], JobKind.REACH, Sensitivity)
    asked = Profile(**job.arguments["profile"])
    return render_template(
        "weights/reach.html", job=job, row=asked, rows=reach_rows(found), pairs=found.pairs
    )


@blueprint.post("/learning")
@may(Action.ASK_WORK)
def learn() -> ResponseReturnValue:
    current = current_round(session())
    present = current.profile if current else STANDARD.profile
    try:
        return _followed(ask_learning(session(), current_actor(), present))
    except JieduiError as error:
        return _learning_page(refusal=sentence(error.code, **error.params)), 422


@blueprint.get("/learning")
@may(Action.SEE_ROUNDS)
def learning() -> ResponseReturnValue:
    if "job" not in request.args:
        return _learning_page()
    return _learning_page(*answer(session(), request.args["job"], JobKind.LEARNING, Learned))


def _followed(job: JobRow) -> ResponseReturnValue:
    """To the page that tells how far this work is."""
    return redirect(url_for("queue.show", job_id=job.id), 303)


def _learning_page(
    job: JobRow | None = None, found: Learned | None = None, refusal: str = ""
) -> str:
    made, form = experience(session()), WeightsForm()
    present = Profile(**job.arguments["profile"]) if job else STANDARD.profile
    if found:
        name = t("weights.learned_name")
        form.show(name, newest_version(session(), name), found.weights)
        form.reason.data = t("weights.learned_reason", decisions=found.decisions)
    return render_template(
        "weights/learning.html",
        made=made,
        present=present,
        found=found,
        refusal=refusal,
        form=form,
        rows=learned_rows(found, present.weights) if found else (),
        sure=sureness(found) if found else "",
    )


def _asked() -> tuple[str, int | None]:
    """The name and, where one is given, the version that was asked for."""
    version = request.values.get("version", "")
    known = version.isdecimal() and len(version) < 6
    return request.values.get("name", STANDARD.name), int(version) if known else None


def _profile_page(
    form: WeightsForm, status: int, found: Preview | None = None
) -> ResponseReturnValue:
    base = form.base.data or ""
    kept = newest_version(session(), base)
    page = profile_page(session(), base if kept else STANDARD.name, preview=found)
    tried = status == 200
    return render_template("weights/profile.html", page=page, form=form, tried=tried), status


def _conflict_page(form: WeightsForm, conflict: Conflict) -> ResponseReturnValue:
    """Both versions side by side; keeping once more is then on top of theirs."""
    name = " ".join((form.name.data or "").split())
    version = newest_version(session(), name)
    if not version:
        raise conflict
    form.name.data = form.base.data = name
    form.version.data = version
    page = profile_page(session(), name, conflict=conflict)
    return render_template("weights/profile.html", page=page, form=form, tried=True), 409
