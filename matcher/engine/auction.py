"""Villages bid for places until nobody wants to bid more: good prices fast, exact ones not yet.

A village with free slots bids for its best pairs up to what leaves them as good as its next best
one, and `step` more, so that prices always move (Bertsekas 1979). Enterprises keep the highest bids
they have places for; the lowest of those is the price. A large step ends price wars between equal
parties early; what it gets wrong by at most a step, `repair` puts right.
"""

# ruff: noqa: PLR0912, PLR0915, PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, assignment"
from __future__ import annotations

import numpy as np
from numba import njit

NEVER = np.int64(-(2**61))
LONG = 64
HUGE = 2**55


@njit(cache=True)
def best_first(first, left, value):
    """The pairs of every village by falling value: who bids need not look at all of them.

    Returns values, left ends, where each pair stood, and how long a list may be to be in order:
    longer ones are left as they are, and all are where values are too large to carry a place.
    """
    ranked, ends = value.copy(), left.copy()
    stood = np.arange(len(value)).astype(np.int32)
    equal = True
    for one in value:
        equal = equal and one == value[0]
        if abs(one) >= HUGE:
            return ranked, ends, stood, 0
    if equal:
        return ranked, ends, stood, LONG
    keys = np.empty(LONG, np.int64)
    for v in range(len(first) - 1):
        start, end = first[v], first[v + 1]
        if end - start > LONG:
            continue
        for i in range(end - start):
            key, at = np.int64(value[start + i]) * LONG + (LONG - 1 - i), i
            while at > 0 and keys[at - 1] < key:
                keys[at] = keys[at - 1]
                at -= 1
            keys[at] = key
        for i in range(end - start):
            at = start + LONG - 1 - (keys[i] & (LONG - 1))
            ranked[start + i] = value[at]
            ends[start + i] = left[at]
            stood[start + i] = at
    return ranked, ends, stood, LONG


