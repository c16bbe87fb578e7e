"""One page of a list that is already in memory, as the core's lists are paged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from matcher.parties import Page
from matcher.parties.listing import PER_PAGE

T = TypeVar("T")


def page_of_list(rows: Sequence[T], number: int) -> Page[T]:
    """A page past the last is the last."""
    last = max(1, -(-len(rows) // PER_PAGE))
    page = min(max(number, 1), last)
    return Page(tuple(rows[(page - 1) * PER_PAGE : page * PER_PAGE]), len(rows), page)


def page_number_of(place: int) -> int:
    """On which page the row at this place (from 0) stands."""
    return place // PER_PAGE + 1
