"""Least disturbance: what it costs to keep how much of an earlier plan, and keeping it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.access import Action
from matcher.errors import Conflict, InputRefused
from matcher.rounds.acting import act
from matcher.rounds.consequences import Effect
from matcher.rounds.drafting import Pair
from matcher.rounds.reading import planned_scores, round_of, run_of, runs
from matcher.rounds.rows import RunRow
from matcher.rounds.standing import standing_reviews
from matcher.rounds.staying import WITH_CURVE, Point, curve, pins_for
from matcher.rounds.verdicts import Verdict
from matcher.vocabulary import Decision
from web.forms import refuse
from web.permissions import may
from web.rounds.blueprint import blueprint
from web.rounds.choosing import Choice
from web.rounds.forms import ReasonForm
from web.rounds.pairings import Board
from web.rounds.showing import back_to_board
from web.rounds.telling import moves, share_of, signed
from web.sessions import current_actor
from web.transaction import session
from web.translating import t

WIDTH, HEIGHT, LEFT, TOP = 640, 220, 56, 12


@dataclass(frozen=True)
class Stop:
    """One point of the curve: where the slider stops."""

    number: int
    kept: int
    changed: int
    total: int
    lost: str
    share: str
    x: float
    y: float


@dataclass(frozen=True)
class Chosen:
    """What a stop would do to the board: pairs to pin, villages that move."""

    stop: Stop
    pins: tuple[Pair, ...]
    effect: Effect
    moves: tuple[str, ...]


@blueprint.get("/<uuid:round_id>/staying")
@may(Action.SEE_ROUNDS)
def staying(round_id: object) -> ResponseReturnValue:
    return _page(str(round_id), request.args, ReasonForm(), 200)


@blueprint.post("/<uuid:round_id>/staying/pins")
@may(Action.DECIDE)
def stay(round_id: object) -> ResponseReturnValue:
    known, form = round_of(session(), str(round_id)).id, ReasonForm()
    if not form.validate_on_submit():
        return _page(known, request.form, form, 422)
    board = Board.of(session(), known)
    points = curve(board.draft, _earlier(known, board, request.form)[1])
    chosen = _number(request.form.get("point", ""), len(points))
    expected = _number(request.form.get("pins", ""), 10**6)
    pins = pins_for(board.draft, points[chosen])[0] if chosen is not None else ()
    if not pins or len(pins) != expected:
        form.form_errors.append(t("rounds.staying.moved_on"))
        return _page(known, request.form, form, 409)
    versions = standing_reviews(session(), known)
    verdicts = [
        Verdict(pair, Decision.PIN, versions[pair].version if pair in versions else 0)
        for pair in pins
    ]
    try:
        done = act(
            session(),
            current_actor(),
            known,
            verdicts,
            reason=form.reason.data or t("rounds.staying.reason"),
        )
    except (InputRefused, Conflict) as refused:
        refuse(form, refused)
        return _page(known, request.form, form, 409)
    flash(t("rounds.staying.done", count=len(pins)), "confirmed")
    return back_to_board(round_id, since=done.number - 1)


def _page(known: str, values, form: ReasonForm, status: int) -> ResponseReturnValue:  # type: ignore[no-untyped-def]
    opened = round_of(session(), known)
    board = Board.of(session(), known)
    against, earlier = _earlier(known, board, values)
    points = curve(board.draft, earlier)
    stops = _stops(points, board.draft.matching.total_score)
    number = _number(values.get("point", ""), len(points)) or 0  # the first is the plan as it is
    return render_template(
        "rounds/staying.html",
        round=opened,
        runs=runs(session(), known),
        against=against,
        stops=stops,
        chosen=_chosen(board, points, stops, number) if stops else None,
        possible=board.draft.matching.method in WITH_CURVE,
        earlier=len(earlier),
        form=form,
        choice=Choice.read(values),
        back=url_for("rounds.board", round_id=known),
    ), status


def _earlier(known: str, board: Board, values) -> tuple[RunRow, list[Pair]]:  # type: ignore[no-untyped-def]
    """The run whose pairs are to stay: the one that is named, else the newest that differs."""
    named = values.get("against", "")
    rows = runs(session(), known)
    if named:
        row = run_of(session(), named)
        return row, list(planned_scores(session(), row)) if row.round_id == known else []
    for row in rows:
        pairs = planned_scores(session(), row)
        if pairs.keys() != board.draft.pairs:
            return row, list(pairs)
    return rows[0], list(planned_scores(session(), rows[0]))


def _stops(points: Sequence[Point], now: int) -> list[Stop]:
    """The curve as a picture: pairs that stay to the right, points upwards."""
    if not points:
        return []
    kept = [len(one.kept) for one in points]
    low, high = min(one.total for one in points), max(one.total for one in points)
    least, most = min(kept), max(kept)
    return [
        Stop(
            number=number,
            kept=len(one.kept),
            changed=one.changed,
            total=one.total,
            lost=signed(one.total - now),
            share=share_of(one.total - now, now),
            x=round(LEFT + (len(one.kept) - least) / max(most - least, 1) * (WIDTH - LEFT - 24), 1),
            y=round(TOP + (high - one.total) / max(high - low, 1) * (HEIGHT - TOP - 44), 1),
        )
        for number, one in enumerate(points)
    ]


def _chosen(board: Board, points: Sequence[Point], stops: Sequence[Stop], number: int) -> Chosen:
    pins, effect = pins_for(board.draft, points[number])
    after = {*board.draft.pairs, *effect.new} - {*effect.gone}
    return Chosen(stops[number], pins, effect, tuple(moves(effect, board.known, after)))


def _number(word: str, below: int) -> int | None:
    return int(word) if word.isdecimal() and len(word) < 8 and int(word) < below else None