@njit(cache=True)
def auction(
    enterprises, first, left, right, value, bonus, least, most, degree,
    price, step, reach, patience, never, chosen,
):  # fmt: skip
    """Bid until all is settled; marks `chosen`, raises `price`.

    Pairs are in village order: those of village v are `first[v] … first[v + 1]`. No bid raises a
    price by more than `reach`. Whenever `patience` bids have been made the step doubles; the
    auction gives up when it is as large as `reach`, for then more must be had than there is.
    `never` is a number far below every value that the arrays' type can hold twice.
    """
    villages = len(first) - 1
    slot = np.zeros(enterprises + 1, np.int64)
    for e in range(enterprises):
        slot[e + 1] = slot[e] + max(0, min(most[e], degree[e]))
        if most[e] > 0 and degree[e] > 0:
            price[e] = 0 if least[e] > 0 else -bonus[e]
    bid = np.empty(slot[enterprises], np.int64)
    holds = np.empty(slot[enterprises], np.int32)
    size = np.zeros(enterprises, np.int32)
    value, left, stood, longest = best_first(first, left, value)
    open_value = value.copy()
    for i in range(len(value)):
        if most[left[i]] <= 0:
            open_value[i] = never
    cheapest = np.int64(0)
    for e in range(enterprises):
        cheapest = min(cheapest, price[e])
    need = np.empty(villages, np.int64)
    have = np.zeros(villages, np.int64)
    queue = np.empty(villages, np.int32)
    waiting = 0
    queued = np.ones(villages, np.bool_)
    widest = 1
    for v in range(villages - 1, -1, -1):
        need[v] = max(0, min(most[enterprises + v], first[v + 1] - first[v]))
        widest = max(widest, need[v])
        queue[waiting] = v
        waiting += 1
    top = np.empty(widest + 1, np.int64)
    rank = np.empty(widest + 1, np.int64)
    bids_left = patience
    while waiting > 0:
        if bids_left <= 0:
            bids_left += patience
            step *= 2
            if step > reach:
                break
        v = queue[waiting - 1]
        wants = need[v]
        empty = np.int64(0)
        if have[v] < least[enterprises + v]:
            empty = never // 2
        elif have[v] == 0:
            empty = -bonus[enterprises + v]
        if empty < 0:
            wants = 1
        found = 0
        floor = empty
        start, end = first[v], first[v + 1]
        falling = end - start <= longest
        if wants == 1:
            best, at = empty, np.int64(-1)
            for i in range(start, end):
                if falling and open_value[i] - cheapest <= floor and open_value[i] > never:
                    break
                net = open_value[i] - price[left[i]]
                floor = max(floor, min(best, net))
                if net > best:
                    best = net
                    at = i
            if at >= 0:
                top[0] = best
                rank[0] = at
                found = 1
        else:
            for i in range(start, end):
                net = open_value[i] - price[left[i]]
                if net > floor:
                    k = min(found, wants)
                    while k > 0 and top[k - 1] < net:
                        top[k] = top[k - 1]
                        rank[k] = rank[k - 1]
                        k -= 1
                    top[k] = net
                    rank[k] = i
                    found = min(found + 1, wants + 1)
                    if found > wants:
                        floor = top[wants]
            found = min(found, wants)
        bids_left -= found
        need[v] -= found
        have[v] += found
        if need[v] == 0 or found < wants:
            waiting -= 1
            queued[v] = False
        for k in range(found):
            i = rank[k]
            e = left[i]
            rise = min(top[k] - empty, max(top[k] - floor, step), reach)
            offer = price[e] + rise
            base = slot[e]
            places = slot[e + 1] - base
            open_value[i] = never
            if size[e] < places:
                at = size[e]
                size[e] += 1
                while at > 0 and bid[base + ((at - 1) >> 1)] > offer:
                    above = (at - 1) >> 1
                    bid[base + at] = bid[base + above]
                    holds[base + at] = holds[base + above]
                    at = above
            else:
                loser = holds[base]
                open_value[loser] = value[loser]
                other = right[loser] - enterprises
                have[other] -= 1
                need[other] += 1
                if not queued[other]:
                    queued[other] = True
                    queue[waiting] = other
                    waiting += 1
                at = 0
                while True:
                    below = 2 * at + 1
                    if below >= places:
                        break
                    if below + 1 < places and bid[base + below + 1] < bid[base + below]:
                        below += 1
                    if bid[base + below] >= offer:
                        break
                    bid[base + at] = bid[base + below]
                    holds[base + at] = holds[base + below]
                    at = below
            bid[base + at] = offer
            holds[base + at] = i
            if size[e] == places and places < degree[e]:
                price[e] = max(price[e], bid[base])
            elif size[e] >= least[e]:
                price[e] = max(price[e], 0)
    for e in range(enterprises):
        for at in range(slot[e], slot[e] + size[e]):
            chosen[stood[holds[at]]] = True


@njit(cache=True)
def best_at_these_prices(enterprises, first, left, value, most, price, chosen):
    """Let every village keep or change to its best pairs, and price its own places to match."""
    for v in range(len(first) - 1):
        have = 0
        for i in range(first[v], first[v + 1]):
            have += chosen[i]
        while True:
            worst: np.int64 = -NEVER
            best = np.int64(0)
            at_worst = at_best = np.int64(-1)
            for i in range(first[v], first[v + 1]):
                net = value[i] - price[left[i]]
                if chosen[i]:
                    if net < worst:
                        worst = net
                        at_worst = i
                elif net > best:
                    best = net
                    at_best = i
            full = have >= most[enterprises + v]
            if at_worst >= 0 and (worst < 0 or (full and worst < best)):
                chosen[at_worst] = False
                have -= 1
            elif at_best >= 0 and not full:
                chosen[at_best] = True
                have += 1
            else:
                price[enterprises + v] = best if full else 0
                break
