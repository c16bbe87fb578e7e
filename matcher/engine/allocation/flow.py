"""A flow in whole numbers that grows along shortest ways and never loses a unit.

Shortest augmenting paths: Edmonds & Karp, Journal of the ACM 19(2), 1972.
"""

from __future__ import annotations

ROOT = 0


class Flow:
    """Everything springs from the root, node 0; a node holds what was brought there to stay.

    `flow[a]` never leaves `lower[a]` … `upper[a]` once it has entered it.
    """

    def __init__(self, nodes: int) -> None:
        self.tail: list[int] = []
        self.head: list[int] = []
        self.lower: list[int] = []
        self.upper: list[int] = []
        self.flow: list[int] = []
        self.into: list[list[int]] = [[] for _ in range(nodes)]
        self.out_of: list[list[int]] = [[] for _ in range(nodes)]
        self.held = [0] * nodes
        self.behind: set[int] = set()

    def arc(self, tail: int, head: int, upper: int) -> int:
        """Add an arc and tell its number."""
        number = len(self.tail)
        self.tail.append(tail)
        self.head.append(head)
        self.lower.append(0)
        self.upper.append(upper)
        self.flow.append(0)
        self.out_of[tail].append(number)
        self.into[head].append(number)
        return number

    def bring(self, node: int, amount: int) -> int:
        """Bring up to `amount` more to stay at `node`; no other node loses what it holds.

        Tells how much came. When that is less, `behind` names the nodes from which no way leads
        back to the root: nothing more can reach any of them.
        """
        came = 0
        while came < amount:
            way = self._way(ROOT, node)
            if way is None:
                break
            came += self._push(way, amount - came)
        self.held[node] += came
        return came

    def demand(self, arc: int, least: int) -> bool:
        """Let at least `least` flow through this arc, to stay at its head, from now on."""
        tail, head = self.tail[arc], self.head[arc]
        came = self.bring(tail, least)
        self.held[tail] -= came
        self.held[head] += came
        self.flow[arc] += came
        self.lower[arc] = least
        return came == least

    def settle(self, arc: int) -> None:
        """Lead as much as possible through this arc, what the nodes hold unchanged; then fix it."""
        tail, head = self.tail[arc], self.head[arc]
        self.lower[arc] = self.flow[arc]
        while self.flow[arc] < self.upper[arc]:
            way = self._way(head, tail)
            if way is None:
                break
            self.flow[arc] += self._push(way, self.upper[arc] - self.flow[arc])
            self.lower[arc] = self.flow[arc]
        self.upper[arc] = self.flow[arc]

    def state(self) -> tuple[list[int], list[int]]:
        """What flows and what is held, to come back to."""
        return self.flow[:], self.held[:]

    def back_to(self, state: tuple[list[int], list[int]]) -> None:
        """Return to an earlier state."""
        self.flow, self.held = state[0][:], state[1][:]

    def _way(self, start: int, end: int) -> list[int] | None:
        """Arcs of a shortest way along which one unit more can come from start to end.

        Searched backwards from the end; an arc that is taken against its direction gives way.
        """
        via = {end: -1}
        queue = [end]
        for node in queue:
            for arc in self.into[node]:
                before = self.tail[arc]
                if before not in via and self.flow[arc] < self.upper[arc]:
                    via[before] = arc
                    queue.append(before)
            for arc in self.out_of[node]:
                after = self.head[arc]
                if after not in via and self.flow[arc] > self.lower[arc]:
                    via[after] = arc
                    queue.append(after)
            if start in via:
                return self._traced(via, start, end)
        self.behind = set(via)
        return None

    def _traced(self, via: dict[int, int], start: int, end: int) -> list[int]:
        """Arc numbers from start to end; an arc that gives way is written as its complement."""
        way = []
        while start != end:
            arc = via[start]
            forwards = self.tail[arc] == start
            way.append(arc if forwards else ~arc)
            start = self.head[arc] if forwards else self.tail[arc]
        return way

    def _push(self, way: list[int], most: int) -> int:
        for arc in way:
            room = (
                self.upper[arc] - self.flow[arc] if arc >= 0 else self.flow[~arc] - self.lower[~arc]
            )
            most = min(most, room)
        for arc in way:
            if arc >= 0:
                self.flow[arc] += most
            else:
                self.flow[~arc] -= most
        return most
