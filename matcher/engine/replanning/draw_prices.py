"""Prices of the draw for a proven plan: what `levels` finds on its way and does not keep."""

from __future__ import annotations

import numpy as np

from matcher.engine.assignment.face import indifferent, opened, settled
from matcher.engine.certificate import Certificate
from matcher.engine.objectives import objective
from matcher.engine.problem import MatchingProblem, Whole
from matcher.engine.replanning.rerouting import WIDEST

SPARE_BITS = 58


def draw_prices(problem: MatchingProblem, proof: Certificate) -> Whole:
    """Prices at which the draw finds the proven plan best, as far as 58 bits can tell.

    One for every enterprise, then village. The last digits of the draw are left out where sums
    need the room: then some pairs may still be on the wrong side of the prices.
    """
    face = opened(problem)
    nothing = np.zeros(len(face.most), np.int64)
    if not problem.draw.any():
        return nothing
    for level in proof.levels:
        counted = objective(level.name, problem, proof.keep)
        bonus = np.where(face.served, 0, counted.bonus)
        price = np.append(level.enterprise_price, level.village_price)
        face = indifferent(face, counted.value[face.pairs], bonus, price)
    longest = 2 * min(len(np.unique(face.left)), len(np.unique(face.right))) + 2
    bits = int(problem.draw.max()).bit_length()
    left_out = max(0, bits + longest.bit_length() - SPARE_BITS)
    value = (problem.draw[face.pairs] >> np.uint64(left_out)).astype(np.int64)
    _, found = settled(face, value, nothing)
    widest = int(WIDEST) >> left_out
    return found.clip(-widest, widest) << left_out
