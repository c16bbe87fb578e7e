"""The same blocks on a Dask cluster, for whoever has more machines. Needs the extra `scale`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from distributed import Client

from matcher.errors import JieduiError
from matcher.rounds.workshop import Arrays, Item, in_order

SECONDS = 20
"""How long to wait for the scheduler."""
AHEAD = 4
"""So many blocks wait for each thread of the cluster."""

Work = Callable[[Item], Arrays]


@dataclass(frozen=True)
class Cluster:
    """The cluster whose scheduler has this address.

    The work itself is a result of the cluster, so a worker that dies takes nothing along that the
    others could not make again.
    """

    scheduler: str

    def each(
        self,
        work: Work[Item],
        items: Sequence[Item],
        name: str = "",  # noqa: ARG002 - nothing is kept here
    ) -> Iterator[Arrays]:
        """The answer to each item, in their order. Raises JieduiError `plan.no_cluster`."""
        try:
            client = Client(self.scheduler, set_as_default=False, timeout=SECONDS)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise JieduiError("plan.no_cluster", scheduler=self.scheduler) from error
        with client:
            ahead = AHEAD * sum(client.nthreads().values())  # type: ignore[no-untyped-call]
            shared = client.submit(_itself, work, pure=False)
            asked = (client.submit(_done, shared, item, pure=False) for item in items)
            yield from in_order(asked, ahead)


def _itself(work: Work[Item]) -> Work[Item]:
    return work


def _done(work: Work[Item], item: Item) -> Arrays:
    return work(item)
