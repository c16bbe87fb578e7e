"""What is recorded of some few pairs among very many, looked up by columns of pairs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from matcher.roster import Real, Whole


class Recorded:
    """A number for each recorded (left, right); `lefts` and `rights` say how many there may be.

    Left are enterprises; right are villages, or towns or counties.
    """

    def __init__(self, numbers: Mapping[tuple[int, int], float], lefts: int, rights: int) -> None:
        self._rights = rights
        ordered = sorted(numbers.items())
        left, right = np.array([ends for ends, _ in ordered], np.int64).reshape(-1, 2).T
        self._key = left * rights + right
        self._number = np.array([number for _, number in ordered], np.float64)
        self._has_left = np.bincount(left, minlength=lefts) > 0
        self._has_right = np.bincount(right, minlength=rights) > 0

    def at(self, left: Whole, right: Whole, otherwise: float) -> Real:
        """The number of each pair; `otherwise` where nothing is recorded."""
        numbers = np.full(len(left), otherwise)
        asked = np.flatnonzero(self._has_left[left] & self._has_right[right])
        if len(asked):
            wanted = left[asked] * self._rights + right[asked]
            place = np.searchsorted(self._key, wanted).clip(max=len(self._key) - 1)
            found = self._key[place] == wanted
            numbers[asked[found]] = self._number[place[found]]
        return numbers
