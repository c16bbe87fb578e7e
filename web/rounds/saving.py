"""Saved views of the board: kept under a name, opened by a link, dropped."""

from __future__ import annotations

from flask import flash, request
from flask.typing import ResponseReturnValue

from matcher.access import Action
from matcher.errors import Conflict, InputRefused
from matcher.rounds.reading import round_of
from matcher.rounds.viewing import drop_view, save_view
from web.forms import refuse
from web.permissions import may
from web.rounds.blueprint import blueprint
from web.rounds.choosing import Choice
from web.rounds.forms import RunForm, ViewForm
from web.rounds.showing import Refused, back_to_board, show_board
from web.sessions import current_actor
from web.transaction import session
from web.translating import t


@blueprint.post("/<uuid:round_id>/views")
@may(Action.KEEP_VIEWS)
def keep_view(round_id: object) -> ResponseReturnValue:
    known, form = round_of(session(), str(round_id)).id, ViewForm()
    if not form.validate_on_submit():
        return show_board(known, RunForm(), 422, Refused(form))
    choice = Choice.read(request.form)
    try:
        kept = save_view(session(), current_actor(), form.name.data or "", choice.to_save())
    except (InputRefused, Conflict) as refused:
        refuse(form, refused, "name")
        status = 422 if isinstance(refused, InputRefused) else 409
        return show_board(known, RunForm(), status, Refused(form))
    flash(t("rounds.view_kept", name=kept.name), "confirmed")
    return back_to_board(round_id)


@blueprint.post("/<uuid:round_id>/views/dropping")
@may(Action.KEEP_VIEWS)
def drop_view_(round_id: object) -> ResponseReturnValue:
    round_of(session(), str(round_id))
    drop_view(session(), current_actor(), request.form.get("name", ""))
    flash(t("rounds.view_dropped"), "confirmed")
    return back_to_board(round_id)
