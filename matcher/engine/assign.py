"""The exact best choice of pairs at one level: villages bid, then what is left over is repaired."""

# ruff: noqa: PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matcher.engine.auction import auction, best_at_these_prices
from matcher.engine.problem import Mask, Whole
from matcher.engine.repair import adjacency, fill, repair

STEPS = 200
PATIENCE = 3
FRACTIONS = 16
WIDTH = 20
NARROW = 2**26

Ends = NDArray[np.int32]


@njit(cache=True)
def by_village(village, villages):
    """The pairs in village order."""
    place = np.zeros(villages + 1, np.int64)
    for v in village:
        place[v + 1] += 1
    for v in range(villages):
        place[v + 1] += place[v]
    order = np.empty(len(village), np.int64)
    for i in range(len(village)):
        order[place[village[i]]] = i
        place[village[i]] += 1
    return order


def assign(
    enterprises: int,
    left: Ends,
    right: Ends,
    value: Whole,
    bonus: Whole,
    least: Whole,
    most: Whole,
    start: Mask | None = None,
) -> tuple[Mask, Whole, Whole, int]:
    """Which pairs to choose, the prices that prove it, and the parties that are stuck, if any.

    Pairs are in village order; parties are enterprises, then villages. The last number says how
    many places the stuck parties miss. With `start`, a plan nearly right, nobody bids.
    """
    parties = len(most)
    degree = degrees(parties, left, right)
    first = np.zeros(parties - enterprises + 1, np.int64)
    np.cumsum(degree[enterprises:], out=first[1:])
    price = np.zeros(parties, np.int64)
    if start is None:
        chosen = np.zeros(len(left), np.bool_)
        _bid(enterprises, first, left, right, value, bonus, least, most, degree, price, chosen)
    else:
        chosen = start.copy()
    best_at_these_prices(enterprises, first, left, value, most, price, chosen)
    width = WIDTH * _step(value, bonus)
    core = near(left, right, value, price, chosen, width)
    while True:
        stuck, missing = _repaired(
            enterprises, core, left, right, value, bonus, least, most, price, chosen
        )
        if len(core) == len(left) or not (
            len(stuck) or overlooked(left, right, value, price, chosen)
        ):
            return chosen, price, stuck, missing
        width *= 8
        core = near(left, right, value, price, chosen, width)


def _repaired(
    enterprises: int, core: Whole, left: Ends, right: Ends, value: Whole, bonus: Whole,
    least: Whole, most: Whole, price: Whole, chosen: Mask,
) -> tuple[Whole, int]:  # fmt: skip
    """Repair among the pairs that can matter near these prices."""
    picked = chosen
    if len(core) < len(left):
        left, right, value, picked = left[core], right[core], value[core], chosen[core]
    picked |= value > price[left] + price[right]
    picked &= value >= price[left] + price[right]
    count = degrees(len(most), left[picked], right[picked])
    low, high = content(price, bonus, least, most)
    taken = np.minimum(np.maximum(count, low), high)
    fill(left, right, value, price, picked, count, taken, high)
    if (count == taken).all():
        chosen[core] = picked
        return core[:0], 0
    where, pair_of, place, count = adjacency(len(most), left, right, picked)
    stuck = repair(
        enterprises, left, right, value, where, pair_of, place,
        picked, price, bonus, least, most, count, taken, len(core) < len(chosen),
    )  # fmt: skip
    chosen[core] = picked
    return stuck, int(np.abs(count - taken)[stuck].sum())


def _step(value: Whole, bonus: Whole) -> int:
    """The first rise of prices: a small part of what is at stake."""
    if not len(value):
        return 1
    lowest, highest = int(value.min()), int(value.max())
    return max(1, (highest - lowest or max(highest, int(bonus.max()))) // STEPS)


def _bid(
    enterprises: int, first: Whole, left: Ends, right: Ends, value: Whole, bonus: Whole,
    least: Whole, most: Whole, degree: Whole, price: Whole, chosen: Mask,
) -> None:  # fmt: skip
    """Let the villages bid; where only bonuses count, prices between 0 and 1 find the pairs."""
    if not len(value):
        return
    lowest, highest = int(value.min()), int(value.max())
    dearest = int(bonus.max())
    only_bonuses = highest == lowest == 0
    scale = FRACTIONS if only_bonuses and dearest < 2**50 else 1
    spread = highest - lowest or max(highest, dearest * scale)
    price[:enterprises][most[:enterprises] <= 0] = highest
    if spread == 0:
        return
    places = int(np.minimum(most[enterprises:], degree[enterprises:]).clip(0).sum())
    kind = np.int32 if max(highest, -lowest, dearest * scale) < NARROW else np.int64
    asked = price.astype(kind)
    auction(
        enterprises, first, left, right, value.astype(kind), (bonus * scale).astype(kind),
        least, most, degree, asked, max(1, spread // STEPS), 4 * spread,
        1 + PATIENCE * places, -(2**30) if kind is np.int32 else -(2**61), chosen,
    )  # fmt: skip
    price[:] = 0 if only_bonuses else asked


@njit(cache=True)
def near(left, right, value, price, chosen, width):
    """The pairs in the plan, and those that a rise or fall of prices by `width` could bring in."""
    found = np.empty(len(left), np.int64)
    size = 0
    for i in range(len(left)):
        if chosen[i] or value[i] - price[left[i]] - price[right[i]] >= -width:
            found[size] = i
            size += 1
    return found[:size].copy()


@njit(cache=True)
def overlooked(left, right, value, price, chosen):
    """Whether a pair outside the plan is worth more than the prices of its places."""
    for i in range(len(left)):
        if not chosen[i] and value[i] > price[left[i]] + price[right[i]]:
            return True
    return False


@njit(cache=True)
def degrees(parties, left, right):
    """How many pairs every party has."""
    degree = np.zeros(parties, np.int64)
    for i in range(len(left)):
        degree[left[i]] += 1
        degree[right[i]] += 1
    return degree


@njit(cache=True)
def content(price, bonus, least, most):
    """The least and the most pairs a party can be content with at its price."""
    low, high = least.copy(), least.copy()
    for p in range(len(price)):
        choice = most[p] - least[p]
        if choice <= 0:
            continue
        first = 1 if least[p] == 0 else 0
        rest = choice - first
        with_bonus = price[p] + bonus[p]
        low[p] += (first if with_bonus > 0 else 0) + (rest if price[p] > 0 else 0)
        high[p] += (first if with_bonus >= 0 else 0) + (rest if price[p] >= 0 else 0)
    return low, high
