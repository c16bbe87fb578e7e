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

from matcher.engine.assignment.bidding import ASKED, VALUE

START, END, NEED, HAVE, LEAST, BONUS, QUEUED = range(7)
"""What the row of a bidder holds: where its pairs stand, what it lacks, has and must have."""
SLOT, PLACES, TAKEN, CROWDED, MUST = range(5)
"""What the row of an asked party holds: its places, and whether more may ask than it has."""


@njit(cache=True)
def laid_out(asked, first, rows, bonus, scale, least, most, degree, price):
    """The rows of all parties before anybody has bid. Parties are the asked ones, then bidders."""
    bidders = np.zeros((len(first) - 1, 7), rows.dtype)
    for v in range(len(bidders)):
        bidders[v, START] = first[v]
        bidders[v, END] = first[v + 1]
        bidders[v, NEED] = max(0, min(most[asked + v], degree[asked + v]))
        bidders[v, LEAST] = min(least[asked + v], degree[asked + v])
        bidders[v, BONUS] = bonus[asked + v] * scale
        bidders[v, QUEUED] = 1
    sellers = np.zeros((asked, 5), rows.dtype)
    places = 0
    for e in range(asked):
        sellers[e, SLOT] = places
        sellers[e, PLACES] = max(0, min(most[e], degree[e]))
        sellers[e, CROWDED] = sellers[e, PLACES] < degree[e]
        sellers[e, MUST] = min(least[e], degree[e])
        places += sellers[e, PLACES]
        if sellers[e, PLACES] > 0:
            price[e] = 0 if least[e] > 0 else -bonus[e] * scale
    return bidders, sellers, places


