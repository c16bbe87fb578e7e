"""One history page for each kind of thing, reached from the thing's own page.

That of a pair is its story, where its comments stand too: `web/discussion`.
"""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.access import Action
from matcher.parties import enterprise_history, village_history
from matcher.rounds.reading import round_of
from web.history.views import of_happenings, of_round
from web.permissions import may
from web.sessions import current_actor
from web.transaction import session

blueprint = Blueprint("history", __name__)


@blueprint.get("/villages/<uuid:village_id>")
@may(Action.SEE_HISTORY)
def village(village_id: object) -> ResponseReturnValue:
    name, found = village_history(session(), current_actor(), str(village_id))
    back = url_for("villages.show", village_id=village_id)
    return render_template("history/show.html", name=name, back=back, lines=of_happenings(found))


@blueprint.get("/enterprises/<uuid:enterprise_id>")
@may(Action.SEE_HISTORY)
def enterprise(enterprise_id: object) -> ResponseReturnValue:
    name, found = enterprise_history(session(), current_actor(), str(enterprise_id))
    back = url_for("enterprises.show", enterprise_id=enterprise_id)
    return render_template("history/show.html", name=name, back=back, lines=of_happenings(found))


@blueprint.get("/rounds/<uuid:round_id>")
@may(Action.SEE_HISTORY)
def round_(round_id: object) -> ResponseReturnValue:
    found = round_of(session(), str(round_id))
    back = url_for("rounds.board", round_id=round_id)
    lines = of_round(session(), found)
    return render_template("history/show.html", name=found.name, back=back, lines=lines)
