"""What people do with weights: read them, try them out, keep them, learn from what was decided."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.access import Action
from matcher.errors import Conflict, InputRefused, JieduiError
from matcher.rounds.experience import experience, learn_from_decisions
from matcher.rounds.previewing import Preview, preview
from matcher.rounds.reading import programme_of
from matcher.rounds.sensitivity import sensitivity
from matcher.rounds.weighing import STANDARD, checked_profile, keep_profile
from web.forms import refuse
from web.permissions import may
from web.sessions import current_actor
from web.transaction import database, session
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
        found = _previewed(form)
    except InputRefused as refused:
        refuse(form, refused)
        return _profile_page(form, 422)
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


@blueprint.get("/reach")
@may(Action.SEE_ROUNDS)
def reach() -> ResponseReturnValue:
    page = profile_page(session(), *_asked())
    if page.current is None:
        return redirect(url_for("weights.profile", name=page.row.name), 303)
    run = page.current.run
    found = sensitivity(
        programme_of(session(), run.id), page.row.profile, method=run.method, seed=run.seed
    )
    return render_template(
        "weights/reach.html", page=page, rows=reach_rows(found), pairs=found.pairs
    )


@blueprint.get("/learning")
@may(Action.SEE_ROUNDS)
def learning() -> ResponseReturnValue:
    made, current = experience(session()), current_round(session())
    present = current.profile if current else STANDARD.profile
    found, refusal, form = None, "", WeightsForm()
    if "go" in request.args:
        try:
            found = learn_from_decisions(database(), present)
        except JieduiError as error:
            refusal = sentence(error.code, **error.params)
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
    """The name and, where one is given, the version in the address."""
    version = request.args.get("version", "")
    known = version.isdecimal() and len(version) < 6
    return request.args.get("name", STANDARD.name), int(version) if known else None


def _previewed(form: WeightsForm) -> Preview | None:
    """On the newest computed round; without one there is nothing to try them on."""
    weights = checked_profile(form.name.data or STANDARD.name, 1, form.weights)
    with database().reading() as reading:
        current = current_round(reading)
    return preview(database(), current.run.id, weights) if current else None


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
