"""The steps on the board: decide, exchange, change places, undo and redo."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from matcher.access import Action
from matcher.errors import Conflict, InputRefused
from matcher.rounds.acting import act, redo, swap, undo
from matcher.rounds.boards import basis_of, latest_run
from matcher.rounds.reading import round_of
from matcher.rounds.verdicts import Places, Verdict
from matcher.vocabulary import Decision, Side
from web.forms import refuse
from web.permissions import may
from web.rounds.blueprint import blueprint
from web.rounds.choosing import key_of
from web.rounds.forms import AnswerForm, DeedForm, ExchangeForm, PlacesForm, RunForm, seen
from web.rounds.showing import Refused, back_to_board, show_board, show_clash
from web.sessions import current_actor
from web.transaction import reading, session


@blueprint.post("/<uuid:round_id>/deeds")
@may(Action.DECIDE)
def deed(round_id: object) -> ResponseReturnValue:
    known, form = _round(round_id), DeedForm()
    verdicts = form.verdicts
    refused = Refused(form, key_of(verdicts[0].pair) if len(verdicts) == 1 else "")
    if not form.validate_on_submit():
        return show_board(known, RunForm(), 422, refused)
    reason = form.reason.data or ""
    try:
        done = act(session(), current_actor(), known, verdicts, reason=reason)
    except InputRefused as fault:
        refuse(form, fault)
        return show_board(known, RunForm(), 422, refused)
    except Conflict as conflict:
        return show_clash(known, conflict, form, verdicts)
    return back_to_board(round_id, since=done.number - 1)


@blueprint.post("/<uuid:round_id>/exchange")
@may(Action.DECIDE)
def exchange(round_id: object) -> ResponseReturnValue:
    known, form = _round(round_id), ExchangeForm()
    pair, version = seen(form.pair.data or "")
    refused = Refused(form, key_of(pair))
    if not form.validate_on_submit():
        return show_board(known, RunForm(), 422, refused)
    instead, other = seen(form.instead.data)
    try:
        done = swap(
            session(),
            current_actor(),
            known,
            pair,
            instead,
            reason=form.reason.data or "",
            versions=(version, other),
        )
    except InputRefused as fault:
        refuse(form, fault)
        return show_board(known, RunForm(), 422, refused)
    except Conflict as conflict:
        wanted = [
            Verdict(pair, Decision.SWAP, version),
            Verdict(instead, Decision.PIN, other),
        ]
        return show_clash(known, conflict, form, wanted)
    return back_to_board(round_id, since=done.number - 1, at=key_of(instead))


@blueprint.post("/<uuid:round_id>/places")
@may(Action.DECIDE)
def places(round_id: object) -> ResponseReturnValue:
    known, form = _round(round_id), PlacesForm()
    refused = Refused(form)
    if not form.validate_on_submit():
        return show_board(known, RunForm(), 422, refused)
    asked = Places(Side(form.side.data), form.code.data, form.places.data, form.version.data)
    pinned = [
        Verdict(pair, Decision.PIN, version)
        for pair, version in map(seen, filter(None, [form.pair.data]))
    ]
    try:
        done = act(
            session(), current_actor(), known, pinned, [asked], reason=form.reason.data or ""
        )
    except InputRefused as fault:
        refuse(form, fault)
        return show_board(known, RunForm(), 422, refused)
    except Conflict as conflict:
        return show_clash(known, conflict, form, pinned)
    return back_to_board(round_id, since=done.number - 1)


@blueprint.post("/<uuid:round_id>/undo")
@may(Action.DECIDE)
def undoing(round_id: object) -> ResponseReturnValue:
    return _answered(round_id, undo)


@blueprint.post("/<uuid:round_id>/redo")
@may(Action.DECIDE)
def redoing(round_id: object) -> ResponseReturnValue:
    return _answered(round_id, redo)


def _answered(round_id: object, answer) -> ResponseReturnValue:  # type: ignore[no-untyped-def]
    known, form = _round(round_id), AnswerForm()
    if not form.validate_on_submit():
        return show_board(known, RunForm(), 422, Refused(form))
    try:
        done = answer(session(), current_actor(), known, form.deed.data)
    except Conflict as conflict:
        refuse(form, conflict)
        return show_board(known, RunForm(), 409, Refused(form))
    return back_to_board(round_id, since=done.number - 1, at=request.form.get("at", ""))


def _round(round_id: object) -> str:
    """The round's id, with the plan of its newest run laid out before anything is locked.

    Raises NotFound.
    """
    known = str(round_id)
    with reading() as looking:
        round_of(looking, known)
        basis_of(latest_run(looking, known))
    return known