@njit(cache=True)
def auction(
    asked, first, rows, falling, bonus, scale, least, most, degree, price, step, reach, patience,
    never,
):  # fmt: skip
    """Bid until all is settled; raises `price` and returns the places in `rows` of what was won.

    The rows of bidder v are `first[v] … first[v + 1]`; `falling` says whether their values fall.
    No bid raises a price by more than `reach`. Whenever `patience` bids have been made the step
    doubles; the auction gives up when it is as large as `reach`, for then more must be had than
    there is. `never` is a number far below every value, which the arrays' type can hold twice.
    While the auction runs, the asked party of a closed pair is negative.
    """
    bidders, sellers, places = laid_out(
        asked, first, rows, bonus, scale, least, most, degree, price
    )
    cheapest = price[0] * 0
    for e in range(len(sellers)):
        cheapest = min(cheapest, price[e])
    closed = False
    for e in range(len(sellers)):
        closed = closed or (sellers[e, PLACES] <= 0 and degree[e] > 0)
    if closed:
        for i in range(len(rows)):
            if sellers[rows[i, ASKED], PLACES] <= 0:
                rows[i, ASKED] = ~rows[i, ASKED]
    bid = np.empty(places, price.dtype)
    holds = np.empty((places, 2), np.int32)
    queue = np.arange(len(bidders) - 1, -1, -1).astype(np.int32)
    waiting = len(bidders)
    widest = 1
    for v in range(len(bidders)):
        widest = max(widest, bidders[v, NEED])
    top = np.empty(widest + 1, price.dtype)
    rank = np.empty(widest + 1, np.int64)
    nothing = price[0] * 0
    bids_left = patience
    while waiting > 0:
        if bids_left <= 0:
            bids_left += patience
            step = step + step
            if step > reach:
                break
        v = queue[waiting - 1]
        bidder = bidders[v]
        wants = bidder[NEED]
        empty = nothing
        if bidder[HAVE] < bidder[LEAST]:
            empty = never // 2
        elif bidder[HAVE] == 0:
            empty = -bidder[BONUS]
        if empty < 0:
            wants = min(wants, 1)
        found = 0
        floor = empty
        if wants == 1:
            best, at = empty, np.int64(-1)
            for i in range(bidder[START], bidder[END]):
                if falling and rows[i, VALUE] - cheapest <= floor:
                    break
                if rows[i, ASKED] < 0:
                    continue
                net = rows[i, VALUE] - price[rows[i, ASKED]]
                floor = max(floor, min(best, net))
                if net > best:
                    best = net
                    at = i
            if at >= 0:
                top[0] = best
                rank[0] = at
                found = 1
        elif wants > 1:
            for i in range(bidder[START], bidder[END]):
                if rows[i, ASKED] < 0:
                    continue
                net = rows[i, VALUE] - price[rows[i, ASKED]]
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
        bidder[NEED] -= found
        bidder[HAVE] += found
        if bidder[NEED] == 0 or found < wants:
            waiting -= 1
            bidder[QUEUED] = 0
        for k in range(found):
            i = rank[k]
            e = rows[i, ASKED]
            seller = sellers[e]
            rise = min(top[k] - empty, max(top[k] - floor, step), reach)
            offer = price[e] + rise
            if offer > -never:
                step, bids_left = reach, 0
            base = seller[SLOT]
            rows[i, ASKED] = ~e
            if seller[TAKEN] < seller[PLACES]:
                at = seller[TAKEN]
                seller[TAKEN] += 1
                while at > 0 and bid[base + ((at - 1) >> 1)] > offer:
                    above = (at - 1) >> 1
                    bid[base + at] = bid[base + above]
                    holds[base + at] = holds[base + above]
                    at = above
            else:
                loser, other = holds[base, 0], holds[base, 1]
                rows[loser, ASKED] = e
                refused = bidders[other]
                refused[HAVE] -= 1
                refused[NEED] += 1
                if not refused[QUEUED]:
                    refused[QUEUED] = 1
                    queue[waiting] = other
                    waiting += 1
                at = 0
                while True:
                    below = 2 * at + 1
                    if below >= seller[PLACES]:
                        break
                    if below + 1 < seller[PLACES] and bid[base + below + 1] < bid[base + below]:
                        below += 1
                    if bid[base + below] >= offer:
                        break
                    bid[base + at] = bid[base + below]
                    holds[base + at] = holds[base + below]
                    at = below
            bid[base + at] = offer
            holds[base + at, 0] = i
            holds[base + at, 1] = v
            if seller[TAKEN] == seller[PLACES] and seller[CROWDED]:
                price[e] = max(price[e], bid[base])
            elif seller[TAKEN] >= seller[MUST]:
                price[e] = max(price[e], nothing)
    held = np.empty(places, np.int64)
    size = 0
    for e in range(len(sellers)):
        for at in range(sellers[e, SLOT], sellers[e, SLOT] + sellers[e, TAKEN]):
            held[size] = holds[at, 0]
            size += 1
    for i in held[:size]:
        rows[i, ASKED] = ~rows[i, ASKED]
    if closed:
        for i in range(len(rows)):
            rows[i, ASKED] = max(rows[i, ASKED], ~rows[i, ASKED])
    return held[:size]


@njit(cache=True)
def best_at_these_prices(asked, first, rows, most, price, picked):
    """Let every bidder keep or change to its best pairs, and price its own places to match."""
    for v in range(len(first) - 1):
        have = 0
        for i in range(first[v], first[v + 1]):
            have += picked[i]
        while True:
            worst = np.int64(2**62)
            best = np.int64(0)
            at_worst = at_best = np.int64(-1)
            for i in range(first[v], first[v + 1]):
                net = np.int64(rows[i, VALUE]) - price[rows[i, ASKED]]
                if picked[i]:
                    if net < worst:
                        worst = net
                        at_worst = i
                elif net > best:
                    best = net
                    at_best = i
            full = have >= most[asked + v]
            if at_worst >= 0 and (worst < 0 or (full and worst < best)):
                picked[at_worst] = False
                have -= 1
            elif at_best >= 0 and not full:
                picked[at_best] = True
                have += 1
            else:
                price[asked + v] = best if full else 0
                break
