"""An auditor's count of an allocation: all afresh from the arrays, sharing no code with the solver.

Beyond the limits it proves the amounts: if any plan with the same gifts were better, some unit
could be moved from one need, or from unspent stock, to one served worse, over a chain of gifts that
have room (the optimum of separable concave sums on integral flows is where no exchange improves;
Murota, Discrete Convex Analysis, 2003). Every such exchange is looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from matcher.engine.allocation.plan import Allocation
from matcher.engine.allocation.problem import AllocationProblem
from matcher.engine.auditing.findings import Finding, Report
from matcher.engine.matching import Status

Node = tuple[str, int, int]
STOCK: Node = ("stock", 0, 0)


def verify_allocation(problem: AllocationProblem, allocation: Allocation) -> Report:
    """Count limits, gifts and claims, and look for any unit that would do more elsewhere."""
    if not _well_formed(problem, allocation):
        return Report((Finding("engine.allocation.amounts_malformed"),))
    count = _Count(problem, allocation.amount.tolist())
    wrong = (*_claims(problem, allocation, count), *count.over_limits(), *count.improper_gifts())
    if wrong:
        return Report(wrong)
    left_out = count.left_out() if allocation.status is Status.OPTIMAL else ()
    return Report((*count.better_elsewhere(), *left_out))


def _well_formed(problem: AllocationProblem, allocation: Allocation) -> bool:
    amount = allocation.amount
    rows = isinstance(amount, np.ndarray) and amount.shape == problem.source.shape
    return rows and amount.dtype.kind in "iu" and bool((amount >= 0).all())


def _claims(problem: AllocationProblem, allocation: Allocation, count: _Count) -> Iterator[Finding]:
    if allocation.fingerprint != problem.fingerprint:
        yield Finding("engine.verify.other_problem", {"claimed": allocation.fingerprint})
    if allocation.status is Status.INFEASIBLE:
        yield Finding("engine.allocation.always_possible")
    counted = {
        "given": count.given,
        "spent": count.spent,
        "total": sum(count.amount),
    }
    for name, value in counted.items():
        claimed = getattr(allocation, name)
        claimed = claimed.tolist() if isinstance(claimed, np.ndarray) else claimed
        if claimed != value:
            what = {"what": name, "claimed": claimed, "counted": value}
            yield Finding("engine.verify.count_off", what)


class _Count:
    """The plan in plain whole numbers; a gift is known by its enterprise and its need."""

    def __init__(self, problem: AllocationProblem, amount: list[int]) -> None:
        self.amount = amount
        self.stock: list[int] = problem.stock.tolist()
        self.demand: list[int] = problem.demand.tolist()
        self.urgency: list[int] = problem.urgency.tolist()
        self.indivisible: list[bool] = problem.indivisible.tolist()
        self.limit: list[int] = problem.limit.tolist()
        self.ends = list(zip(problem.source.tolist(), problem.need.tolist(), strict=True))
        self.given = [0] * len(self.demand)
        self.spent = [0] * len(self.stock)
        self.gift: dict[tuple[int, int], int] = {}
        self.least: dict[tuple[int, int], int] = {}
        self.gift_of: list[tuple[int, int]] = []
        enterprise, ticket = problem.enterprise.tolist(), problem.least_ticket.tolist()
        share = problem.min_share.tolist()
        for way, (source, need) in enumerate(self.ends):
            key = (enterprise[source], need)
            self.gift_of.append(key)
            self.given[need] += amount[way]
            self.spent[source] += amount[way]
            self.gift[key] = self.gift.get(key, 0) + amount[way]
            least = max(self.least.get(key, 0), share[need])
            if self.limit[way] and self.stock[source]:
                least = max(least, ticket[source])
            whole = self.demand[need]
            self.least[key] = whole if self.indivisible[need] else min(least, whole)

    def over_limits(self) -> Iterator[Finding]:
        """Ways, sources and needs that carry, give or take more than they can."""
        for code, found, most in (
            ("way_over_limit", self.amount, self.limit),
            ("source_overspent", self.spent, self.stock),
            ("need_overfilled", self.given, self.demand),
        ):
            for row, (amount, limit) in enumerate(zip(found, most, strict=True)):
                if amount > limit:
                    at = {"row": row, "amount": amount, "limit": limit}
                    yield Finding(f"engine.allocation.{code}", at)

    def improper_gifts(self) -> Iterator[Finding]:
        """Gifts that are something, but less than they must be."""
        for (enterprise, need), gift in self.gift.items():
            least = self.least[enterprise, need]
            if 0 < gift < least:
                code = "not_wholly" if self.indivisible[need] else "gift_too_small"
                at = {"enterprise": enterprise, "need": need, "gift": gift, "least": least}
                yield Finding(f"engine.allocation.{code}", at)

    def left_out(self) -> Iterator[Finding]:
        """Gifts that were not made although nothing stands against them."""
        unspent: dict[tuple[int, int], int] = {}
        for way, (source, _) in enumerate(self.ends):
            room = min(self.limit[way], self.stock[source] - self.spent[source])
            unspent[self.gift_of[way]] = unspent.get(self.gift_of[way], 0) + room
        for (enterprise, need), gift in self.gift.items():
            least = max(self.least[enterprise, need], 1)
            missing = self.demand[need] - self.given[need]
            if gift == 0 and least <= min(missing, unspent[enterprise, need]):
                at = {"enterprise": enterprise, "need": need}
                yield Finding("engine.allocation.gift_left_out", at)

    def better_elsewhere(self) -> Iterator[Finding]:
        """Units that a need could have from unspent stock, or from a need that is better served."""
        provided = self._provided()
        for need, demand in enumerate(self.demand):
            if self.indivisible[need] or self.given[need] == demand:
                continue
            reached = _reached(provided, ("need", need, 0))
            if STOCK in reached:
                yield Finding("engine.allocation.could_have_more", {"need": need})
            for kind, other, _ in sorted(reached):
                if kind == "need" and other != need and self._improves(other, need):
                    at = {"need": need, "other": other}
                    yield Finding("engine.allocation.unfair", at)

    def _provided(self) -> dict[Node, list[Node]]:
        """Per node those from which one unit more could be had, all others keeping their sum."""
        found: dict[Node, list[Node]] = {}
        for key, gift in self.gift.items():
            least, need = self.least[key], key[1]
            node = ("gift", *key)
            if (gift or least <= 1) and gift < self.demand[need]:
                found.setdefault(("need", need, 0), []).append(node)
            if gift > (least if least > 1 else 0):
                found.setdefault(node, []).append(("need", need, 0))
        for way, (source, _) in enumerate(self.ends):
            node, giver = ("gift", *self.gift_of[way]), ("source", source, 0)
            if self.amount[way] < self.limit[way]:
                found.setdefault(node, []).append(giver)
            if self.amount[way]:
                found.setdefault(giver, []).append(node)
        for source, stock in enumerate(self.stock):
            if self.spent[source] < stock:
                found.setdefault(("source", source, 0), []).append(STOCK)
        return found

    def _improves(self, loser: int, winner: int) -> bool:
        """Whether the plan gets better when one unit moves from loser to winner."""
        if self.urgency[loser] != self.urgency[winner]:
            return self.urgency[winner] < self.urgency[loser]
        had, has = (Fraction(self.given[winner] + more, self.demand[winner]) for more in (0, 1))
        lost, held = (Fraction(self.given[loser] - less, self.demand[loser]) for less in (1, 0))
        return sorted((has, lost)) > sorted((had, held))


def _reached(provided: dict[Node, list[Node]], start: Node) -> set[Node]:
    found, waiting = {start}, [start]
    while waiting:
        for node in provided.get(waiting.pop(), ()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found
