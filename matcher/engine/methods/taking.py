"""Pairs taken in the order of their rank: one after the other, or by proposals held and refused."""

# ruff: noqa: PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

import numpy as np
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


@njit(cache=True)
def defer(order, proposer, receiver, proposer_room, receiver_room, picked):
    """Deferred acceptance: `order` lists the pairs from best to worst, for both sides alike.

    Each proposer goes down its own list until its room is full; a receiver holds the best it was
    proposed and refuses the rest.
    """
    proposers, receivers = len(proposer_room), len(receiver_room)
    first = np.zeros(proposers + 1, np.int64)
    for i in order:
        first[proposer[i] + 1] += 1
    for p in range(proposers):
        first[p + 1] += first[p]
    filled = first[:-1].copy()
    ranks = np.empty(len(order), np.int64)
    for rank in range(len(order)):
        p = proposer[order[rank]]
        ranks[filled[p]] = rank
        filled[p] += 1
    following = first[:-1].copy()
    base = np.zeros(receivers + 1, np.int64)
    for i in order:
        base[receiver[i] + 1] += 1
    for r in range(receivers):
        base[r + 1] = base[r] + min(base[r + 1], receiver_room[r])
    held = np.empty(base[receivers], np.int64)
    holding = np.zeros(receivers, np.int64)
    room = proposer_room.copy()
    waiting = np.arange(proposers)
    size = proposers
    while size > 0:
        p = waiting[size - 1]
        if room[p] == 0 or following[p] == first[p + 1]:
            size -= 1
            continue
        rank = ranks[following[p]]
        following[p] += 1
        r = receiver[order[rank]]
        places = base[r + 1] - base[r]
        if holding[r] < places:
            at = holding[r]
            holding[r] += 1
            room[p] -= 1
        else:
            at = places - 1
            if places == 0 or held[base[r] + at] < rank:
                continue
            loser = order[held[base[r] + at]]
            picked[loser] = False
            room[p] -= 1
            room[proposer[loser]] += 1
            if proposer[loser] != p:
                waiting[size] = proposer[loser]
                size += 1
        while at > 0 and held[base[r] + at - 1] > rank:
            held[base[r] + at] = held[base[r] + at - 1]
            at -= 1
        held[base[r] + at] = rank
        picked[order[rank]] = True
