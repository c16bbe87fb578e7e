"""Slow proofs, at sizes where every pair can still be looked at; the first that fails says so.

    python -m tests.benchmarks.proofs

The best of each party on 2,000 × 2,000 are those of the exhaustive answer, and on 1,500 × 1,500 a
plan found from few candidates is the plan of the dense solve: once inside the aid relationships,
once with everybody free to help everybody.
"""

from __future__ import annotations

import time

import numpy as np

from matcher.eligibility import Block
from matcher.programme import Programme
from matcher.rounds import candidates
from matcher.rounds.candidates import find_candidates
from matcher.rounds.plan import Plan
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
    candidates.MOST_PAIRS = 10**12
    whole = propose(programme)
    assert few.scope is not None
    assert whole.scope is None
    assert _pairs(few) == _pairs(whole)
    assert few.certificate is not None
    assert whole.certificate is not None
    worth = [level.worth for level in whole.certificate.levels]
    assert [level.worth for level in few.certificate.levels] == worth
    lost = [one.proven - one.first for one in few.scope.worth]
    return (
        f"{len(whole.problem.score):,} pairs, {few.scope.first:,} at first, "
        f"{few.scope.added:,} in {few.scope.rounds} rounds; the best of each would lose {lost}"
    )


def _pairs(plan: Plan) -> list[tuple[str, str]]:
    return [(pair.enterprise, pair.village) for pair in plan.pairs]


def main() -> None:
    for prove, size in ((best_of_each, 2_000), (plan_of_all_pairs, 1_500)):
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
