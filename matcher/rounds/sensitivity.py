"""How far each weight can move before the plan becomes another one.

One weight is moved a point at a time, and the others share what is left of 100 in proportion to
what they are now, as whole numbers by largest remainder. So each step is a profile that somebody
could keep, and its plan is solved and verified like any other: the answer is counted, not guessed
from a slope.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.eligibility import Eligibility
from matcher.engine import MatchingProblem, solve, verify
from matcher.errors import JieduiError
from matcher.programme import Programme
from matcher.roster import Roster, Whole
from matcher.rounds.proposing import propose
from matcher.rounds.survey import Progress
from matcher.scoring import CRITERIA, Profile, Scorer
from matcher.scoring.apportioning import apportioned
from matcher.scoring.profile import ALL

MOST_PAIRS = 50_000  # beyond it the up to 1,000 plans would take minutes


@dataclass(frozen=True)
class Turn:
    """The first weight at which the plan is another, and how many of its pairs are then gone."""

    weight: int
    gone: int


@dataclass(frozen=True)
class Reach:
    """The plan stays what it is while this weight is `lowest` … `highest`, both included.

    `below` and `above` are where it turns; None where it holds down to 0, or up to 100.
    """

    criterion: str
    weight: int
    lowest: int
    highest: int
    below: Turn | None
    above: Turn | None


@dataclass(frozen=True)
class Sensitivity:
    """The reach of every criterion, in their order, for a plan of `pairs` pairs."""

    pairs: int
    reaches: tuple[Reach, ...]


def sensitivity(
    programme: Programme,
    profile: Profile,
    *,
    method: str = "coverage",
    seed: str = "",
    progress: Progress | None = None,
) -> Sensitivity:
    """Of the plan of `method` by this profile.

    Raises JieduiError `rounds.too_large_for_reach` above MOST_PAIRS candidate pairs.
    """
    tell = progress or (lambda stage, done, total: None)  # noqa: ARG005
    plan = propose(programme, method=method, profile=profile, seed=seed, progress=progress)
    if len(plan.problem.score) > MOST_PAIRS:
        pairs = len(plan.problem.score)
        raise JieduiError("rounds.too_large_for_reach", pairs=pairs, most=MOST_PAIRS)
    plans = _Plans(programme, plan.problem, method)
    weights = {criterion: profile.weights.get(criterion, 0) for criterion in CRITERIA}
    present = plans.by(weights)
    reaches = []
    for done, name in enumerate(CRITERIA):
        tell("queue.stage.trying", done, len(CRITERIA))
        reaches.append(_reach(plans, weights, name, present))
    return Sensitivity(len(plan.pairs), tuple(reaches))


def moved(weights: Mapping[str, int], criterion: str, to: int) -> dict[str, int]:
    """These weights with one at `to` and the rest of 100 shared among the others as they are."""
    others = [name for name in weights if name != criterion]
    shares = apportioned(ALL - to, [weights[name] for name in others])
    found = {**dict(zip(others, shares, strict=True)), criterion: to}
    return {name: found[name] for name in weights}


class _Plans:
    """The plans of one set of candidate pairs by whatever weights."""

    def __init__(self, programme: Programme, problem: MatchingProblem, method: str) -> None:
        self._programme, self._problem, self._method = programme, problem, method

    @cached_property
    def _values(self) -> Whole:
        """[pairs, criteria] in thousandths: what a profile of one criterion alone scores."""
        roster = Roster.of(self._programme)
        pairs = Eligibility(roster).among(
            self._problem.enterprise.tolist(), self._problem.village.tolist()
        )
        alone = [Profile(name, 1, {name: ALL}) for name in CRITERIA]
        return np.column_stack([Scorer(roster, one).scores(pairs) for one in alone])

    def by(self, weights: Mapping[str, int]) -> NDArray[np.int64]:
        """The rows of the best plan's pairs, verified."""
        points = (self._values * [weights[name] for name in CRITERIA] + ALL // 2) // ALL
        problem = self._problem.having(score=points.sum(axis=1))
        found = solve(problem, self._method)
        report = verify(problem, found)
        if not report.sound:
            raise JieduiError("plan.unverified", codes=[one.code for one in report.findings])
        return found.chosen


def _reach(
    plans: _Plans, weights: Mapping[str, int], criterion: str, present: NDArray[np.int64]
) -> Reach:
    weight = weights[criterion]
    below = _turn(plans, weights, criterion, range(weight - 1, -1, -1), present)
    above = _turn(plans, weights, criterion, range(weight + 1, ALL + 1), present)
    return Reach(
        criterion=criterion,
        weight=weight,
        lowest=below.weight + 1 if below else 0,
        highest=above.weight - 1 if above else ALL,
        below=below,
        above=above,
    )


def _turn(
    plans: _Plans,
    weights: Mapping[str, int],
    criterion: str,
    way: range,
    present: NDArray[np.int64],
) -> Turn | None:
    """Each step is looked at: whole weights and rounded points let no step be skipped."""
    for to in way:
        found = plans.by(moved(weights, criterion, to))
        if not np.array_equal(found, present):
            return Turn(to, len(np.setdiff1d(present, found)))
    return None
