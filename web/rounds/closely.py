"""One pair looked at closely: its parts, its price, other partners, what if a side withdraws."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from matcher.errors import NotFound
from matcher.rounds.board_rows import BoardRow, Place, parts_of
from matcher.rounds.consequences import (
    Alternative,
    Effect,
    Prices,
    alternatives,
    of_pin,
    of_places,
    of_veto,
    prices_of,
)
from matcher.rounds.drafting import Pair
from matcher.rounds.model import RoundPlaces
from matcher.rounds.places import standing_places
from matcher.rounds.standing import standing_reviews
from matcher.scoring import FULL_SCORE, Part
from matcher.vocabulary import Side
from web.rounds.choosing import PENDING, key_of, state_of
from web.rounds.pairings import SHADES, Board
from web.rounds.telling import Cost, clauses, cost_of, signed, veto_words
from web.translating import sentence, t


@dataclass(frozen=True)
class ShownPart:
    criterion: str
    shade: int
    points: int
    most: int
    filled: float
    words: str


@dataclass(frozen=True)
class Option:
    """Another partner for one side: what the exchange would do, in short and in words."""

    place: Place
    key: str
    version: int
    score: int
    prices: Prices | None
    short: str
    cost: Cost
    words: str


@dataclass(frozen=True)
class Room:
    """How many places one side has in this round, and what `act` expects of a change."""

    side: Side
    place: Place
    places: int
    taken: int
    version: int


@dataclass(frozen=True)
class Closely:
    """All that is told of a pair; what depends on a live plan is empty where there is none."""

    row: BoardRow
    key: str
    state: str
    live: bool
    parts: tuple[ShownPart, ...]
    overrides: str
    veto: str
    pin: str
    prices: Prices | None
    short: str
    partners: tuple[Option, ...]
    villages: tuple[Option, ...]
    fall_back: tuple[str, ...]
    rooms: tuple[Room, ...]


def closely(session: Session, board: Board, pair: Pair) -> Closely:
    """Raises NotFound for a pair that is no candidate and about which nothing was decided."""
    row = _row(session, board, pair)
    draft = board.draft
    parts = parts_of(session, board.run, draft, [pair]).get(pair, ())
    candidate, live = draft.basis.row(pair), board.live
    in_plan = live and row.in_plan
    prices = prices_of(draft, candidate) if live and candidate is not None else None
    veto = of_veto(draft, pair) if in_plan else None
    return Closely(
        row=row,
        key=key_of(pair),
        state=state_of(row),
        live=live,
        parts=tuple(_part(part, board) for part in parts),
        overrides=_overrides(board, pair),
        veto=veto_words(veto, draft.matching.total_score, pair, board.known) if veto else "",
        pin=_pin_words(board, row) if live and candidate is not None else "",
        prices=prices,
        short=signed(prices.short) if prices else "",
        partners=_options(session, board, pair, Side.VILLAGE) if in_plan else (),
        villages=_options(session, board, pair, Side.ENTERPRISE) if in_plan else (),
        fall_back=_fall_back(board, row, veto) if veto and row.pinned else (),
        rooms=_rooms(session, board, row) if live and candidate is not None else (),
    )


def _row(session: Session, board: Board, pair: Pair) -> BoardRow:
    for known in board.rows:
        if known.pair == pair:
            return known
    enterprise, village = board.known.enterprises.get(pair[0]), board.known.villages.get(pair[1])
    at = board.draft.basis.row(pair)
    if at is None or enterprise is None or village is None:
        raise NotFound("rounds.no_such_candidate")
    review = standing_reviews(session, board.run.round_id).get(pair)
    return BoardRow(
        enterprise=enterprise,
        village=village,
        score=board.draft.score(at),
        in_plan=False,
        pinned=False,
        vetoed=bool(board.draft.matching.problem.vetoed[at]),
        review=None,
        version=review.version if review else 0,
        modes=board.draft.basis.modes(pair),
    )


def _part(part: Part, board: Board) -> ShownPart:
    most = part.weight * FULL_SCORE // 100
    return ShownPart(
        criterion=part.criterion,
        shade=board.shades.get(part.criterion, SHADES),
        points=part.points,
        most=most,
        filled=part.points * 100 / most if most else 0.0,
        words=sentence(part.reason, **part.params),
    )


def _overrides(board: Board, pair: Pair) -> str:
    """Which rule would have refused the pair, had nobody pinned it."""
    for planned in board.draft.basis.plan.pairs:
        if (planned.enterprise, planned.village) == pair and planned.overrides:
            return sentence(planned.overrides.code, **planned.overrides.params)
    return ""


def _pin_words(board: Board, row: BoardRow) -> str:
    """What it would cost to have a pair that is not in the plan."""
    if row.in_plan:
        return ""
    effect = of_pin(board.draft, row.pair)
    said = clauses(
        effect, board.draft.matching.total_score, board.known, enterprise=row.enterprise.code
    )
    return t("rounds.if_pinned", clauses=said)


def _options(session: Session, board: Board, pair: Pair, side: Side) -> tuple[Option, ...]:
    versions = standing_reviews(session, board.run.round_id)
    return tuple(
        _option(board, pair, side, found, versions[found.pair].version)
        if found.pair in versions
        else _option(board, pair, side, found, 0)
        for found in alternatives(board.draft, pair, side)
        if found.pair[0] in board.known.enterprises and found.pair[1] in board.known.villages
    )


def _option(board: Board, pair: Pair, side: Side, found: Alternative, version: int) -> Option:
    total = board.draft.matching.total_score
    of_village = side is Side.VILLAGE
    uscc, code = found.pair
    told = clauses(
        found.effect,
        total,
        board.known,
        village="" if of_village else pair[1],
        enterprise=pair[0] if of_village else "",
    )
    return Option(
        place=board.known.enterprises[uscc] if of_village else board.known.villages[code],
        key=key_of(found.pair),
        version=version,
        score=found.score,
        prices=found.prices,
        short=signed(found.prices.short) if found.prices else "",
        cost=cost_of(found.effect, total, found.pair),
        words=t("rounds.if_swapped", clauses=told),
    )


def _fall_back(board: Board, row: BoardRow, veto: Effect) -> tuple[str, ...]:
    """Should the enterprise step back from the pair, and should the village withdraw at all."""
    total = board.draft.matching.total_score
    without_village = of_places(board.draft, Side.VILLAGE, row.village.code, 0)
    return (
        t(
            "rounds.fall_back.enterprise",
            clauses=clauses(veto, total, board.known, village=row.village.code),
        ),
        t(
            "rounds.fall_back.village",
            clauses=clauses(without_village, total, board.known, enterprise=row.enterprise.code),
        ),
    )


def _rooms(session: Session, board: Board, row: BoardRow) -> tuple[Room, ...]:
    changed = standing_places(session, board.run.round_id)
    return tuple(
        _room(board, changed.get((side, place.code)), side, place)
        for side, place in ((Side.ENTERPRISE, row.enterprise), (Side.VILLAGE, row.village))
    )


def _room(board: Board, changed: RoundPlaces | None, side: Side, place: Place) -> Room:
    end = 0 if side is Side.ENTERPRISE else 1
    return Room(
        side=side,
        place=place,
        places=board.draft.places(side, place.code),
        taken=sum(pair[end] == place.code for pair in board.draft.chosen),
        version=changed.version if changed else 0,
    )


def first_to_look_at(board: Board, rows: tuple[BoardRow, ...], at: str) -> Pair | None:
    """The pair that is named, else the first that waits for a decision, else the first."""
    named = [row.pair for row in board.rows if key_of(row.pair) == at]
    open_ones = [row.pair for row in rows if state_of(row) == PENDING]
    return next(iter([*named, *open_ones, *(row.pair for row in rows)]), None)
