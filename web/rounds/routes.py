"""What coordinators do with a round: open it, run it, decide pair by pair, take a decision back."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from matcher.access import Action
from matcher.errors import Conflict, InputRefused, NotFound
from matcher.pairing import places_held
from matcher.rounds.plan_reading import read_plan
from matcher.rounds.reading import plan_bytes, programme_of, round_of, rounds, run_of
from matcher.rounds.reviewing import decide, take_back
from matcher.rounds.running import open_round, run_round
from matcher.rounds.weighing import profiles
from matcher.scoring import DEFAULT_PROFILE
from matcher.vocabulary import Decision
from matcher.workbook.plan_sheet import write_plan
from web.forms import refuse
from web.permissions import may
from web.preferences import language
from web.rounds.choosing import Choice
from web.rounds.forms import DecisionForm, OpenRoundForm, RunForm, TakeBackForm
from web.rounds.views import Refused, board_page
from web.sessions import current_actor
from web.transaction import database, session
from web.translating import t

blueprint = Blueprint("rounds", __name__)
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
    return _board_page(str(round_id), RunForm(), 200)


@blueprint.post("/<uuid:round_id>/runs")
@may(Action.RUN_ROUND)
def run(round_id: object) -> ResponseReturnValue:
    form = RunForm()
    if not form.validate_on_submit():
        return _board_page(str(round_id), form, 422)
    try:
        done = run_round(
            database(),
            current_actor(),
            str(round_id),
            method=form.method.data,
            profile=form.profile.data or DEFAULT_PROFILE.name,
            seed=form.seed.data or "",
            held=places_held,
        )
    except InputRefused as refused:
        refuse(form, refused)
        return _board_page(str(round_id), form, 422)
    flash(t("rounds.done", number=done.number, pairs=done.pairs, covered=done.covered), "confirmed")
    return redirect(url_for("rounds.board", round_id=round_id), 303)


@blueprint.post("/<uuid:round_id>/suggestions/<uuid:suggestion_id>")
@may(Action.DECIDE)
def decision(round_id: object, suggestion_id: object) -> ResponseReturnValue:
    round_of(session(), str(round_id))
    form = DecisionForm()
    refused = Refused(str(suggestion_id), form)
    if not form.validate_on_submit():
        return _board_page(str(round_id), RunForm(), 422, refused)
    try:
        review = decide(
            session(),
            current_actor(),
            str(suggestion_id),
            Decision(form.decision.data),
            reason=form.reason.data or "",
            expected_version=form.version.data,
        )
    except InputRefused as fault:
        refuse(form, fault, "reason")
        return _board_page(str(round_id), RunForm(), 422, refused)
    except Conflict as conflict:
        refuse(form, conflict, "reason")
        return _board_page(str(round_id), RunForm(), 409, refused)
    flash(
        t(
            f"rounds.now_{review.decision.value}",
            village=review.village,
            enterprise=review.enterprise,
        ),
        "confirmed",
    )
    return _back_to_board(round_id, f"s-{suggestion_id}")


@blueprint.post("/<uuid:round_id>/reviews/<uuid:review_id>/taking-back")
@may(Action.DECIDE)
def taking_back(round_id: object, review_id: object) -> ResponseReturnValue:
    round_of(session(), str(round_id))
    form = TakeBackForm()
    if not form.validate_on_submit():
        raise Conflict("web.rounds.stale")
    review = take_back(
        session(), current_actor(), str(review_id), expected_version=form.version.data
    )
    flash(
        t("rounds.now_taken_back", village=review.village, enterprise=review.enterprise),
        "confirmed",
    )
    return _back_to_board(round_id, "")


def _back_to_board(round_id: object, anchor: str) -> ResponseReturnValue:
    kept = Choice.read(request.form).kept("run")
    return redirect(url_for("rounds.board", round_id=round_id, **kept, _anchor=anchor), 303)


def _board_page(
    round_id: str, run_form: RunForm, status: int, refused: Refused | None = None
) -> ResponseReturnValue:
    page = board_page(session(), round_id, Choice.read(request.values), refused)
    usual = page.runs[0].profile if page.runs else DEFAULT_PROFILE.name
    run_form.offer([one.name for one in profiles(session())], request.args.get("profile", usual))
    return render_template(
        "rounds/board.html", page=page, run_form=run_form, refused=refused
    ), status


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
