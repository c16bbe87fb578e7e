"""What is different between a run and the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from matcher.rounds.board_rows import Parties
from matcher.rounds.reading import planned_scores
from matcher.rounds.rows import RunRow
from web.rounds.telling import share_of, signed


@dataclass(frozen=True)
class Compared:
    """A pair that only one of the two runs has, by name."""

    village: str
    enterprise: str
    score: int


@dataclass(frozen=True)
class Comparison:
    """What came and what went since the run `before`."""

    before: RunRow
    gone: tuple[Compared, ...]
    new: tuple[Compared, ...]
    change: str


def comparison(
    session: Session, all_runs: Sequence[RunRow], run: RunRow, known: Parties
) -> Comparison | None:
    """None for a first run."""
    before = next((one for one in all_runs if one.number == run.number - 1), None)
    if before is None:
        return None
    then, now = planned_scores(session, before), planned_scores(session, run)

    def only(mine: dict[tuple[str, str], int], other: dict[tuple[str, str], int]) -> list[Compared]:
        return [
            Compared(known.villages[code].name, known.enterprises[uscc].name, mine[uscc, code])
            for uscc, code in sorted(mine.keys() - other.keys(), key=lambda pair: pair[1])
            if code in known.villages and uscc in known.enterprises
        ]

    change = run.total_score - before.total_score
    return Comparison(
        before=before,
        gone=tuple(only(then, now)),
        new=tuple(only(now, then)),
        change=" · ".join(filter(None, [signed(change), share_of(change, before.total_score)])),
    )
