"""Where blocks of work are done: here, on a cluster (`cluster`), or once for all (`resuming`).

A workshop does a piece of work for each item and answers in the order of the items, so a result
never depends on where it was made.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from numpy.typing import NDArray

Item = TypeVar("Item")
Arrays = tuple[NDArray[Any], ...]


class Asked(Protocol):
    """Something whose result is awaited."""

    def result(self) -> Arrays:
        """The answer, once it is there."""


class Workshop(Protocol):
    """Where work is done."""

    def each(
        self,
        work: Callable[[Item], Arrays],
        items: Sequence[Item],
        name: str = "",
    ) -> Iterator[Arrays]:
        """The answer to each item, in their order.

        `name` is what the answers are called where some are kept.
        """


@dataclass(frozen=True)
class Threads:
    """In this process. numpy lets go of the interpreter while it works on long columns."""

    count: int = 1

    def each(
        self,
        work: Callable[[Item], Arrays],
        items: Sequence[Item],
        name: str = "",  # noqa: ARG002 - nothing is kept here
    ) -> Iterator[Arrays]:
        """The answer to each item, in their order; few are worked on ahead of who asks."""
        if self.count == 1:
            yield from map(work, items)
            return
        with ThreadPoolExecutor(self.count) as pool:
            yield from in_order((pool.submit(work, item) for item in items), self.count + 1)


def in_order(asked: Iterator[Asked], ahead: int) -> Iterator[Arrays]:
    """The results of what is asked, in its order, with so many asked ahead."""
    waiting: deque[Asked] = deque()
    for future in asked:
        waiting.append(future)
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
