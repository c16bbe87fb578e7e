"""What a plan amounts to by given weights, so that plans of different weights can be compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.eligibility import Eligibility
from matcher.engine import Matching, MatchingProblem, Status
from matcher.engine.blocking import blocking_pairs
from matcher.programme import Programme
from matcher.roster import Roster, Whole
from matcher.rounds.candidates import keys
from matcher.rounds.evenness import gini, quartiles
from matcher.rounds.plan import Plan
from matcher.scoring import Profile, Scorer
from matcher.vocabulary import Side

AT_ONCE = 500_000
"""So many pairs are scored at once."""

Parties = frozenset[tuple[Side, str]]


@dataclass(frozen=True)
class Figures:
    """A plan in figures, all by the same weights except `own_total`, which is by its own.

    `villages` and `enterprises` take part. `scores` are those of the villages, the highest first:
    what the best pair of each scores, 0 without a partner; `quartiles` and `gini` (thousandths) are
    of them, `lowest` of the pairs. `blocking` pairs would both rather have each other, counted
    among all eligible pairs if `every_pair`, else among the candidates of the plan.
    """

    status: str
    promise: str
    pairs: int
    covered: int
    villages: int
    engaged: int
    enterprises: int
    total: int
    own_total: int
    lowest: int | None
    quartiles: tuple[int, ...]
    gini: int
    blocking: int
    every_pair: bool
    scores: tuple[int, ...]

    @property
    def possible(self) -> bool:
        return self.status != Status.INFEASIBLE


def measured(
    plan: Plan, programme: Programme, weights: Profile, absent: Parties = frozenset()
) -> Figures:
    """The plan of this programme by these weights; who is `absent` takes no part."""
    problem = _weighed(plan, programme, weights)
    chosen = _rows(plan)
    best = np.zeros(len(plan.villages), np.int64)
    np.maximum.at(best, problem.village[chosen], problem.score[chosen])
    here = [(Side.VILLAGE, code) not in absent for code in plan.villages]
    scores = sorted(best[here].tolist(), reverse=True)
    possible = plan.status is not Status.INFEASIBLE
    matching = Matching.of_rows(problem, plan.method, plan.status, chosen, None)
    return Figures(
        status=str(plan.status),
        promise=plan.promise,
        pairs=len(chosen),
        covered=plan.covered,
        villages=len(scores),
        engaged=plan.engaged,
        enterprises=sum((Side.ENTERPRISE, uscc) not in absent for uscc in plan.enterprises),
        total=matching.total_score,
        own_total=plan.total_score,
        lowest=int(problem.score[chosen].min()) if len(chosen) else None,
        quartiles=quartiles(scores),
        gini=gini(scores),
        blocking=len(blocking_pairs(problem, matching)) if possible else 0,
        every_pair=plan.scope is None,
        scores=tuple(scores),
    )


def _weighed(plan: Plan, programme: Programme, weights: Profile) -> MatchingProblem:
    """The problem of the plan with the scores of these weights."""
    own = Profile(plan.profile, plan.profile_version, plan.weights)
    if own.same_weights(weights):
        return plan.problem
    roster = Roster.of(programme)
    eligibility, scorer = Eligibility(roster), Scorer(roster, weights)
    enterprise, village = plan.problem.enterprise, plan.problem.village
    scores = [
        scorer.scores(eligibility.among(enterprise[rows], village[rows]))
        for start in range(0, len(enterprise), AT_ONCE)
        for rows in [slice(start, start + AT_ONCE)]
    ]
    return plan.problem.having(score=np.concatenate([np.empty(0, np.int64), *scores]))


def _rows(plan: Plan) -> Whole:
    """The candidates that are in the plan, in rising order."""
    enterprise_at = {uscc: number for number, uscc in enumerate(plan.enterprises)}
    village_at = {code: number for number, code in enumerate(plan.villages)}
    ends = [(enterprise_at[one.enterprise], village_at[one.village]) for one in plan.pairs]
    columns = np.array(ends, np.int64).reshape(-1, 2)
    known = keys(plan.problem.enterprise, plan.problem.village)
    return np.sort(np.searchsorted(known, keys(columns[:, 0], columns[:, 1])))
