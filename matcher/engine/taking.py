"""Going down a list of pairs and taking each that still finds room at both ends."""

# ruff: noqa: PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

from numba import njit


@njit(cache=True)
def take_in_order(order, enterprise, village, enterprise_room, village_room, picked):
    """Mark what is taken in `picked`; the rooms shrink by it."""
    for i in order:
        e, v = enterprise[i], village[i]
        if enterprise_room[e] > 0 and village_room[v] > 0:
            enterprise_room[e] -= 1
            village_room[v] -= 1
            picked[i] = True
