"""As much coverage as possible; then the worst-off village as well off as possible, and so on."""

from __future__ import annotations

import numpy as np

from matcher.engine import objectives
from matcher.engine.face import Blocked, Face, indifferent, opened, settled
from matcher.engine.levels import best_by, conflict, drawn
from matcher.engine.matching import Conflict, Matching, Status
from matcher.engine.problem import Mask, MatchingProblem


def plan(problem: MatchingProblem) -> Matching:
    """Leximin over the scores of primary partners, one per covered village; then the total score.

    First every village has one partner (more only where pins or minimums ask for it); among the
    plans that cover the greatest weight, as few as possible have the lowest score, then the second
    lowest, …. With these pairs fixed, further partners are added by the greatest total score.
    """
    single = _one_partner_each(problem)
    try:
        picked = _leximin(single)
    except Blocked:
        single = problem
        try:
            picked = _leximin(problem)
        except Blocked as blocked:
            knot = conflict(problem, blocked.parties, blocked.missing)
            return Matching.impossible(problem, "fair", knot)
    full = best_by(problem.having(pinned=picked), [objectives.score(problem)])
    assert not isinstance(full, Conflict)
    return Matching.of(problem, "fair", Status.OPTIMAL, full.picked)


def _one_partner_each(problem: MatchingProblem) -> MatchingProblem:
    pins = np.bincount(problem.village[problem.pinned], minlength=len(problem.village_capacity))
    wanted = np.maximum(np.maximum(problem.village_minimum, pins), 1)
    return problem.having(village_capacity=np.minimum(problem.village_capacity, wanted))


def _leximin(problem: MatchingProblem) -> Mask:
    """Score by score from the lowest: use as few pairs of it as possible, and keep that."""
    face = opened(problem)
    coverage = objectives.coverage(problem)
    bonus = np.where(face.served, 0, coverage.bonus)
    value = coverage.value[face.pairs]
    _, price = settled(face, value, bonus)
    face = indifferent(face, value, bonus, price)
    nothing = np.zeros_like(bonus)
    chosen, _ = settled(face, problem.score[face.pairs], nothing)
    picked = face.with_chosen(chosen)
    done = -1
    while True:
        scores = problem.score[face.pairs]
        above = scores[picked[face.pairs] & (scores > done)]
        if not len(above):
            break
        lowest = int(above.min())
        face = _without(face, (scores > done) & (scores < lowest))
        value = -(problem.score[face.pairs] == lowest).astype(np.int64)
        chosen, price = settled(face, value, nothing, start=picked[face.pairs])
        picked = face.with_chosen(chosen)
        face = indifferent(face, value, nothing, price)
        done = lowest
    return drawn(face, problem.draw) if problem.draw.any() else picked


def _without(face: Face, needless: Mask) -> Face:
    """Pairs between two scores in use are not needed, so leximin rules them out."""
    return face.without(needless, np.zeros_like(needless), face.least, face.most)
