"""Allocation problems for tests, and the best plan of a small one by trying them all."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from hypothesis import strategies as st

from matcher.engine import Allocation, AllocationProblem

Worth = tuple[tuple[tuple[Fraction, ...], ...], int]


@st.composite
def allocation_problems(
    draw: Any, sources: int = 3, needs: int = 4, ways: int = 5, most: int = 5
) -> AllocationProblem:
    """Any small problem: empty sources, needs nobody reaches, joint gifts, tiers, tickets."""
    ns, nn = draw(st.integers(1, sources)), draw(st.integers(1, needs))
    every = [(s, n) for s in range(ns) for n in range(nn)]
    chosen = draw(st.lists(st.sampled_from(every), unique=True, max_size=ways))

    def numbers(highest: int, length: int) -> list[int]:
        return draw(st.lists(st.integers(0, highest), min_size=length, max_size=length))

    choosy = draw(st.sampled_from([0, 1]))
    return AllocationProblem(
        [s for s, _ in chosen],
        [n for _, n in chosen],
        numbers(2 * most, ns),
        numbers(most + 1, nn),
        enterprise=numbers(1, ns) if draw(st.booleans()) else None,
        urgency=numbers(1, nn),
        indivisible=[mark * choosy == 1 for mark in numbers(2, nn)],
        min_share=[amount * choosy for amount in numbers(4, nn)],
        least_ticket=[amount * choosy for amount in numbers(4, ns)],
        limit=numbers(most, len(chosen)) if draw(st.booleans()) else None,
        draw=draw(st.permutations(range(len(chosen)))),
    )


def random_allocation(
    seed: int, sources: int, needs: int, each: int, *, most: int = 10**9, choosy: bool = False
) -> AllocationProblem:
    """`each` sources for every need, enough for about three quarters of what is asked."""
    rng = np.random.default_rng(seed)
    source = np.concatenate([rng.choice(sources, each, replace=False) for _ in range(needs)])
    demand = rng.integers(1, most + 1, needs)
    stock = rng.multinomial(int(demand.sum()) * 3 // 4, rng.dirichlet(np.ones(sources)))
    return AllocationProblem(
        source,
        np.repeat(np.arange(needs), each),
        stock,
        demand,
        enterprise=rng.integers(0, max(1, sources * 2 // 3), sources),
        urgency=rng.integers(0, 3, needs),
        indivisible=rng.random(needs) < 0.15 if choosy else None,
        min_share=rng.integers(0, most // 5, needs) if choosy else None,
        least_ticket=rng.integers(0, most // 5, sources) if choosy else None,
        draw=rng.permutation(needs * each),
    )


def worth(problem: AllocationProblem, amounts: Any) -> Worth:
    """Tier by tier the served shares, the worst first; then the total."""
    given = [0] * len(problem.demand)
    for need, amount in zip(problem.need.tolist(), amounts, strict=True):
        given[need] += amount
    tiers: dict[int, list[Fraction]] = {}
    for need, asked in enumerate(problem.demand.tolist()):
        share = Fraction(given[need], asked) if asked else Fraction(1)
        tiers.setdefault(int(problem.urgency[need]), []).append(share)
    return tuple(tuple(sorted(tiers[tier])) for tier in sorted(tiers)), sum(given)


def worth_of(allocation: Allocation) -> Worth:
    return worth(allocation.problem, allocation.amount.tolist())


def best_worth(problem: AllocationProblem) -> Worth:
    """The best of all allocations there are."""
    room = [
        min(limit, int(problem.stock[source]), int(problem.demand[need]))
        for source, need, limit in zip(
            problem.source.tolist(), problem.need.tolist(), problem.limit.tolist(), strict=True
        )
    ]
    every = product(*(range(most + 1) for most in room))
    return max(worth(problem, amounts) for amounts in every if allowed(problem, amounts))


def allowed(problem: AllocationProblem, amounts: Any) -> bool:
    """The rules of the contract, written down once more."""
    spent, given = [0] * len(problem.stock), [0] * len(problem.demand)
    gifts: dict[tuple[int, int], int] = {}
    tickets: dict[tuple[int, int], int] = {}
    for way, amount in enumerate(amounts):
        source, need = int(problem.source[way]), int(problem.need[way])
        spent[source] += amount
        given[need] += amount
        key = (int(problem.enterprise[source]), need)
        gifts[key] = gifts.get(key, 0) + amount
        if problem.limit[way] > 0 and problem.stock[source] > 0:
            tickets[key] = max(tickets.get(key, 0), int(problem.least_ticket[source]))
    if any(a > b for a, b in zip(spent, problem.stock.tolist(), strict=True)):
        return False
    if any(a > b for a, b in zip(given, problem.demand.tolist(), strict=True)):
        return False
    for (enterprise, need), gift in gifts.items():
        asked = int(problem.demand[need])
        least = max(tickets.get((enterprise, need), 0), int(problem.min_share[need]))
        if problem.indivisible[need]:
            least = asked
        if 0 < gift < min(least, asked):
            return False
    return True
