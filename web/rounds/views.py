"""How the board is laid out: header figures, each pair with its bar and reasons, what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from matcher.parties import Page
from matcher.rounds.plan_reading import read_plan
from matcher.rounds.reading import plan_bytes, round_of, runs, suggestions, uncovered
from matcher.rounds.rows import ReviewRow, RoundRow, RunRow, SuggestionRow, UncoveredRow
from matcher.rounds.standing import standing
from matcher.scoring import FULL_SCORE, Part
from matcher.vocabulary import Decision
from web.paging import page_number_of, page_of_list
from web.rounds.choosing import ALL, MISSED, PAIRS, Choice, state_of
from web.translating import sentence

SHADES = 10
FEW_MISSED = 12  # so many are shown below the board; more have their own list


@dataclass(frozen=True)
class Segment:
    """One part of a score bar, in percent of a full score; `shade` is the criterion's own."""

    start: float
    width: float
    shade: int
    criterion: str


@dataclass(frozen=True)
class ShownPart:
    criterion: str
    shade: int
    points: int
    most: int
    filled: float
    words: str


@dataclass(frozen=True)
class Pairing:
    """One suggestion as the board shows it."""

    row: SuggestionRow
    state: str
    bar: tuple[Segment, ...]
    parts: tuple[ShownPart, ...]
    top_reason: str


@dataclass(frozen=True)
class Missed:
    """A village without a partner: why, and what would help."""

    row: UncoveredRow
    why: str
    would_help: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """What is different from the run before."""

    before: RunRow
    gone: tuple[SuggestionRow, ...]
    new: tuple[SuggestionRow, ...]
    change: str


@dataclass(frozen=True)
class Refused:
    """A decision that could not be taken: what was entered, to be shown again."""

    suggestion_id: str
    form: FlaskForm


@dataclass(frozen=True)
class BoardPage:
    """What is shown of a round; `run` is None until it was computed for the first time.

    `missed` is None where the uncovered villages have their own list and another is shown.
    """

    round: RoundRow
    runs: tuple[RunRow, ...]
    run: RunRow | None
    choice: Choice
    counts: Mapping[str, int]
    lowest: int | None
    criteria: Mapping[str, int]
    pairings: Page[Pairing]
    missed: Page[Missed] | None
    obstacles: tuple[str, ...]
    vetoed_earlier: tuple[ReviewRow, ...]
    comparison: Comparison | None
    outdated: bool

    @property
    def is_latest(self) -> bool:
        return self.run is not None and self.run.id == self.round.latest_run_id


def board_page(
    session: Session, round_id: str, choice: Choice, refused: Refused | None = None
) -> BoardPage:
    known = runs(session, round_id)
    run = next((one for one in known if choice.run_id in (None, one.id)), None)
    rows = suggestions(session, run.id) if run else []
    shades = _shades(rows)
    found = [row for row in rows if choice.takes(row)]
    if refused:
        choice, found = _where_it_stands(choice, rows, refused.suggestion_id)
    decided = standing(session, round_id)
    page = page_of_list(found, choice.page)
    return BoardPage(
        round=round_of(session, round_id),
        runs=tuple(known),
        run=run,
        choice=choice,
        counts={
            **{state: sum(state in (ALL, state_of(row)) for row in rows) for state in PAIRS},
            MISSED: run.villages - run.covered if run else 0,
        },
        lowest=min((row.score for row in rows), default=None),
        criteria=shades,
        pairings=replace(page, rows=tuple(_pairing(row, shades) for row in page.rows)),
        missed=_missed_page(session, run, choice) if run else None,
        obstacles=_obstacles(session, run) if run else (),
        vetoed_earlier=_vetoed_earlier(decided, rows),
        comparison=_comparison(session, known, run, rows) if run else None,
        outdated=_outdated(decided, rows, run),
    )


def _where_it_stands(
    choice: Choice, rows: list[SuggestionRow], suggestion_id: str
) -> tuple[Choice, list[SuggestionRow]]:
    """All pairs, at the page of the one whose decision has to be mended."""
    places = {row.id: place for place, row in enumerate(rows)}
    page = page_number_of(places.get(suggestion_id, 0))
    return Choice(page=page, run_id=choice.run_id), rows


