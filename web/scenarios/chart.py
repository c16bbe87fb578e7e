"""The chart of sorted village scores: a line for each plan, from the highest village to the lowest.

A line ends where the villages with a partner do. Lines are told apart by dashes and by the letters
on them, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEFT, TOP, WIDTH, HEIGHT = 26, 6, 326, 180
STEP = 100  # points between two lines of the grid
MARKS = 3  # letters on each line
MOST_RANKS = 60


@dataclass(frozen=True)
class Mark:
    """A letter on a line."""

    x: str
    y: str


@dataclass(frozen=True)
class Line:
    """One plan: the points of its line, and where its letter stands."""

    letter: str
    points: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Tick:
    """A place on an axis and the number there."""

    at: str
    number: int


@dataclass(frozen=True)
class Chart:
    """Lines in a field of WIDTH × HEIGHT, with the numbers on both axes."""

    lines: tuple[Line, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]


@dataclass(frozen=True)
class RankRow:
    """What the village at this rank scores in each plan; None where there is none."""

    rank: int
    scores: tuple[int | None, ...]


def chart_of(plans: Sequence[tuple[str, Sequence[int]]]) -> Chart | None:
    """`plans` are letters with village scores, the highest first. None where nobody has a partner.

    The field begins at the full hundred below the lowest score that is not 0.
    """
    scored = [score for _, scores in plans for score in scores if score]
    many = max((len(scores) for _, scores in plans), default=0)
    if not scored:
        return None
    low = min(scored) // STEP * STEP
    high = max(-(-max(scored) // STEP) * STEP, low + STEP)

    def x(place: float) -> str:
        return f"{LEFT + WIDTH * (place / (many - 1) if many > 1 else 0.5):.1f}"

    def y(score: float) -> str:
        return f"{TOP + HEIGHT * (1 - (score - low) / (high - low)):.1f}"

    lines = []
    for number, (letter, all_scores) in enumerate(plans):
        scores = [score for score in all_scores if score]
        shares = [(part + (number + 0.5) / len(plans)) / MARKS for part in range(MARKS)]
        places = sorted({int(share * len(scores)) for share in shares}) if scores else []
        lines.append(
            Line(
                letter,
                " ".join(f"{x(place)},{y(score)}" for place, score in enumerate(scores)),
                tuple(Mark(x(place), y(scores[place])) for place in places),
            )
        )
    ranks = sorted({1, *(max(1, round(many * quarter / 4)) for quarter in range(1, 5))})
    step = STEP * max(1, -(-(high - low) // (6 * STEP)))
    return Chart(
        tuple(lines),
        tuple(Tick(x(rank - 1), rank) for rank in ranks),
        tuple(Tick(y(score), score) for score in range(low, high + 1, step)),
    )


def rank_rows(plans: Sequence[tuple[str, Sequence[int]]]) -> tuple[RankRow, ...]:
    """The same as numbers: every rank, or of very many villages evenly spread ones."""
    many = max((len(scores) for _, scores in plans), default=0)
    apart = max(1, -(-many // MOST_RANKS))
    ranks = sorted({*range(1, many + 1, apart), *([many] if many else [])})
    return tuple(
        RankRow(
            rank,
            tuple(scores[rank - 1] if rank <= len(scores) else None for _, scores in plans),
        )
        for rank in ranks
    )
