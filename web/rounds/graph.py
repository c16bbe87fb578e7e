"""The board as a picture of two sides: villages left, enterprises right, a line for every pair.

Villages stand by county; within it they and the enterprises are put opposite each other (the
barycentre method, Sugiyama et al. 1981), so that few lines cross.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matcher.rounds.board_rows import BoardRow, Place
from web.rounds.choosing import OUT, PENDING, key_of, state_of
from web.rounds.pairings import Board
from web.translating import t

WIDTH, LEFT, RIGHT = 1000, 330, 670
STEP, TOP, GAP = 17, 34, 14
THINNEST, THICKEST = 1.0, 6.0
SWEEPS = 8


@dataclass(frozen=True)
class Party:
    """A name on one side. `group` is the county that begins with it, else empty."""

    key: str
    place: Place
    y: float
    lines: int
    words: str
    group: str = ""


@dataclass(frozen=True)
class Line:
    """A pair as a curve; `kind` is decided, suggested or vetoed, `width` grows with the score."""

    key: str
    row: BoardRow
    village: str
    enterprise: str
    path: str
    width: float
    kind: str
    words: str


@dataclass(frozen=True)
class Graph:
    villages: tuple[Party, ...]
    enterprises: tuple[Party, ...]
    lines: tuple[Line, ...]
    height: float


def graph_of(board: Board, rows: Sequence[BoardRow]) -> Graph:
    """These rows between all villages and enterprises of the run."""
    plan, known = board.draft.basis.plan, board.known
    villages = [known.villages[code] for code in plan.villages if code in known.villages]
    enterprises = [
        known.enterprises[uscc] for uscc in plan.enterprises if uscc in known.enterprises
    ]
    left, right = _placed(villages, enterprises, [row for row in board.rows if row.in_plan])
    of_village, of_enterprise = (
        _by(rows, lambda row: row.village.code),
        _by(rows, lambda row: row.enterprise.code),
    )
    gaps = GAP * len({one.county for one in left[1:]} - {left[0].county} if left else ())
    longer = max(len(left) * STEP + gaps, len(right) * STEP)
    left_step = (longer - gaps) / max(len(left), 1)
    shown_left = tuple(_parties(left, of_village, "v", left_step))
    shown_right = tuple(_parties(right, of_enterprise, "e", longer / max(len(right), 1)))
    places = {one.place.code: one for one in (*shown_left, *shown_right)}
    lowest = min((row.score for row in rows), default=0)
    highest = max((row.score for row in rows), default=0)
    lines = [_line(row, places, lowest, highest) for row in rows]
    return Graph(
        villages=shown_left,
        enterprises=shown_right,
        lines=tuple(line for line in lines if line),
        height=max((one.y for one in places.values()), default=TOP) + TOP,
    )


def _placed(
    villages: list[Place], enterprises: list[Place], rows: Sequence[BoardRow]
) -> tuple[list[Place], list[Place]]:
    """Both sides in an order in which partners stand near each other."""
    left = sorted(villages, key=lambda one: (one.county, one.town, one.code))
    right = sorted(enterprises, key=lambda one: one.code)
    links = [(row.village.code, row.enterprise.code) for row in rows]
    back = [(uscc, code) for code, uscc in links]
    for _ in range(SWEEPS):
        middle = _middles(back, left)
        right.sort(key=lambda one: (middle.get(one.code, len(left)), one.code))
        middle = _middles(links, right)
        left.sort(key=lambda one: (one.county, middle.get(one.code, len(right)), one.code))
    return left, right


def _middles(links: Iterable[tuple[str, str]], others: Sequence[Place]) -> Mapping[str, float]:
    """The mean place of everybody's partners among `others`."""
    at = {one.code: place for place, one in enumerate(others)}
    found: dict[str, list[int]] = {}
    for code, other in links:
        if other in at:
            found.setdefault(code, []).append(at[other])
    return {code: sum(places) / len(places) for code, places in found.items()}


def _by(rows: Sequence[BoardRow], key) -> dict[str, list[BoardRow]]:  # type: ignore[no-untyped-def]
    found: dict[str, list[BoardRow]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _parties(
    places: Sequence[Place], rows: Mapping[str, list[BoardRow]], side: str, step: float
) -> Iterable[Party]:
    """One below the other, `step` apart: both sides fill the same height."""
    y, county = TOP + (step - STEP) / 2, ""
    for number, place in enumerate(places):
        begins = side == "v" and place.county != county
        if begins:
            y += GAP if number else 0
            county = place.county
        pairs = rows.get(place.code, [])
        partners = [
            t(
                "rounds.graph.partner",
                name=row.enterprise.name if side == "v" else row.village.name,
                score=row.score,
                state=t(f"rounds.state.{state_of(row)}"),
            )
            for row in pairs
        ]
        yield Party(
            key=f"{side}{number}",
            place=place,
            y=round(y, 1),
            lines=len(pairs),
            words=t("rounds.graph.party", name=place.name, partners=partners)
            if partners
            else t("rounds.graph.alone", name=place.name),
            group=place.county if begins else "",
        )
        y += step


def _line(row: BoardRow, places: Mapping[str, Party], lowest: int, highest: int) -> Line | None:
    village, enterprise = places.get(row.village.code), places.get(row.enterprise.code)
    if village is None or enterprise is None:
        return None
    share = (row.score - lowest) / (highest - lowest) if highest > lowest else 0.5
    middle = (LEFT + RIGHT) / 2
    state = state_of(row)
    kind = "vetoed" if state == OUT else "suggested" if state == PENDING else "decided"
    return Line(
        key=key_of(row.pair),
        row=row,
        village=village.key,
        enterprise=enterprise.key,
        path=f"M{LEFT} {village.y:g}C{middle:g} {village.y:g} {middle:g} {enterprise.y:g} "
        f"{RIGHT} {enterprise.y:g}",
        width=round(THINNEST + share * (THICKEST - THINNEST), 1),
        kind=kind,
        words=t(
            "rounds.graph.line",
            village=row.village.name,
            enterprise=row.enterprise.name,
            score=row.score,
            state=t(f"rounds.state.{state}"),
        ),
    )
