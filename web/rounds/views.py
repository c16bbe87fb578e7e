"""How the board is laid out: figures with their difference, a page of pairs, what moved, totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from matcher.access import Action, Actor, may
from matcher.errors import NotFound
from matcher.parties import Page
from matcher.rounds.board_rows import BoardRow
from matcher.rounds.boards import draft_of, last_deed
from matcher.rounds.consequences import Effect, between
from matcher.rounds.deeds import deed_rows, deeds_since, own_last
from matcher.rounds.drafting import Draft
from matcher.rounds.explaining import explain_infeasible
from matcher.rounds.helping import without_partner
from matcher.rounds.reading import round_of, runs
from matcher.rounds.rows import RoundRow, RunRow
from matcher.rounds.viewing import ViewRow, views
from matcher.vocabulary import Category
from web.paging import page_of_list
from web.rounds.choosing import MISSED, STATES, Choice, belongs
from web.rounds.comparing import Comparison, comparison
from web.rounds.pairings import Board, Pairing, pairings
from web.rounds.telling import Told, moves, share_of, signed
from web.translating import sentence


@dataclass(frozen=True)
class Figure:
    """A figure of the plan; `change` is what it is more or less since then, "" for the same."""

    name: str
    value: int
    of: int | None = None
    change: str = ""
    share: str = ""
    before: int = 0


@dataclass(frozen=True)
class Totals:
    """What the pairs that are shown amount to."""

    pairs: int
    villages: int
    enterprises: int
    score: int
    lowest: int | None


@dataclass(frozen=True)
class Since:
    """What happened since the reader looked: deeds, and the villages that moved by them."""

    deeds: tuple[Told, ...]
    moves: tuple[str, ...]
    effect: Effect


@dataclass(frozen=True)
class BoardPage:
    """What is shown of a round; `board` is None until it was computed for the first time."""

    round: RoundRow
    runs: tuple[RunRow, ...]
    run: RunRow | None
    choice: Choice
    board: Board | None = None
    deed: int = 0
    counts: Mapping[str, int] | None = None
    figures: tuple[Figure, ...] = ()
    counties: tuple[str, ...] = ()
    criteria: Mapping[str, int] | None = None
    chosen: tuple[BoardRow, ...] = ()
    pairings: Page[Pairing] | None = None
    totals: Totals | None = None
    since: Since | None = None
    undoable: Told | None = None
    redoable: Told | None = None
    modes: tuple[Category, ...] = tuple(Category)
    views: tuple[ViewRow, ...] = ()
    obstacles: tuple[str, ...] = ()
    comparison: Comparison | None = None


def board_page(session: Session, actor: Actor, round_id: str, choice: Choice) -> BoardPage:
    known = tuple(runs(session, round_id))
    shown = next((one for one in known if choice.run in ("", one.id)), None)
    page = BoardPage(round_of(session, round_id), known, shown, choice)
    if shown is None:
        if choice.run:
            raise NotFound("rounds.no_such_run")
        return page
    board = Board.of(session, round_id, shown.id)
    draft = board.draft
    since = _since(session, board, choice)
    chosen = choice.ordered([row for row in board.rows if choice.takes(row)])
    at_page = page_of_list(chosen, choice.page)
    undoable, redoable = _own_deeds(session, actor, round_id) if board.live else (None, None)
    return replace(
        page,
        board=board,
        deed=last_deed(session, round_id),
        counts={
            **{show: sum(belongs(row, show) for row in board.rows) for show in STATES},
            MISSED: len(without_partner(draft)),
        },
        figures=_figures(board, since),
        counties=tuple(sorted({one.county for one in board.known.villages.values()})),
        criteria=board.shades,
        chosen=tuple(chosen),
        pairings=replace(
            at_page, rows=tuple(pairings(session, board, at_page.rows, since.effect.new))
        ),
        totals=_totals([row for row in chosen if row.in_plan]),
        since=since if since.deeds else None,
        undoable=undoable,
        redoable=redoable,
        views=tuple(views(session, actor)) if may(actor, Action.KEEP_VIEWS) else (),
        obstacles=_obstacles(draft),
        comparison=comparison(session, known, shown, board.known),
    )


def _since(session: Session, board: Board, choice: Choice) -> Since:
    if choice.since is None or not board.live:
        return Since((), (), Effect(possible=True))
    before = draft_of(session, board.run, choice.since)
    effect = between(before, board.draft)
    deeds = tuple(map(Told.of, deeds_since(session, board.run.round_id, choice.since)))
    return Since(deeds, tuple(moves(effect, board.known, board.draft.pairs)), effect)


def _own_deeds(session: Session, actor: Actor, round_id: str) -> tuple[Told | None, Told | None]:
    if not may(actor, Action.DECIDE):
        return None, None
    done, undone = (
        Told.of(deed_rows(session, [one])[0]) if one else None
        for one in own_last(session, actor, round_id)
    )
    return done, undone


def _figures(board: Board, since: Since) -> tuple[Figure, ...]:
    found, effect, plan = board.draft.matching, since.effect, board.draft.basis.plan
    scores = [row.score for row in board.rows if row.in_plan]
    pairs = len(effect.new) - len(effect.gone)
    before = found.total_score - effect.total
    figures = [
        Figure("covered", found.covered, len(plan.villages), _change(effect.covered)),
        Figure("engaged", found.engaged, len(plan.enterprises), _change(effect.engaged)),
        Figure("pairs", len(found.chosen), None, _change(pairs)),
        Figure(
            "total",
            found.total_score,
            None,
            _change(effect.total),
            share_of(effect.total, before) if effect.total else "",
            before,
        ),
    ]
    return (*figures, Figure("lowest", min(scores))) if scores else tuple(figures)


def _change(number: int) -> str:
    return signed(number) if number else ""


def _totals(rows: Sequence[BoardRow]) -> Totals:
    return Totals(
        pairs=len(rows),
        villages=len({row.village.code for row in rows}),
        enterprises=len({row.enterprise.code for row in rows}),
        score=sum(row.score for row in rows),
        lowest=min((row.score for row in rows), default=None),
    )


def _obstacles(draft: Draft) -> tuple[str, ...]:
    """What makes every plan impossible, when that is so."""
    if draft.possible:
        return ()
    found = explain_infeasible(draft.matching, draft.basis.eligibility)
    told = found or draft.basis.plan.obstacles
    return tuple(sentence(one.code, **one.params) for one in told)
