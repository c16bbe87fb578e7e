"""The board as a page, and as the page that answers a step which could not be taken."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from matcher.errors import Conflict
from matcher.rounds.reading import round_of
from matcher.rounds.rows import ReviewRow
from matcher.rounds.standing import review_row, standing_reviews
from matcher.rounds.verdicts import Verdict
from matcher.rounds.weighing import profiles
from matcher.scoring import DEFAULT_PROFILE
from web.rounds.choosing import GRAPH, MISSED, Choice, key_of
from web.rounds.closely import Closely, closely, first_to_look_at
from web.rounds.forms import ReasonForm, RunForm
from web.rounds.graph import graph_of
from web.rounds.needy import missed_page, names_missed
from web.rounds.pairings import Board
from web.rounds.views import board_page
from web.sessions import current_actor
from web.transaction import session
from web.translating import sentence


@dataclass(frozen=True)
class Refused:
    """A step that could not be taken: what was entered is shown again, at the pair it was about."""

    form: FlaskForm
    at: str = ""

    @property
    def reason(self) -> str:
        return self.form.reason.data or "" if isinstance(self.form, ReasonForm) else ""

    @property
    def faults(self) -> list[str]:
        return [str(fault) for faults in self.form.errors.values() for fault in faults]


@dataclass(frozen=True)
class Clash:
    """A pair about which somebody decided since: how it stands now, None where it is open."""

    pair: str
    key: str
    names: str
    theirs: ReviewRow | None
    version: int


def show_board(
    round_id: str, run_form: RunForm, status: int = 200, refused: Refused | None = None
) -> ResponseReturnValue:
    choice = Choice.read(request.values)
    page = board_page(session(), current_actor(), round_id, choice)
    usual = page.runs[0].profile if page.runs else DEFAULT_PROFILE.name
    run_form.offer([one.name for one in profiles(session())], request.args.get("profile", usual))
    looked_at, missed, graph = None, None, None
    if page.board:
        if choice.view == GRAPH and choice.show != MISSED:
            graph = graph_of(page.board, page.chosen)
        elif choice.show != MISSED:
            at = refused.at if refused and refused.at else choice.at
            looked_at = _looked_at(page.board, page.pairings.rows, at)
        missed = missed_page(session(), page.board, choice) if choice.show == MISSED else None
    return render_template(
        "rounds/board.html",
        page=page,
        run_form=run_form,
        refused=refused,
        closely=looked_at,
        graph=graph,
        missed=missed,
        missed_names=names_missed(page.board) if page.board else (),
    ), status


def show_pair(
    round_id: str, enterprise_id: str, village_id: str, status: int = 200
) -> ResponseReturnValue:
    """Raises NotFound."""
    choice = Choice.read(request.values)
    board = Board.of(session(), round_id, choice.run)
    uscc = next(
        (one.code for one in board.known.enterprises.values() if one.id == enterprise_id), ""
    )
    code = next((one.code for one in board.known.villages.values() if one.id == village_id), "")
    return render_template(
        "rounds/pair.html",
        round=round_of(session(), round_id),
        closely=closely(session(), board, (uscc, code)),
        choice=choice,
        refused=None,
    ), status


def back_to_board(round_id: object, **marked: object) -> ResponseReturnValue:
    """To the board as it was looked at, with what has changed since marked."""
    choice = Choice.read(request.form)
    kept = choice.kept("run", "since") | {name: str(value) for name, value in marked.items()}
    return redirect(url_for("rounds.board", round_id=round_id, **kept), 303)


def show_clash(
    round_id: str, conflict: Conflict, form: ReasonForm, verdicts: list[Verdict]
) -> ResponseReturnValue:
    """Both versions side by side where pairs were decided meanwhile; else the board as it is."""
    board = Board.of(session(), round_id)
    stands = standing_reviews(session(), round_id)
    clashes = []
    for one in verdicts:
        review = stands.get(one.pair)
        if (review.version if review else 0) == one.version:
            continue
        enterprise, village = (
            board.known.enterprises[one.pair[0]],
            board.known.villages[one.pair[1]],
        )
        clashes.append(
            Clash(
                pair=f"{key_of(one.pair)}-{review.version if review else 0}",
                key=key_of(one.pair),
                names=f"{village.name} ↔ {enterprise.name}",
                theirs=review_row(review, enterprise.name, village.name) if review else None,
                version=review.version if review else 0,
            )
        )
    if not clashes:
        form.form_errors.append(sentence(conflict.code, **conflict.params))
        at = key_of(verdicts[0].pair) if len(verdicts) == 1 else ""
        return show_board(round_id, RunForm(), 409, Refused(form, at))
    untouched = [
        f"{key_of(one.pair)}-{one.version}"
        for one in verdicts
        if key_of(one.pair) not in {clash.key for clash in clashes}
    ]
    return render_template(
        "rounds/clash.html",
        round=round_of(session(), round_id),
        clashes=clashes,
        untouched=untouched,
        mine=verdicts[0].decision,
        form=form,
        choice=Choice.read(request.form),
    ), 409


def _looked_at(board: Board, rows: tuple, at: str) -> Closely | None:  # type: ignore[type-arg]
    pair = first_to_look_at(board, tuple(one.row for one in rows), at)
    return closely(session(), board, pair) if pair else None
