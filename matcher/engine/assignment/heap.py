"""A heap of parties by distance, which knows where each party stands (`spot`, −1: not in it)."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

from numba import njit


@njit(cache=True)
def rise(heap, spot, key, at):
    """Move the party at `at` up to its place after its key fell."""
    party = heap[at]
    while at > 0:
        above = (at - 1) >> 1
        if key[heap[above]] <= key[party]:
            break
        heap[at] = heap[above]
        spot[heap[at]] = at
        at = above
    heap[at] = party
    spot[party] = at


@njit(cache=True)
def pop(heap, spot, key, size):
    """Take out the party with the least key; the caller counts the size down."""
    top = heap[0]
    party = heap[size - 1]
    size -= 1
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and key[heap[below + 1]] < key[heap[below]]:
            below += 1
        if key[heap[below]] >= key[party]:
            break
        heap[at] = heap[below]
        spot[heap[at]] = at
        at = below
    heap[at] = party
    spot[party] = at
    spot[top] = -1
    return top
