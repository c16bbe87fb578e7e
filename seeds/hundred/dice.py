"""Chance that falls the same on every machine: whole numbers only, straight from PCG64's raw bits.

numpy keeps the raw stream of a bit generator and of SeedSequence unchanged from version to
version; it does not promise that of its distributions, and their logarithms and exponentials may
differ in the last bit between processors. So every draw here is a product and a shift.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

_HALF = np.uint64(32)


class Dice:
    """A stream of draws for one purpose: other purposes, added later, do not disturb it."""

    def __init__(self, seed: int, purpose: str) -> None:
        named = int.from_bytes(sha256(purpose.encode()).digest()[:8])
        self._bits = np.random.PCG64(np.random.SeedSequence([seed, named]))

    def below(self, most: int | Numbers, count: int) -> Numbers:
        """`count` numbers from 0 up to, not including, `most` (one bound, or one for each)."""
        scaled = self._fractions(count) * np.asarray(most, dtype=np.uint64)
        return (scaled >> _HALF).astype(np.int64)

    def between(self, least: int, most: int, count: int) -> Numbers:
        """`count` numbers from `least` to `most`, both included."""
        return self.below(most - least + 1, count) + least

    def low(self, most: int, count: int) -> Numbers:
        """Like `below`, but mostly small: the product of two even draws, so half lie under 19 %."""
        skewed = (self._fractions(count) * self._fractions(count)) >> _HALF
        return ((skewed * np.uint64(most)) >> _HALF).astype(np.int64)

    def around(self, reach: int, count: int) -> Numbers:
        """Numbers from -reach to reach, heaped about 0: the difference of two even draws."""
        return self.below(reach + 1, count) - self.below(reach + 1, count)

    def among(self, weights: Sequence[int], count: int) -> Numbers:
        """`count` places in `weights`, each as likely as its weight."""
        upper = np.cumsum(np.asarray(weights, dtype=np.int64))
        return np.searchsorted(upper, self.below(int(upper[-1]), count), side="right")

    def chance(self, percent: int, count: int) -> NDArray[np.bool_]:
        """True about `percent` times in a hundred."""
        return self.below(100, count) < percent

    def _fractions(self, count: int) -> NDArray[np.uint64]:
        """Even draws from 0 to 2**32 - 1."""
        return self._bits.random_raw(count) >> _HALF
