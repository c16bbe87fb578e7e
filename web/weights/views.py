"""How weights are laid out: bars, what a change would do, how far each moves, what was learned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from matcher.errors import Conflict, NotFound
from matcher.rounds.previewing import Preview
from matcher.rounds.reading import round_of, rounds, run_of
from matcher.rounds.rows import ProfileRow, RoundRow, RunRow
from matcher.rounds.sensitivity import Reach, Sensitivity
from matcher.rounds.weighing import STANDARD, profile_versions, profiles
from matcher.scoring import CRITERIA, Profile
from matcher.scoring.learning import Learned, Lesson
from web.translating import sentence, t

MOST_SHOWN = 100
SURE, FAIRLY_SURE = 10, 25  # points of 100 that other decisions would have put elsewhere


@dataclass(frozen=True)
class Weight:
    """One criterion's share, which starts at `start` of the 100 points; `shade` is its own."""

    criterion: str
    name: str
    points: int
    start: int
    shade: int

    @property
    def width(self) -> int:
        return self.points


@dataclass(frozen=True)
class Row:
    """A profile in the list, with its bar and the same in words."""

    row: ProfileRow
    bar: tuple[Weight, ...]
    words: str


@dataclass(frozen=True)
class Current:
    """The newest round that was computed, on which weights are tried out."""

    round: RoundRow
    run: RunRow

    @property
    def profile(self) -> Profile:
        return Profile(self.run.profile, 1, self.run.weights)


@dataclass(frozen=True)
class ProfilePage:
    """One version of a profile with all others of its name.

    `theirs` is what somebody else kept while the reader was changing it.
    """

    row: ProfileRow
    bar: tuple[Weight, ...]
    versions: tuple[ProfileRow, ...]
    current: Current | None
    preview: Preview | None
    conflict: str
    theirs: ProfileRow | None

    @property
    def is_newest(self) -> bool:
        return self.row.version == self.versions[0].version

    @property
    def changes_shown(self) -> int:
        return MOST_SHOWN


@dataclass(frozen=True)
class ReachRow:
    """How far one weight can move, as a bar on 0 … 100 and in words."""

    reach: Reach
    words: str


@dataclass(frozen=True)
class LearnedRow:
    """What was learned about one criterion, in words, beside the weight it has now."""

    lesson: Lesson
    words: str
    spread: str
    present: int


def list_page(session: Session) -> tuple[Row, ...]:
    return tuple(Row(row, bar(row.weights), in_words(row.weights)) for row in profiles(session))


def profile_page(
    session: Session,
    name: str,
    version: int | None = None,
    *,
    preview: Preview | None = None,
    conflict: Conflict | None = None,
) -> ProfilePage:
    """Raises NotFound. Without a version the newest."""
    versions = tuple(profile_versions(session, name))
    row = next((one for one in versions if version in (None, one.version)), None)
    if row is None:
        raise NotFound("rounds.no_such_profile", name=f"{name} {version}", known=[name])
    return ProfilePage(
        row=row,
        bar=bar(row.weights),
        versions=versions,
        current=current_round(session),
        preview=preview,
        conflict=sentence(conflict.code, **conflict.params) if conflict else "",
        theirs=versions[0] if conflict else None,
    )


def current_round(session: Session) -> Current | None:
    for newest in rounds(session):
        if newest.latest_run_id:
            run = run_of(session, newest.latest_run_id)
            return Current(round_of(session, run.round_id), run)
    return None


def newest_version(session: Session, name: str) -> int:
    """0 where nothing was kept under this name."""
    return next((row.version for row in profiles(session) if row.name == name), 0)


def bar(weights: Mapping[str, int]) -> tuple[Weight, ...]:
    found, start = [], 0
    for criterion in CRITERIA:
        points = weights.get(criterion, 0)
        name = sentence(f"scoring.criterion.{criterion}")
        found.append(Weight(criterion, name, points, start, shade_of(criterion)))
        start += points
    return tuple(found)


def in_words(weights: Mapping[str, int]) -> str:
    """The criteria that count, the heaviest first."""
    heaviest = sorted((one for one in bar(weights) if one.points), key=lambda one: -one.points)
    return t("site.listed", items=[f"{one.name} {one.points}" for one in heaviest])


def shade_of(criterion: str) -> int:
    return list(CRITERIA).index(criterion) + 1


def reach_rows(found: Sensitivity) -> tuple[ReachRow, ...]:
    """The narrowest first: what the plan hangs on."""
    rows = [ReachRow(one, _reach_words(one)) for one in found.reaches]
    return tuple(sorted(rows, key=lambda row: row.reach.highest - row.reach.lowest))


def _reach_words(reach: Reach) -> str:
    down, up = reach.below, reach.above
    if down and up:
        return t("weights.turn_both", down=vars(down), up=vars(up))
    if down:
        return t("weights.turn_down", down=vars(down))
    return t("weights.turn_up", up=vars(up)) if up else t("weights.never_turns")


def learned_rows(found: Learned, present: Mapping[str, int]) -> tuple[LearnedRow, ...]:
    return tuple(
        LearnedRow(
            lesson=one,
            words=t(
                f"weights.effect.{one.effect}",
                odds=f"{one.odds:.2f}",
                low=f"{one.low:.2f}",
                high=f"{one.high:.2f}",
            ),
            spread=_spread(one),
            present=present.get(one.criterion, 0),
        )
        for one in found.lessons
    )


def _spread(lesson: Lesson) -> str:
    low, high = round(lesson.weight_low), round(lesson.weight_high)
    return f"{low}–{high}" if low < high else str(low)


def sureness(found: Learned) -> str:
    level = "high" if found.doubt <= SURE else "middle" if found.doubt <= FAIRLY_SURE else "low"
    return t(f"weights.sure.{level}", points=round(found.doubt))


def known_name(name: str) -> str:
    """What stands in the field for the name: the standard one has to be given another."""
    return "" if name == STANDARD.name else name
