"""Vetoes, pins and capacities changed one by one on a proven plan, and taken back again.

A changed plan is the very plan that `solve` gives for the changed problem, its ties decided by the
draw. It comes from the plan before by repair; only where there are no prices to repair from (no
plan existed to begin with), or sums of draws outgrow 60 bits, is the problem solved afresh.
"""

from __future__ import annotations

import numpy as np

from matcher.engine.matching import Change, Matching
from matcher.engine.problem import MatchingProblem, Whole
from matcher.engine.replanning.bench import Bench
from matcher.engine.replanning.rerouting import WIDEST
from matcher.engine.solve import solve
from matcher.errors import ProblemRefused

LEVELS = {"score": 1, "coverage": 3}
MARKS = ("pinned", "vetoed")
CHANGEABLE = (*MARKS, "enterprise_capacity", "village_capacity")


def without(matching: Matching, pair: int) -> Matching:
    """The best plan when `pair` is vetoed."""
    return _marked(matching, "vetoed", pair)


def with_pin(matching: Matching, pair: int) -> Matching:
    """The best plan when `pair` must be in it."""
    return _marked(matching, "pinned", pair)


def with_capacity(
    matching: Matching, enterprise: int | None, village: int | None, to: int
) -> Matching:
    """The best plan when a party may take `to`, not less than its minimum; 0 withdraws it."""
    if (enterprise is None) == (village is None):
        raise ProblemRefused("engine.one_party", array="enterprise_capacity")
    side, given = ("village", village) if enterprise is None else ("enterprise", enterprise)
    array = f"{side}_capacity"
    capacity = getattr(matching.problem, array)
    row = _inside(array, given, len(capacity))
    if to < 0:
        raise ProblemRefused("engine.negative", array=array, row=row, value=str(to))
    least = int(getattr(matching.problem, f"{side}_minimum")[row])
    if to < least:
        raise ProblemRefused(
            "engine.minimum_above_capacity",
            array=f"{side}_minimum",
            row=row,
            minimum=least,
            capacity=to,
        )
    return _changed(matching, Change(array, row, int(capacity[row]), int(to)))


def under(matching: Matching, problem: MatchingProblem) -> Matching:
    """The best plan of `problem`, which has the same pairs, scores, draws, weights and minimums.

    All marks and capacities in which it differs change at once, so that no plan need exist between;
    marks that no longer hold go first. Where nothing differs, the plan is this one. A method
    without prices solves afresh.
    """
    if matching.method not in LEVELS:
        return _afresh(problem, matching).having(before=matching)
    steps = []
    for array in CHANGEABLE:
        before, after = getattr(matching.problem, array), getattr(problem, array)
        for row in np.flatnonzero(before != after).tolist():
            steps.append(Change(array, row, int(before[row]), int(after[row])))
    if not steps:
        return matching
    steps.sort(key=lambda step: step.array in MARKS and step.after)
    return _led_to(matching, problem, tuple(steps))


def price_of_veto(matching: Matching) -> Whole:
    """What the plan would lose if a pair were vetoed: [chosen pairs, levels of the certificate].

    Exact, level by level: each pair's row is the worth of this plan less that of `without(pair)`,
    so a lower level can have a gain (below 0) beside a loss at a higher one. A pair without which
    no plan exists, as every pin, has −1 in all its levels. Raises ProblemRefused for methods that
    have no prices.
    """
    bench = _bench(matching)
    if bench is None or matching.certificate is None:
        return np.empty((0, LEVELS[matching.method]), np.int64)
    bench.go_to(matching.steps)
    if not bench.sound:
        bench = Bench(matching, drawing=False)
    return bench.losses()


def _marked(matching: Matching, array: str, pair: int) -> Matching:
    problem = matching.problem
    _inside("chosen", pair, len(problem.score))
    if problem.pinned[pair] or problem.vetoed[pair]:
        raise ProblemRefused("engine.already_marked", array=array, row=pair)
    return _changed(matching, Change(array, int(pair), 0, 1))


def _changed(matching: Matching, change: Change) -> Matching:
    numbers = getattr(matching.problem, change.array).copy()
    numbers[change.row] = change.after
    return _led_to(matching, matching.problem.having(**{change.array: numbers}), (change,))


def _led_to(matching: Matching, problem: MatchingProblem, more: tuple[Change, ...]) -> Matching:
    bench = _bench(matching)
    if bench is not None and bench.drawing:
        steps = (*matching.steps, *more)
        bench.go_to(steps)
        if bench.sound:
            found = bench.plan(problem, matching.method)
            return found.having(bench=bench, steps=steps, before=matching)
    return _afresh(problem, matching).having(before=matching)


def _afresh(problem: MatchingProblem, matching: Matching) -> Matching:
    keep = matching.keep
    options = {} if keep is None else {"keep": keep.rows, "keep_bonus": keep.bonus}
    return solve(problem, matching.method, **options)


def _bench(matching: Matching) -> Bench | None:
    """The bench this plan lies on, made when first asked for; None where there are no prices."""
    if matching.method not in LEVELS:
        raise ProblemRefused("engine.no_replanning", method=matching.method)
    bench = matching.bench
    if isinstance(bench, Bench) and bench.sound:
        return bench
    if matching.certificate is None:
        return None
    widest = int(matching.problem.draw.max(initial=0))
    bench = Bench(matching, drawing=widest < int(WIDEST))
    if not bench.sound:
        bench = Bench(matching, drawing=False)
    object.__setattr__(matching, "bench", bench)
    return bench


def _inside(array: str, row: int | None, length: int) -> int:
    if row is None or not 0 <= row < length:
        raise ProblemRefused("engine.no_such_row", array=array, row=row, length=length)
    return int(row)
