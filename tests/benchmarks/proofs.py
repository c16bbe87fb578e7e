"""Slow proofs, at sizes where every pair can still be looked at; the first that fails says so.

    python -m tests.benchmarks.proofs

The best of each party on 2,000 × 2,000 are those of the exhaustive answer, and on 1,500 × 1,500 a
plan found from few candidates is the plan of the dense solve: once inside the aid relationships,
once with everybody free to help everybody. Found by bounds on many pairs at once it is worth the
same, and its prices exclude each of the 2,250,000 pairs that it does not list.
"""

from __future__ import annotations

import time

import numpy as np
import pytest

from matcher.eligibility import Block
from matcher.programme import Programme
from matcher.rounds import candidates, proposing
from matcher.rounds.candidates import find_candidates, keys
from matcher.rounds.plan import Plan
from matcher.rounds.pricing import margin_sign
from matcher.rounds.proposing import propose
from seeds.hundred import programme as generated
from tests.rounds.surveys import a_survey, without_relationships

MOST = 32


def best_of_each(programme: Programme) -> str:
    """Top-k by blocks beside all pairs sorted at once."""
    survey = a_survey(programme)
    found = find_candidates(survey, set(), MOST)
    pairs = survey.eligibility.pairs(Block.whole(survey.roster))
    score = survey.scorer.scores(pairs)
    kept = np.zeros(len(pairs), np.bool_)
    for party, other in (
        (pairs.enterprise, pairs.village),
        (pairs.village, pairs.enterprise),
    ):
        for rows in np.split(np.argsort(party, kind="stable"), np.cumsum(np.bincount(party))[:-1]):
            kept[rows[np.lexsort((other[rows], -score[rows]))[:MOST]]] = True
    order = np.lexsort((pairs.enterprise[kept], pairs.village[kept]))
    assert np.array_equal(found.enterprise, pairs.enterprise[kept][order])
    assert np.array_equal(found.village, pairs.village[kept][order])
    assert np.array_equal(found.score, score[kept][order])
    return f"{len(found):,} of {len(pairs):,} pairs"


def plan_of_all_pairs(programme: Programme) -> str:
    """A plan from the 8 best of each beside the dense solve."""
    few = propose(programme, candidates=8)
    whole = _dense(programme)
    assert few.scope is not None
    assert _pairs(few) == _pairs(whole)
    assert _worth(few) == _worth(whole)
    lost = [one.proven - one.first for one in few.scope.worth]
    return (
        f"{len(whole.problem.score):,} pairs, {few.scope.first:,} at first, "
        f"{few.scope.added:,} in {few.scope.rounds} rounds; the best of each would lose {lost}"
    )


def plan_by_bounds(programme: Programme) -> str:
    """A plan for which most pairs were only bounded, beside the dense solve and every pair."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proposing, "MOST_SCORED", 0)
        bounded = propose(programme, candidates=8)
    assert bounded.scope is not None
    assert _worth(bounded) == _worth(_dense(programme))
    survey = a_survey(programme)
    pairs = survey.eligibility.pairs(Block.whole(survey.roster))
    score = survey.scorer.scores(pairs)
    assert bounded.certificate is not None
    levels = bounded.certificate.levels
    open_ = margin_sign(levels, pairs.enterprise, pairs.village, score) > 0
    listed = keys(bounded.problem.enterprise, bounded.problem.village)
    assert np.isin(keys(pairs.enterprise, pairs.village)[open_], listed).all()
    return (
        f"{len(pairs):,} eligible pairs, {bounded.scope.first:,} at first, "
        f"{bounded.scope.added:,} in {bounded.scope.rounds} rounds"
    )


def _dense(programme: Programme) -> Plan:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "MOST_PAIRS", 10**12)
        whole = propose(programme)
    assert whole.scope is None
    return whole


def _worth(plan: Plan) -> list[int]:
    assert plan.certificate is not None
    return [level.worth for level in plan.certificate.levels]


def _pairs(plan: Plan) -> list[tuple[str, str]]:
    return [(pair.enterprise, pair.village) for pair in plan.pairs]


def main() -> None:
    proofs = ((best_of_each, 2_000), (plan_of_all_pairs, 1_500), (plan_by_bounds, 1_500))
    for prove, size in proofs:
        programme = generated((size, size), 1)
        for where, one in (
            ("inside the aid relationships", programme),
            ("everybody with everybody", without_relationships(programme)),
        ):
            start = time.perf_counter()
            told = prove(one)
            seconds = time.perf_counter() - start
            print(f"{prove.__name__}, {size:,} × {size:,}, {where}: {told} ({seconds:.0f} s)")


if __name__ == "__main__":
    main()
