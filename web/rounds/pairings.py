"""The pairs of a board as rows: a score bar, how the pair stands, and what its veto would cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from matcher.rounds.board_rows import BoardRow, Parties, board_rows, parties, parts_of
from matcher.rounds.boards import basis_of, draft_of, run_named
from matcher.rounds.consequences import of_veto
from matcher.rounds.drafting import Draft, Pair, as_computed
from matcher.rounds.model import Run
from matcher.scoring import FULL_SCORE, Part
from web.rounds.choosing import key_of, state_of
from web.rounds.telling import Cost, cost_of, veto_words

SHADES = 10


@dataclass(frozen=True)
class Segment:
    """One part of a score bar, in percent of a full score; `shade` is the criterion's own."""

    start: float
    width: float
    shade: int
    criterion: str
    points: int


@dataclass(frozen=True)
class Pairing:
    """One pair as the board shows it; `cost` is what a veto would do, None where it is out."""

    row: BoardRow
    key: str
    state: str
    bar: tuple[Segment, ...]
    cost: Cost | None
    words: str
    moved: bool


@dataclass(frozen=True, eq=False)
class Board:
    """A run's board before anything of it is chosen: the draft, all rows, all names.

    Of a run that is not the newest, the plan is shown as it was computed.
    """

    run: Run
    live: bool
    draft: Draft
    rows: Sequence[BoardRow]
    known: Parties

    @classmethod
    def of(cls, session: Session, round_id: str, run_id: str = "") -> Board:
        """Raises NotFound."""
        run, live = run_named(session, round_id, run_id)
        draft = draft_of(session, run) if live else as_computed(basis_of(run))
        known = parties(session)
        return cls(run, live, draft, board_rows(session, run, draft, known), known)

    @property
    def shades(self) -> Mapping[str, int]:
        """Each criterion's shade, in the order in which parts stand in every score."""
        weighed = [name for name, weight in self.draft.basis.plan.weights.items() if weight]
        told = [part.criterion for pair in self.draft.basis.plan.pairs[:1] for part in pair.parts]
        return {name: number % SHADES + 1 for number, name in enumerate(told or weighed)}


def pairings(
    session: Session, board: Board, rows: Sequence[BoardRow], moved: Sequence[Pair] = ()
) -> list[Pairing]:
    """Rows with their score bars, and what each veto would cost."""
    parts = parts_of(session, board.run, board.draft, [row.pair for row in rows])
    total = board.draft.matching.total_score
    found = []
    for row in rows:
        effect = of_veto(board.draft, row.pair) if board.live and row.in_plan else None
        found.append(
            Pairing(
                row=row,
                key=key_of(row.pair),
                state=state_of(row),
                bar=tuple(bar(parts.get(row.pair, ()), board.shades)),
                cost=cost_of(effect, total, row.pair) if effect else None,
                words=veto_words(effect, total, row.pair, board.known) if effect else "",
                moved=row.pair in moved,
            )
        )
    return found


def bar(parts: Sequence[Part], shades: Mapping[str, int]) -> list[Segment]:
    segments, start = [], 0.0
    for part in parts:
        width = part.points * 100 / FULL_SCORE
        if width:
            shade = shades.get(part.criterion, SHADES)
            segments.append(Segment(start, width, shade, part.criterion, part.points))
        start += width
    return segments
