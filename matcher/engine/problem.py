"""A matching problem: candidate pairs with scores, and what each party can and must take."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from importlib import import_module
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matcher.engine.checking import (
    constant,
    flags,
    in_range,
    refuse_repeated_pairs,
    refuse_rows,
    same_length,
    whole_numbers,
)

HIGHEST_SCORE = 1_000_000
HIGHEST_WEIGHT = 10**12
HIGHEST_COUNT = 2**31 - 1

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, repr=False, init=False)
class MatchingProblem:
    """Pair i joins `enterprise[i]` and `village[i]`, counted from 0, and is worth `score[i]`.

    Whole numbers throughout. The arrays are read-only copies, so a problem never changes. Among
    equally good plans the one with the greatest sum of `draw` wins. Malformed arrays raise
    ProblemRefused, which names the array and the row at fault.
    """

    enterprise: Whole
    village: Whole
    score: Whole
    enterprise_capacity: Whole
    village_capacity: Whole
    village_weight: Whole
    enterprise_minimum: Whole
    village_minimum: Whole
    pinned: Mask
    vetoed: Mask
    draw: NDArray[np.uint64]

    def __init__(  # noqa: PLR0917 - the contract names its arrays in this order
        self,
        enterprise: ArrayLike,
        village: ArrayLike,
        score: ArrayLike,
        enterprise_capacity: ArrayLike,
        village_capacity: ArrayLike,
        village_weight: ArrayLike | None = None,
        enterprise_minimum: ArrayLike | None = None,
        village_minimum: ArrayLike | None = None,
        pinned: ArrayLike | None = None,
        vetoed: ArrayLike | None = None,
        draw: ArrayLike | None = None,
    ) -> None:
        plain = (enterprise, village, score, enterprise_capacity, village_capacity)
        rest = (village_weight, enterprise_minimum, village_minimum, pinned, vetoed, draw)
        arrays = [one for one in plain if _plain(one)]
        # most problems come like this, and a glance is faster than the solve of a small one
        if all(one is None for one in rest) and len(arrays) == len(plain) and _faultless(arrays):
            self._keep(*(one.copy() for one in arrays))
            return

        def take(name: str, array: NDArray[Any], length: int, like: str) -> None:
            same_length(name, array, length, like)
            object.__setattr__(self, name, array)

        ends = whole_numbers("enterprise", enterprise, most=HIGHEST_COUNT)
        pairs = len(ends)
        take("enterprise", ends, pairs, "enterprise")
        take("village", whole_numbers("village", village, most=HIGHEST_COUNT), pairs, "enterprise")
        take("score", whole_numbers("score", score, most=HIGHEST_SCORE), pairs, "enterprise")
        for name, mask in (("pinned", pinned), ("vetoed", vetoed)):
            marks = constant(pairs, 0, np.bool_) if mask is None else flags(name, mask)
            take(name, marks, pairs, "enterprise")
        numbers = (
            constant(pairs, 0, np.uint64)
            if draw is None
            else whole_numbers("draw", draw, most=2**64 - 1, kind=np.uint64)
        )
        take("draw", numbers, pairs, "enterprise")
        for side, capacity in (("enterprise", enterprise_capacity), ("village", village_capacity)):
            name = f"{side}_capacity"
            parties = whole_numbers(name, capacity, most=HIGHEST_COUNT)
            take(name, parties, len(parties), name)
            in_range(side, getattr(self, side), len(parties))
        for name, given, absent, most in (
            ("village_weight", village_weight, 1, HIGHEST_WEIGHT),
            ("enterprise_minimum", enterprise_minimum, 0, HIGHEST_COUNT),
            ("village_minimum", village_minimum, 0, HIGHEST_COUNT),
        ):
            like = name.partition("_")[0] + "_capacity"
            length = len(getattr(self, like))
            counts = (
                constant(length, absent) if given is None else whole_numbers(name, given, most=most)
            )
            take(name, counts, length, like)
        self._refuse_contradictions()

    def _keep(self, enterprise: Whole, village: Whole, score: Whole, *capacities: Whole) -> None:
        """Take arrays in which there is no fault, and nothing that was not given."""
        pairs = len(score)
        parties = [len(one) for one in capacities]
        given = (enterprise, village, score, *capacities)
        absent = (
            constant(parties[1], 1), constant(parties[0], 0), constant(parties[1], 0),
            constant(pairs, 0, np.bool_), constant(pairs, 0, np.bool_),
            constant(pairs, 0, np.uint64),
        )  # fmt: skip
        for array in given:
            array.setflags(write=False)
        self.__dict__.update(zip(NAMES, given + absent, strict=True))

    def _refuse_contradictions(self) -> None:
        refuse_repeated_pairs(self.enterprise, self.village, len(self.enterprise_capacity))
        ends = {"enterprise": self.enterprise, "village": self.village}
        refuse_rows("pinned_and_vetoed", "pinned", self.pinned & self.vetoed, **ends)
        for side in ("enterprise", "village"):
            least, most = getattr(self, f"{side}_minimum"), getattr(self, f"{side}_capacity")
            refuse_rows(
                "minimum_above_capacity",
                f"{side}_minimum",
                least > most,
                minimum=least,
                capacity=most,
            )

    def having(self, **arrays: NDArray[Any]) -> MatchingProblem:
        """The same problem with other arrays, which the caller has checked."""
        other = object.__new__(MatchingProblem)
        for item in fields(self):
            array = arrays.get(item.name, getattr(self, item.name))
            array.setflags(write=False)
            object.__setattr__(other, item.name, array)
        return other

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over every array in the given order: `chosen` names rows of this very list.

        Whoever wants one fingerprint for one content sorts pairs and parties by their ids first.
        """
        digest = hashlib.sha256(b"matching problem 1")
        for item in fields(self):
            array = getattr(self, item.name)
            digest.update(f"{item.name}:{len(array)};".encode())
            digest.update(array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes())
        return digest.hexdigest()

    def __repr__(self) -> str:
        sides = []
        for side, many in (("enterprise", "enterprises"), ("village", "villages")):
            capacity, minimum = getattr(self, f"{side}_capacity"), getattr(self, f"{side}_minimum")
            places = f"{sum(capacity.tolist()):,} places"
            if minimum.any():
                places += f", {sum(minimum.tolist()):,} of them required"
            sides.append(f"{len(capacity):,} {many} ({places})")
        pairs = [f"{len(self.score):,} candidate pairs"]
        if len(self.score):
            pairs[0] += f" scoring {int(self.score.min()):,} to {int(self.score.max()):,}"
        for marks, word in ((self.pinned, "pinned"), (self.vetoed, "vetoed")):
            if marks.any():
                pairs.append(f"{int(marks.sum()):,} {word}")
        if (self.village_weight != 1).any():
            pairs.append(f"village weights in all {sum(self.village_weight.tolist()):,}")
        return f"<MatchingProblem: {' × '.join(sides)}, {', '.join(pairs)}>"


NAMES = tuple(item.name for item in fields(MatchingProblem))


def _plain(given: ArrayLike | None) -> TypeGuard[Whole]:
    return type(given) is np.ndarray and given.dtype == np.int64 and given.ndim == 1


def _faultless(arrays: Sequence[Whole]) -> bool:
    """Loaded with the compiled kernels, which whoever makes a problem will need anyway."""
    glance = import_module("matcher.engine.glance")
    return bool(glance.faultless(*arrays, HIGHEST_SCORE, HIGHEST_COUNT))
