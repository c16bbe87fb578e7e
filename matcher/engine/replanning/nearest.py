"""A heap of parties by distance: three whole numbers, of which the first difference decides.

Who stands where is kept in `spot` (−1: not in the heap).
"""

# ruff: noqa: PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"
from __future__ import annotations

from numba import njit


@njit(cache=True)
def less(a0, a1, a2, b0, b1, b2):
    """Whether the first of two vectors is the smaller one."""
    return a0 < b0 or (a0 == b0 and (a1 < b1 or (a1 == b1 and a2 < b2)))


@njit(cache=True)
def _nearer(far, p, q):
    return less(far[p, 0], far[p, 1], far[p, 2], far[q, 0], far[q, 1], far[q, 2])


@njit(cache=True)
def rise(heap, spot, far, at):
    """Move the party at `at` up to its place after it came nearer."""
    party = heap[at]
    while at > 0:
        above = (at - 1) >> 1
        if not _nearer(far, party, heap[above]):
            break
        heap[at] = heap[above]
        spot[heap[at]] = at
        at = above
    heap[at] = party
    spot[party] = at


@njit(cache=True)
def pop(heap, spot, far, size):
    """Take out the nearest party; the caller counts the size down."""
    top = heap[0]
    party = heap[size - 1]
    size -= 1
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and _nearer(far, heap[below + 1], heap[below]):
            below += 1
        if not _nearer(far, heap[below], party):
            break
        heap[at] = heap[below]
        spot[heap[at]] = at
        at = below
    heap[at] = party
    spot[party] = at
    spot[top] = -1
    return top
