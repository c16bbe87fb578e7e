"""What people do with pairs: find them, read one, answer, send out, sign, renew and end."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.access import Action
from matcher.errors import Conflict, InputRefused
from matcher.pairing import find_pairs, move, pair_detail, send_out, set_mailbox, waiting
from matcher.pairing.moves import MOVES
from matcher.rounds.reading import round_of
from matcher.vocabulary import PairMove, Side
from web.forms import refuse
from web.pairing.forms import MailboxForm, MoveForm, PairSearchForm, SendForm, group_of
from web.pairing.views import pair_page, tabs
from web.permissions import may
from web.sessions import current_actor
from web.transaction import session
from web.translating import t, term, today

blueprint = Blueprint("pairing", __name__)
USUAL_DAYS = 14


@blueprint.get("")
@may(Action.SEE_PAIRS)
def index() -> ResponseReturnValue:
    form = PairSearchForm()
    found = find_pairs(session(), current_actor(), form.search())
    form.offer(found.counties)
    return render_template(
        "pairing/index.html", form=form, found=found, tabs=tabs(found, form.state)
    )


@blueprint.get("/<uuid:pair_id>")
@may(Action.SEE_PAIRS)
def show(pair_id: object) -> ResponseReturnValue:
    return _pair_page(pair_id, 200)


@blueprint.post("/<uuid:pair_id>/answer")
@may(Action.ANSWER_PAIR)
def answer(pair_id: object) -> ResponseReturnValue:
    return _moved(pair_id, Action.ANSWER_PAIR)


@blueprint.post("/<uuid:pair_id>/withdrawal")
@may(Action.SEND_PAIRS)
def withdraw(pair_id: object) -> ResponseReturnValue:
    return _moved(pair_id, Action.SEND_PAIRS)


@blueprint.post("/<uuid:pair_id>/agreement")
@may(Action.KEEP_PAIRS)
def keep(pair_id: object) -> ResponseReturnValue:
    return _moved(pair_id, Action.KEEP_PAIRS)


def _moved(pair_id: object, right: Action) -> ResponseReturnValue:
    """One move of those that need this right."""
    said = request.form.get("move", "")
    wanted = PairMove(said) if said in list(PairMove) else None
    known = wanted is not None and wanted in MOVES and MOVES[wanted].action is right
    if wanted is None or not known:
        raise Conflict("web.pairing.no_move")
    group = group_of(wanted)
    form = MoveForm(group, posted=True)
    if not form.validate():
        return _pair_page(pair_id, 422, (group, form))
    try:
        row = move(
            session(),
            current_actor(),
            str(pair_id),
            wanted,
            form.given(),
            expected_version=form.version.data,
        )
    except InputRefused as fault:
        refuse(form, fault, "reason")
        return _pair_page(pair_id, 422, (group, form))
    except Conflict as conflict:
        refuse(form, conflict)
        return _pair_page(pair_id, 409, (group, form))
    flash(t("pairing.moved", move=term(wanted), state=term(row.state)), "confirmed")
    return redirect(url_for("pairing.show", pair_id=pair_id), 303)


def _pair_page(
    pair_id: object, status: int, refused: tuple[str, MoveForm] | None = None
) -> ResponseReturnValue:
    page = pair_page(session(), current_actor(), str(pair_id), refused)
    return render_template("pairing/show.html", page=page), status


@blueprint.post("/<uuid:pair_id>/mailbox")
@may(Action.SEND_PAIRS)
def mailbox(pair_id: object) -> ResponseReturnValue:
    """Where letters to one side of this pair go."""
    pair = pair_detail(session(), current_actor(), str(pair_id)).pair
    form = MailboxForm()
    if not form.validate_on_submit():
        raise Conflict("web.pairing.no_move")
    side = Side(form.side.data)
    code = pair.uscc if side is Side.ENTERPRISE else pair.village_code
    set_mailbox(session(), current_actor(), side, code, form.address.data or "")
    flash(t("pairing.address_kept"), "confirmed")
    return redirect(url_for("pairing.show", pair_id=pair_id, _anchor="letters"), 303)


@blueprint.get("/rounds/<uuid:round_id>")
@may(Action.SEND_PAIRS)
def sending(round_id: object) -> ResponseReturnValue:
    usual = today() + timedelta(days=USUAL_DAYS)
    return _sending_page(round_id, SendForm(formdata=None, data={"answer_by": usual}), 200)


@blueprint.post("/rounds/<uuid:round_id>")
@may(Action.SEND_PAIRS)
def send(round_id: object) -> ResponseReturnValue:
    form = SendForm()
    if not form.validate_on_submit():
        return _sending_page(round_id, form, 422)
    try:
        sent = send_out(
            session(),
            current_actor(),
            str(round_id),
            form.review_ids.data or (),
            answer_by=form.answer_by.data,
        )
    except InputRefused as fault:
        refuse(form, fault)
        return _sending_page(round_id, form, 422)
    except Conflict as conflict:
        session().rollback()
        refuse(form, conflict)
        return _sending_page(round_id, form, 409)
    flash(t("pairing.sent", count=len(sent)), "confirmed")
    return redirect(url_for("pairing.index", round=str(round_id)), 303)


def _sending_page(round_id: object, form: SendForm, status: int) -> ResponseReturnValue:
    opened, rows = round_of(session(), str(round_id)), waiting(session(), str(round_id))
    chosen = (
        {row.review_id for row in rows} if form.review_ids.data is None else {*form.review_ids.data}
    )
    return render_template(
        "pairing/sending.html", round=opened, rows=rows, form=form, chosen=chosen
    ), status
