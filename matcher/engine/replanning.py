"""Vetoes, pins and capacities changed one by one on a proven plan, and taken back again."""

from __future__ import annotations

from typing import Any

import numpy as np

from matcher.engine.bench import DECISIVE, Bench
from matcher.engine.matching import Change, Conflict, Matching, Status
from matcher.engine.problem import Whole
from matcher.errors import ProblemRefused


def without(matching: Matching, pair: int) -> Matching:
    """The best plan when `pair` is vetoed."""
    return _marked(matching, "vetoed", pair)


def with_pin(matching: Matching, pair: int) -> Matching:
    """The best plan when `pair` must be in it."""
    return _marked(matching, "pinned", pair)


def with_capacity(
    matching: Matching, enterprise: int | None, village: int | None, to: int
) -> Matching:
    """The best plan when a party may take `to`; 0 withdraws it."""
    if (enterprise is None) == (village is None):
        raise ProblemRefused("engine.one_party", array="enterprise_capacity")
    side, given = ("village", village) if enterprise is None else ("enterprise", enterprise)
    array = f"{side}_capacity"
    capacity = getattr(matching.problem, array)
    row = _inside(array, given, len(capacity))
    if to < 0:
        raise ProblemRefused("engine.negative", array=array, row=row, value=str(to))
    return _changed(matching, Change(array, row, int(capacity[row]), int(to)))


def price_of_veto(matching: Matching) -> Whole:
    """For every chosen pair, in the order of `chosen`, what the plan's score would lose.

    Exact to the point. With several levels a loss at a higher level counts first: the columns are
    the levels of the certificate. A pair without which no plan exists, as every pin, loses −1.
    """
    bench = _at(matching)
    lost = bench.losses()
    impossible = lost >= DECISIVE // 4
    digits = bench.unpacked(np.where(impossible, 0, lost))
    return np.stack([np.where(impossible, -1, digit) for digit in digits], axis=1)


def _marked(matching: Matching, array: str, pair: int) -> Matching:
    problem = matching.problem
    _inside("chosen", pair, len(problem.score))
    if problem.pinned[pair] or problem.vetoed[pair]:
        raise ProblemRefused("engine.already_marked", array=array, row=pair)
    return _changed(matching, Change(array, int(pair), 0, 1))


def _changed(matching: Matching, change: Change) -> Matching:
    bench = _at(matching)
    possible = _apply(bench, change)
    steps = (*matching.steps, change)
    numbers = getattr(matching.problem, change.array).copy()
    numbers[change.row] = change.after
    problem = matching.problem.having(**{change.array: numbers})
    if not possible:
        # prices behind an impossible change are of no use: the next question starts afresh
        bench.sound = False
        knot = Conflict((), (), tuple(np.flatnonzero(problem.pinned).tolist()), 1)
        found = Matching.impossible(problem, matching.method, knot)
    else:
        bench.steps = steps
        found = Matching.of_rows(problem, matching.method, Status.OPTIMAL, bench.rows())
        worth = {
            "coverage": found.covered_weight,
            "engagement": found.engaged,
            "score": found.total_score + _staying(bench, found),
        }
        found = found.having(certificate=bench.certificate(worth, found.chosen))
    return found.having(bench=bench, steps=steps, before=matching)


def _at(matching: Matching) -> Bench:
    """The bench, moved to where this plan stands: undoing and redoing what lies between."""
    bench: Any = matching.bench
    if bench is None or not bench.sound:
        bench = Bench(matching)
        bench.steps = matching.steps
        object.__setattr__(matching, "bench", bench)
    common = 0
    for ours, theirs in zip(bench.steps, matching.steps, strict=False):
        if ours is not theirs:
            break
        common += 1
    for step in reversed(bench.steps[common:]):
        _apply(bench, step.undone)
    for step in matching.steps[common:]:
        _apply(bench, step)
    bench.steps = matching.steps
    return bench  # type: ignore[no-any-return]


def _apply(bench: Bench, change: Change) -> bool:
    if change.array.endswith("_capacity"):
        party = change.row + (bench.enterprises if change.array.startswith("village") else 0)
        return bench.resize(party, change.after)
    if change.after == 0:
        return bench.revalue(change.row, int(bench.worth[bench.place_of[change.row]]))
    return bench.revalue(change.row, DECISIVE if change.array == "pinned" else -DECISIVE)


def _staying(bench: Bench, found: Matching) -> int:
    if bench.keep is None:
        return 0
    return bench.keep.bonus * len(np.intersect1d(bench.keep.rows, found.chosen))


def _inside(array: str, row: int | None, length: int) -> int:
    if row is None or not 0 <= row < length:
        raise ProblemRefused("engine.no_such_row", array=array, row=row, length=length)
    return int(row)
