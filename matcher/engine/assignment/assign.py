"""The exact best choice of pairs at one level: one side bids, what is left over is repaired."""

# ruff: noqa: PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

import numpy as np
from numba import njit

from matcher.engine.assignment.auction import auction, best_at_these_prices
from matcher.engine.assignment.bidding import PAIR, Ends, Extent, extent, rows_of
from matcher.engine.assignment.counting import content
from matcher.engine.assignment.repair import FAR, adjacency, fill, repair
from matcher.engine.assignment.scarcity import charge_for_scarcity
from matcher.engine.problem import Mask, Whole

STEPS = 1000
PATIENCE = 3
FRACTIONS = 16
WIDTH = 100
NARROW = 2**26
ROUNDS = 8


def assign(
    enterprises: int,
    left: Ends,
    right: Ends,
    value: Whole,
    bonus: Whole,
    least: Whole,
    most: Whole,
    start: Mask | None = None,
    bidding_bonus: Whole | None = None,
) -> tuple[Mask, Whole, Whole, int]:
    """Which pairs to choose, the prices that prove it, and the parties that are stuck, if any.

    Pairs are in village order; parties are enterprises, then villages. The last number says how
    many places the stuck parties miss. With `start`, a plan nearly right, nobody bids; with
    `bidding_bonus` they bid as if those were the bonuses, and the repair minds the true ones.
    """
    bids = bonus if bidding_bonus is None else bidding_bonus
    degree, figures = extent(enterprises, left, right, value, bids, most)
    size = Extent(*figures.tolist())
    only_bonuses = size.highest == size.lowest == 0
    scale = FRACTIONS if only_bonuses and size.dearest < 2**50 else 1
    spread = size.highest - size.lowest or max(size.highest, size.dearest * scale)
    step = max(1, spread // STEPS)
    narrow = max(size.highest, -size.lowest, size.dearest * scale) < NARROW
    kind = np.int32 if narrow else np.int64
    rows, first, turned, falling = rows_of(
        enterprises, left, right, value, degree, size, kind, bidding=start is None
    )
    if start is None:
        chosen, price = bid(
            enterprises, rows, first, turned, falling, bids, scale, least, most, degree,
            kind(size.highest), kind(step), kind(4 * spread),
            1 + PATIENCE * min(size.enterprise_places, size.village_places),
            kind(-(2**30) if narrow else -(2**61)), only_bonuses,
        )  # fmt: skip
    else:
        chosen, price = start.copy(), np.zeros(len(most), np.int64)
        best_at_these_prices(enterprises, first, rows, most, price, chosen)
    if bidding_bonus is not None:
        charge_for_scarcity(enterprises, left, right, bonus, most, degree, price, chosen)
    stuck, missing = settle(
        enterprises, left, right, value, bonus, least, most, price, chosen, WIDTH * step
    )
    return chosen, price, stuck, missing


@njit(cache=True)
def bid(
    enterprises, rows, first, turned, falling, bonus, scale, least, most, degree,
    highest, step, reach, patience, never, only_bonuses,
):  # fmt: skip
    """Pairs and prices nearly right. Where only bonuses count, prices between 0 and 1 find them."""
    asked = len(most) - enterprises if turned else enterprises
    if turned:
        bonus, least = np.roll(bonus, asked), np.roll(least, asked)
        most, degree = np.roll(most, asked), np.roll(degree, asked)
    asking = np.zeros(len(most), rows.dtype)
    for p in range(asked):
        if most[p] <= 0:
            asking[p] = highest
    picked = np.zeros(len(rows), np.bool_)
    if reach > 0:
        held = auction(
            asked, first, rows, falling, bonus, scale, least, most, degree, asking,
            step, reach, patience, never,
        )  # fmt: skip
        for i in held:
            picked[i] = True
    price = np.zeros(len(most), np.int64)
    if not (only_bonuses and reach > 0):
        price[:] = asking
    best_at_these_prices(asked, first, rows, most, price, picked)
    chosen = np.zeros(len(rows), np.bool_)
    for i in range(len(rows)):
        if picked[i]:
            chosen[rows[i, PAIR]] = True
    return chosen, np.roll(price, enterprises) if turned else price


@njit(cache=True)
def settle(enterprises, left, right, value, bonus, least, most, price, chosen, width):
    """Repair among the pairs that can matter near these prices, and look at the rest afterwards.

    Returns the parties that block each other, and how many places they miss: none when all is well.
    """
    rounds = 0
    while True:
        core = near(left, right, value, price, chosen, width)
        if rounds and 2 * len(core) > len(left):
            core = np.arange(len(left))
        whole = len(core) == len(left)
        ours, theirs, worth, picked = left[core], right[core], value[core], chosen[core]
        follow(ours, theirs, worth, price, picked)
        count = np.zeros(len(most), np.int64)
        for i in range(len(core)):
            if picked[i]:
                count[ours[i]] += 1
                count[theirs[i]] += 1
        before = price.copy()
        low, high = content(price, bonus, least, most)
        taken = np.minimum(np.maximum(count, low), high)
        fill(ours, theirs, worth, price, picked, count, taken, high)
        stuck, missing = core[:0], 0
        if (count != taken).any():
            where, pair_of, place, count = adjacency(len(most), ours, theirs, picked)
            stuck = repair(
                enterprises, ours, theirs, worth, where, pair_of, place,
                picked, price, bonus, least, most, count, taken, FAR if whole else np.int64(width),
            )  # fmt: skip
            for p in stuck:
                missing += abs(count[p] - taken[p])
        for i in range(len(core)):
            chosen[core[i]] = picked[i]
        astray = len(stuck) > 0 or (
            strayed(enterprises, before, price, width)
            and overlooked(left, right, value, price, chosen)
        )
        if whole or not astray:
            return stuck, missing
        # the same width lets in what prices passed by; wider is slower, and sure to end
        rounds += 1
        if len(stuck) or rounds > ROUNDS:
            width = min(width, FAR // 2) * 2


@njit(cache=True)
def follow(left, right, value, price, picked):
    """Pick what is worth more than the prices of its places, drop what is worth less."""
    for i in range(len(left)):
        margin = value[i] - price[left[i]] - price[right[i]]
        if margin != 0:
            picked[i] = margin > 0


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
def strayed(enterprises, before, price, width):
    """Whether prices fell so far that a pair outside the core might be worth more than they are."""
    fall = np.zeros(2, np.int64)
    for p in range(len(price)):
        side = 0 if p < enterprises else 1
        fall[side] = max(fall[side], before[p] - price[p])
    return fall[0] + fall[1] > width


@njit(cache=True)
def overlooked(left, right, value, price, chosen):
    """Whether a pair outside the plan is worth more than the prices of its places."""
    for i in range(len(left)):
        if not chosen[i] and value[i] > price[left[i]] + price[right[i]]:
            return True
    return False
