"""Plans side by side: every figure of each, and the villages whose partners are not the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matcher.rounds.measuring import Figures
from matcher.rounds.scenario_reading import ScenarioRow
from web.translating import t


@dataclass(frozen=True)
class Column:
    """One plan of the comparison; the one that is followed has no scenario."""

    letter: str
    figures: Figures
    scenario: ScenarioRow | None


@dataclass(frozen=True)
class Cell:
    """A figure of one plan, and what it is more or less than that of the plan that is followed."""

    value: str
    change: str = ""
    best: bool = False


@dataclass(frozen=True)
class Measure:
    """A row of the comparison: one figure of every plan, and what it means."""

    code: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Moved:
    """A village with other partners in some plan; None where they are those of the first."""

    village: str
    before: tuple[str, ...]
    partners: tuple[tuple[str, ...] | None, ...]


Number = Callable[[Figures], int | None]
_HIGH, _LOW = 1, -1
_COUNTS: tuple[tuple[str, Number, Number | None, int], ...] = (
    ("covered", lambda one: one.covered, lambda one: one.villages, _HIGH),
    ("engaged", lambda one: one.engaged, lambda one: one.enterprises, _HIGH),
    ("pairs", lambda one: one.pairs, None, _HIGH),
    ("total", lambda one: one.total, None, _HIGH),
    ("lowest", lambda one: one.lowest, None, _HIGH),
    ("first_quarter", lambda one: one.quartiles[0], None, _HIGH),
    ("half", lambda one: one.quartiles[1], None, _HIGH),
    ("third_quarter", lambda one: one.quartiles[2], None, _HIGH),
    ("gini", lambda one: one.gini, None, _LOW),
    ("blocking", lambda one: one.blocking, None, _LOW),
)
"""The code of each figure, where it is found, of how many it is one, and which way is better."""


def measures(columns: Sequence[Column]) -> tuple[Measure, ...]:
    """A column without a plan shows dashes."""
    own = Measure("own_total", tuple(_own_total(one) for one in columns))
    differ = Measure("differ", tuple(_differ(one) for one in columns))
    counted = [_measure(columns, *how) for how in _COUNTS]
    place = next(number for number, one in enumerate(counted) if one.code == "total") + 1
    return (*counted[:place], own, *counted[place:], differ)


def _measure(
    columns: Sequence[Column], code: str, of: Number, among: Number | None, better: int
) -> Measure:
    numbers = [of(one.figures) if one.figures.possible else None for one in columns]
    known = [better * number for number in numbers if number is not None]
    best = max(known) if len(set(known)) > 1 else None
    return Measure(
        code,
        tuple(
            Cell(
                _value(code, number, among(one.figures) if among else None),
                _change(code, number, numbers[0]),
                number is not None and better * number == best,
            )
            for one, number in zip(columns, numbers, strict=True)
        ),
    )


def _value(code: str, number: int | None, of: int | None) -> str:
    if number is None:
        return "–"
    if code == "gini":
        return f"{number / 1000:.3f}"
    return f"{number:,}" if of is None else f"{number:,} / {of:,}"


def _change(code: str, number: int | None, first: int | None) -> str:
    if number is None or first is None or number == first:
        return ""
    more = number - first
    written = f"{abs(more) / 1000:.3f}" if code == "gini" else f"{abs(more):,}"
    return f"{'+' if more > 0 else '−'}{written}"


def _own_total(column: Column) -> Cell:
    return Cell(f"{column.figures.own_total:,}" if column.figures.possible else "–")


def _differ(column: Column) -> Cell:
    if column.scenario is None:
        return Cell("–")
    outcome = column.scenario.outcome
    if not (outcome.gone or outcome.new):
        return Cell(t("scenarios.no_difference"))
    return Cell(t("scenarios.gone_and_new", gone=outcome.gone, new=outcome.new))


def moved(columns: Sequence[Column]) -> tuple[Moved, ...]:
    """Every village that has other partners in any plan than in the first, in their order."""
    changes = [
        {one.village: one for one in column.scenario.outcome.changes}
        for column in columns
        if column.scenario
    ]
    known = {village: one.before for found in changes for village, one in found.items()}
    return tuple(
        Moved(
            village,
            before,
            tuple(found[village].after if village in found else None for found in changes),
        )
        for village, before in known.items()
    )
