"""A programme small enough to see its plan at once."""

from __future__ import annotations

from matcher.programme import Programme
from tests.builders import a_need, a_village, an_enterprise, an_offer

WAN = 1_000_000


def two_by_two(*arrangements, places=1, gaps=(10, 40)) -> Programme:
    """Village 1 asks for less than village 2; enterprise 1 gives less than enterprise 2."""
    return Programme(
        (a_village(1), a_village(2)),
        tuple(a_need(n, n, gap_fen=gap * WAN) for n, gap in enumerate(gaps, start=1)),
        (an_enterprise(1, max_villages=places), an_enterprise(2, max_villages=places)),
        (an_offer(1, 1, amount_fen=10 * WAN), an_offer(2, 2, amount_fen=40 * WAN)),
        arrangements,
    )


def ends(plan) -> list[tuple[str, str]]:
    return sorted((pair.enterprise, pair.village) for pair in plan.pairs)
