"""Arrays as they come → whole numbers in range, or a ProblemRefused naming array and row."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matcher.errors import ProblemRefused

EXACT_IN_A_FLOAT = 2**53
MOST_SHARED = 2**16


def whole_numbers(
    name: str, given: ArrayLike, *, most: int, kind: type[np.integer[Any]] = np.int64
) -> NDArray[Any]:
    """A read-only copy of `given` as whole numbers 0 … most."""
    array = _row_of_numbers(name, given)
    if array.dtype.kind == "f":
        most = min(most, EXACT_IN_A_FLOAT)
        _refuse_where(~(np.isfinite(array) & (array == np.floor(array))), "not_whole", name, array)
    if not _within(array, most):
        _refuse_where(array < 0, "negative", name, array)
        _refuse_where(array > most, "too_large", name, array, most=most)
    return _frozen(array.astype(kind))


def constant(length: int, value: int, kind: type[np.generic] = np.int64) -> NDArray[Any]:
    """A read-only array of one value, for what was not given; short ones are made once."""
    name = np.dtype(kind).char
    return (_shared if length <= MOST_SHARED else _constant)(length, value, name)


def _constant(length: int, value: int, kind: str) -> NDArray[Any]:
    return _frozen(np.full(length, value, kind) if value else np.zeros(length, kind))


_shared = lru_cache(maxsize=64)(_constant)


def flags(name: str, given: ArrayLike) -> NDArray[np.bool_]:
    """A read-only copy of `given` as yes and no; numbers other than 0 and 1 are refused."""
    if isinstance(given, np.ndarray) and given.dtype == np.bool_ and given.ndim == 1:
        return _frozen(given.copy())
    return _frozen(whole_numbers(name, given, most=1).astype(np.bool_))


def same_length(name: str, array: NDArray[Any], length: int, like: str) -> None:
    """Refuse an array that is longer or shorter than the one it goes with."""
    if len(array) != length:
        raise ProblemRefused(
            "engine.length", array=name, length=len(array), expected=length, like=like
        )


def in_range(name: str, array: NDArray[Any], parties: int) -> None:
    """Refuse the number of a party that does not exist."""
    if not _within(array, parties - 1):
        _refuse_where(array >= parties, "out_of_range", name, array, parties=parties)


def _within(array: NDArray[Any], most: int) -> bool:
    """Whether all numbers are 0 … most: unsigned, a negative one is larger than any `most`."""
    if array.dtype == np.int64 and 0 <= most < 2**63:
        array = array.view(np.uint64)
        return not array.size or int(array.max()) <= most
    return not array.size or bool(array.min() >= 0 and array.max() <= most)


def refuse_repeated_pairs(
    enterprise: NDArray[Any], village: NDArray[Any], enterprises: int
) -> None:
    """A pair may stand once in the list of candidates."""
    key = village * enterprises + enterprise
    if (key[1:] > key[:-1]).all():
        return
    in_order = np.sort(key)
    if not (in_order[1:] == in_order[:-1]).any():
        return
    order = np.argsort(key, kind="stable")
    again = np.flatnonzero(key[order][1:] == key[order][:-1])
    if len(again):
        first = again[np.argmin(order[again + 1])]
        raise ProblemRefused(
            "engine.pair_twice",
            array="enterprise",
            row=int(order[first + 1]),
            first=int(order[first]),
            enterprise=int(enterprise[order[first]]),
            village=int(village[order[first]]),
        )


def refuse_rows(code: str, name: str, bad: NDArray[np.bool_], **params: NDArray[Any]) -> None:
    """Refuse with the first bad row and what stands there."""
    if bad.any():
        row = int(np.argmax(bad))
        there = {key: array[row].item() for key, array in params.items()}
        raise ProblemRefused(f"engine.{code}", array=name, row=row, **there)


def _row_of_numbers(name: str, given: ArrayLike) -> NDArray[Any]:
    array = np.asarray(given)
    if array.dtype.kind == "f" and not isinstance(given, np.ndarray):
        array = _kept_whole(given, array)
    if array.ndim != 1:
        raise ProblemRefused("engine.not_a_list", array=name, dimensions=array.ndim)
    if array.size == 0:
        return np.empty(0, np.int64)
    if array.dtype.kind not in "biuf":
        raise ProblemRefused("engine.not_numbers", array=name, kind=str(array.dtype))
    return array


def _kept_whole(given: ArrayLike, array: NDArray[Any]) -> NDArray[Any]:
    """A list with whole numbers beyond 63 bits, which numpy would have rounded to floats."""
    numbers = np.array(given, dtype=object).ravel()
    if all(isinstance(number, int) and 0 <= number < 2**64 for number in numbers):
        return np.array(given, dtype=np.uint64)
    return array


def _refuse_where(
    bad: NDArray[np.bool_], code: str, name: str, array: NDArray[Any], **params: Any
) -> None:
    if bad.any():
        row = int(np.argmax(bad))
        raise ProblemRefused(f"engine.{code}", array=name, row=row, value=str(array[row]), **params)


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array
