"""The guess of coverage prices never sets a price that free places contradict."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.engine.assignment.scarcity import charge_for_scarcity

BONUS = 1_000


def charged(enterprises, most, pairs, chosen):
    """Prices that were 0, after the guess; pairs are (enterprise, village), in village order."""
    ends = np.array(pairs, np.int32).reshape(-1, 2)
    price = np.zeros(len(most), np.int64)
    bonus = np.full(len(most), BONUS)
    left, right = ends[:, 0].copy(), ends[:, 1] + np.int32(enterprises)
    degree = np.bincount(left, minlength=len(most)) + np.bincount(right, minlength=len(most))
    charge_for_scarcity(
        enterprises, left, right, bonus, np.array(most), degree, price, np.array(chosen, np.bool_)
    )
    return price.tolist()


def test_places_that_too_many_want_are_worth_covering_a_village():
    price = charged(1, [1, 1, 1], [(0, 0), (0, 1)], [True, False])

    assert price == [BONUS, -BONUS, -BONUS]


def test_places_from_which_somebody_could_still_move_on_cost_nothing():
    # village 1 wants what village 0 holds, and village 0 could go to enterprise 1, which has room
    price = charged(2, [1, 1, 1, 1], [(0, 0), (1, 0), (0, 1)], [True, False, False])

    assert price == [0, 0, 0, 0]


def test_whom_nobody_can_have_expects_no_bonus():
    assert charged(2, [1, 1, 1], [(0, 0)], [True]) == [0, -BONUS, 0]


@st.composite
def plans(draw):
    enterprises, villages = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    every = [(e, v) for v in range(villages) for e in range(enterprises)]
    pairs = sorted(draw(st.lists(st.sampled_from(every), unique=True)), key=lambda pair: pair[::-1])
    most = draw(st.lists(st.integers(0, 2), min_size=enterprises, max_size=enterprises))
    most += draw(st.lists(st.integers(0, 2), min_size=villages, max_size=villages))
    room, chosen = list(most), []
    for e, v in pairs:
        taken = room[e] > 0 and room[enterprises + v] > 0 and draw(st.booleans())
        room[e] -= taken
        room[enterprises + v] -= taken
        chosen.append(taken)
    return enterprises, most, pairs, chosen


@given(plans())
def test_no_charged_village_knows_a_place_that_was_not_charged(plan):
    enterprises, most, pairs, _ = plan

    price = charged(*plan)

    ends = {e for e, _ in pairs}, {v for _, v in pairs}
    for e, v in pairs:
        if price[enterprises + v] < 0:
            assert price[e] == BONUS
    for party, worth in enumerate(price):
        if worth > 0:
            assert party < enterprises
            assert most[party] == sum(
                chosen and pair[0] == party for pair, chosen in zip(pairs, plan[3], strict=True)
            )
    assert all(price[e] == -BONUS for e in range(enterprises) if e not in ends[0])
