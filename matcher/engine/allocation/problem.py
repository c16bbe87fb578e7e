"""An allocation problem: what sources hold, what needs ask, and which source may give to which."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matcher.engine.checking import constant, flags, in_range, same_length, whole_numbers
from matcher.errors import ProblemRefused

HIGHEST_AMOUNT = 10**15
HIGHEST_COUNT = 2**31 - 1

Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False, repr=False, init=False)
class AllocationProblem:
    """Way i leads from `source[i]` to `need[i]`, both counted from 0; a way stands once.

    All amounts are whole, 0 … 10**15: fen, or units of goods. The two ends of a way count in the
    same unit; that is the caller's to see to. Malformed arrays raise ProblemRefused, which names
    the array and the row at fault. The arrays are read-only copies.

    Of sources:
        stock           what it holds. Cash, each kind of goods and each earmarked sum is a source
                        of its own; an earmark is a source with ways to what it is meant for only.
        enterprise      whose it is (default: each belongs to another one)
        least_ticket    the smallest gift it may be part of (default 0)
    Of needs:
        demand          what is still missing
        urgency         its tier: 0 comes first (default 0)
        indivisible     whether it cannot be shared: one enterprise fills it wholly, or nobody
        min_share       the smallest gift it accepts (default 0)
    Of ways:
        limit           the most that may go this way (default: no limit)
        draw            its place in the public draw, greatest first, for ties (default: all 0)

    A gift is what one enterprise gives one need, from all its sources together. It is nothing, or
    at least the need's `min_share` and the `least_ticket` of the sources that may be part of it.
    A gift that fills a need alone is always large enough; one that only completes what others
    gave must be as large as any other.
    """

    source: Whole
    need: Whole
    stock: Whole
    demand: Whole
    enterprise: Whole
    urgency: Whole
    indivisible: NDArray[np.bool_]
    min_share: Whole
    least_ticket: Whole
    limit: Whole
    draw: NDArray[np.uint64]

    def __init__(  # noqa: PLR0917 - the contract names its arrays in this order
        self,
        source: ArrayLike,
        need: ArrayLike,
        stock: ArrayLike,
        demand: ArrayLike,
        enterprise: ArrayLike | None = None,
        urgency: ArrayLike | None = None,
        indivisible: ArrayLike | None = None,
        min_share: ArrayLike | None = None,
        least_ticket: ArrayLike | None = None,
        limit: ArrayLike | None = None,
        draw: ArrayLike | None = None,
    ) -> None:
        def amounts(name: str, given: ArrayLike) -> Whole:
            return whole_numbers(name, given, most=HIGHEST_AMOUNT)

        def take(name: str, array: NDArray[Any], like: str) -> None:
            same_length(name, array, len(array if name == like else getattr(self, like)), like)
            object.__setattr__(self, name, array)

        take("source", whole_numbers("source", source, most=HIGHEST_COUNT), "source")
        take("need", whole_numbers("need", need, most=HIGHEST_COUNT), "source")
        take("stock", amounts("stock", stock), "stock")
        take("demand", amounts("demand", demand), "demand")
        in_range("source", self.source, len(self.stock))
        in_range("need", self.need, len(self.demand))
        for name, given, like in (
            ("min_share", min_share, "demand"),
            ("least_ticket", least_ticket, "stock"),
        ):
            length = len(getattr(self, like))
            take(name, constant(length, 0) if given is None else amounts(name, given), like)
        for name, given, like in (
            ("enterprise", enterprise, "stock"),
            ("urgency", urgency, "demand"),
        ):
            own = np.arange(len(self.stock)) if name == "enterprise" else self.demand * 0
            take(
                name, whole_numbers(name, own if given is None else given, most=HIGHEST_COUNT), like
            )
        shared = constant(len(self.demand), 0, np.bool_)
        take(
            "indivisible",
            shared if indivisible is None else flags("indivisible", indivisible),
            "demand",
        )
        ways = len(self.source)
        take(
            "limit",
            constant(ways, HIGHEST_AMOUNT) if limit is None else amounts("limit", limit),
            "source",
        )
        drawn = whole_numbers(
            "draw", self.source * 0 if draw is None else draw, most=2**64 - 1, kind=np.uint64
        )
        take("draw", drawn, "source")
        self._refuse_repeated_ways()

    def _refuse_repeated_ways(self) -> None:
        order = np.lexsort((np.arange(len(self.source)), self.need, self.source))
        ends = np.stack((self.source, self.need))[:, order]
        again = np.flatnonzero((ends[:, 1:] == ends[:, :-1]).all(axis=0))
        if len(again):
            first = again[np.argmin(order[again + 1])]
            raise ProblemRefused(
                "engine.way_twice",
                array="source",
                row=int(order[first + 1]),
                first=int(order[first]),
                source=int(ends[0, first]),
                need=int(ends[1, first]),
            )

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over every array in the given order."""
        digest = hashlib.sha256(b"allocation problem 1")
        for item in fields(self):
            array = getattr(self, item.name)
            digest.update(f"{item.name}:{len(array)};".encode())
            digest.update(array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes())
        return digest.hexdigest()

    def __repr__(self) -> str:
        whole = int(self.indivisible.sum())
        return (
            f"<AllocationProblem: {len(self.stock):,} sources "
            f"holding {sum(self.stock.tolist()):,}, {len(self.demand):,} needs "
            f"asking {sum(self.demand.tolist()):,}"
            f"{f' ({whole:,} indivisible)' if whole else ''}, {len(self.source):,} ways>"
        )
