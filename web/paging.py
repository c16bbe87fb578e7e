"""One page of a list that is already in memory, as the core's lists are paged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from matcher.parties import Page
from matcher.parties.listing import PER_PAGE

T = TypeVar("T")


def page_of_list(rows: Sequence[T], number: int, most: int = PER_PAGE) -> Page[T]:
    """`most` rows on a page; a page past the last is the last."""
    last = max(1, -(-len(rows) // most))
    page = min(max(number, 1), last)
    return Page(tuple(rows[(page - 1) * most : page * most]), len(rows), page, per_page=most)
