"""One quick pass over the arrays of a problem: whether there is surely no fault in them.

Where there may be one, `checking` looks again, slowly, and says which array and row it is.
"""

# ruff: noqa: PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def faultless(enterprise, village, score, enterprise_capacity, village_capacity, top, most):
    """Whether numbers are in range and every pair stands once. Pairs must be in village order.

    Scores may be 0 … top, capacities 0 … most.
    """
    enterprises, villages = len(enterprise_capacity), len(village_capacity)
    if not len(enterprise) == len(village) == len(score):
        return False
    for capacity in (enterprise_capacity, village_capacity):
        for one in capacity:
            if one < 0 or one > most:
                return False
    last_village = np.full(enterprises, -1, np.int64)
    before = np.int64(0)
    for i in range(len(score)):
        e, v = enterprise[i], village[i]
        if e < 0 or e >= enterprises or v < before or v >= villages:
            return False
        if score[i] < 0 or score[i] > top or last_village[e] == v:
            return False
        last_village[e] = v
        before = v
    return True