def _missed_page(session: Session, run: RunRow, choice: Choice) -> Page[Missed] | None:
    if choice.show != MISSED and run.villages - run.covered > FEW_MISSED:
        return None
    found = uncovered(session, run.id)
    if choice.show == MISSED:
        found = [row for row in found if choice.names(row)]
    page = page_of_list(found, choice.page if choice.show == MISSED else 1)
    return replace(page, rows=tuple(_missed(row) for row in page.rows))


def _shades(rows: list[SuggestionRow]) -> dict[str, int]:
    """Each criterion's shade, in the order in which parts stand in every score."""
    criteria = dict.fromkeys(part.criterion for row in rows for part in row.parts)
    return {criterion: number % SHADES + 1 for number, criterion in enumerate(criteria)}


def _pairing(row: SuggestionRow, shades: Mapping[str, int]) -> Pairing:
    best = max(row.parts, key=lambda part: part.points, default=None)
    return Pairing(
        row=row,
        state=state_of(row),
        bar=tuple(_bar(row.parts, shades)),
        parts=tuple(_part(part, shades) for part in row.parts),
        top_reason=sentence(best.reason, **best.params) if best else "",
    )


def _bar(parts: tuple[Part, ...], shades: Mapping[str, int]) -> list[Segment]:
    segments, start = [], 0.0
    for part in parts:
        width = part.points * 100 / FULL_SCORE
        if width:
            segments.append(Segment(start, width, shades[part.criterion], part.criterion))
        start += width
    return segments


def _part(part: Part, shades: Mapping[str, int]) -> ShownPart:
    most = part.weight * FULL_SCORE // 100
    return ShownPart(
        criterion=part.criterion,
        shade=shades[part.criterion],
        points=part.points,
        most=most,
        filled=part.points * 100 / most if most else 0.0,
        words=sentence(part.reason, **part.params),
    )


def _missed(row: UncoveredRow) -> Missed:
    found = row.uncovered
    return Missed(
        row=row,
        why=sentence(found.why, **found.params),
        would_help=tuple(sentence(one.code, **one.params) for one in found.would_help),
    )


def _obstacles(session: Session, run: RunRow) -> tuple[str, ...]:
    """What makes every plan impossible, when that is so."""
    if run.status != "infeasible":
        return ()
    found = read_plan(plan_bytes(session, run.id)).obstacles
    return tuple(sentence(one.code, **one.params) for one in found)


def _pair(row: SuggestionRow | ReviewRow) -> tuple[str, str]:
    return row.uscc, row.village_code


def _vetoed_earlier(decided: list[ReviewRow], rows: list[SuggestionRow]) -> tuple[ReviewRow, ...]:
    """Vetoes of former runs: their pairs are no suggestions any more, but can be taken back."""
    on_board = {_pair(row) for row in rows}
    return tuple(
        one for one in decided if one.decision is Decision.VETO and _pair(one) not in on_board
    )


def _outdated(decided: list[ReviewRow], rows: list[SuggestionRow], run: RunRow | None) -> bool:
    """Has something been decided since the run that another run would heed?"""
    if run is None:
        return False
    on_board = {_pair(row) for row in rows}
    return any(one.decision is Decision.VETO and _pair(one) in on_board for one in decided)


def _comparison(
    session: Session, known: list[RunRow], run: RunRow, rows: list[SuggestionRow]
) -> Comparison | None:
    before = next((one for one in known if one.number == run.number - 1), None)
    if before is None:
        return None
    former = suggestions(session, before.id)
    now, then = {_pair(row) for row in rows}, {_pair(row) for row in former}
    return Comparison(
        before=before,
        gone=tuple(row for row in former if _pair(row) not in now),
        new=tuple(row for row in rows if _pair(row) not in then),
        change=_signed(run.total_score - before.total_score, before.total_score),
    )


def _signed(change: int, whole: int) -> str:
    """−35 with its share of the whole: "−35 · −0.1%"."""
    share = f" · {change / whole:+.1%}" if whole else ""
    return f"{change:+,}{share}".replace("-", "−")
