"""Allocation: equal to trying everything, exact to the fen, and never against what it was told."""

import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine import Allocation, AllocationProblem, Status, allocate, verify_allocation
from matcher.engine.allocation import choosing
from matcher.engine.allocation.levelling import Levelling
from matcher.engine.allocation.parts import parts
from matcher.errors import ProblemRefused
from tests.engine.allocations import (
    allocation_problems,
    allowed,
    best_worth,
    random_allocation,
    worth,
    worth_of,
)

T = 10**12


def gifts(*args: Any, **kwargs: Any) -> list[int]:
    """What goes each way, of a plan that the audit finds nothing wrong with."""
    problem = AllocationProblem(*args, **kwargs)
    allocation = allocate(problem)
    assert verify_allocation(problem, allocation).sound
    assert allocation.status is Status.OPTIMAL
    return allocation.amount.tolist()


@settings(max_examples=250, deadline=None, derandomize=True)
@given(allocation_problems())
def test_no_plan_is_better(problem: AllocationProblem) -> None:
    allocation = allocate(problem)

    assert allowed(problem, allocation.amount.tolist())
    assert allocation.status is Status.OPTIMAL
    assert worth_of(allocation) == best_worth(problem)
    assert verify_allocation(problem, allocation).sound


@pytest.mark.parametrize("most", [100, T])
@pytest.mark.parametrize("seed", range(6))
def test_no_other_choice_of_gifts_is_better(seed: int, most: int) -> None:
    rng = np.random.default_rng(seed)
    sources, needs = int(rng.integers(2, 5)), int(rng.integers(3, 6))
    problem = random_allocation(seed, sources, needs, 2, most=most, choosy=True)

    allocation = allocate(problem)

    assert allowed(problem, allocation.amount.tolist())
    assert worth_of(allocation) == best_of_all_choices(problem)


def best_of_all_choices(problem: AllocationProblem) -> Any:
    """Every set of substantial gifts is tried; the amounts are levelled exactly."""
    amounts = np.zeros(len(problem.source), np.int64)
    for part in parts(problem):
        tried = []
        for count in range(len(part.choices) + 1):
            for made in combinations(part.choices, count):
                levelling = Levelling(part, made)
                if levelling.possible:
                    for tier in part.tiers:
                        levelling.level(tier)
                    tried.append(levelling.settle())
        plans = np.zeros((len(tried), len(amounts)), np.int64)
        plans[:, part.rows] = tried
        amounts += max(plans, key=lambda plan: worth(problem, plan.tolist()))
    return worth(problem, amounts.tolist())


@pytest.mark.parametrize("seed", range(4))
def test_larger_plans_pass_the_audit(seed: int) -> None:
    problem = random_allocation(seed, 30, 45, 2, choosy=seed % 2 == 1)

    allocation = allocate(problem)

    assert allowed(problem, allocation.amount.tolist())
    assert verify_allocation(problem, allocation).sound


def test_what_is_short_is_shared_evenly() -> None:
    assert gifts([0, 0, 0], [0, 1, 2], [100], [100, 100, 100], draw=[3, 2, 1]) == [34, 33, 33]
    assert gifts([0, 0], [0, 1], [100], [300, 100]) == [75, 25]


def test_whoever_can_be_served_better_by_others_leaves_more_to_the_rest() -> None:
    assert gifts([0, 0, 1], [0, 1, 1], [100, 90], [100, 100]) == [95, 5, 90]


def test_the_more_urgent_need_comes_first() -> None:
    assert gifts([0, 0], [0, 1], [100], [80, 80], urgency=[1, 0]) == [20, 80]


def test_an_indivisible_need_is_filled_by_one_enterprise_or_not_at_all() -> None:
    ways = ([0, 1], [0, 0], [60, 40], [100])

    assert gifts(*ways, indivisible=[True]) == [0, 0]
    assert gifts(*ways, indivisible=[True], enterprise=[5, 5]) == [60, 40]
    assert gifts([0] * 3, range(3), [100], [100, 50, 70], indivisible=[1, 0, 0]) == [0, 42, 58]


def test_no_gift_is_smaller_than_the_need_accepts() -> None:
    assert gifts([0, 0, 0], [0, 1, 2], [100], [90] * 3, min_share=[40] * 3, draw=[1, 2, 3]) == [
        0,
        50,
        50,
    ]
    assert gifts([0, 1], [0, 0], [60, 45], [100], enterprise=[0, 0], min_share=[80]) == [60, 40]


def test_no_gift_is_smaller_than_the_least_ticket() -> None:
    assert gifts([0, 1], [0, 0], [10_000, 37], [10_037], least_ticket=[0, 500]) == [10_000, 0]
    assert gifts([0], [0], [499], [900], least_ticket=[500]) == [0]


def test_a_small_need_may_be_filled_by_a_gift_below_the_least_ticket() -> None:
    assert gifts([0, 0], [0, 1], [3700], [100_000, 3700], least_ticket=[500_000]) == [0, 3700]


def test_two_gifts_share_a_need_so_that_both_are_large_enough() -> None:
    assert gifts([0, 1], [0, 0], [90, 90], [100], least_ticket=[40, 40]) == [60, 40]
    assert gifts([0, 1], [0, 0], [90, 60], [140], least_ticket=[40, 55]) == [85, 55]
    assert gifts([0, 1], [0, 0], [90, 60], [140], least_ticket=[86, 55]) == [90, 0]


def test_earmarked_money_reaches_nothing_but_its_purpose_and_free_money_gives_way() -> None:
    free, earmarked = 0, 1

    assert gifts([free, free, earmarked], [0, 1, 0], [100, 80], [100, 100]) == [10, 90, 80]


def test_an_earmark_that_no_need_can_use_stays_unspent() -> None:
    allocation = allocate(AllocationProblem([1], [0], [50, 80], [30]))

    assert allocation.amount.tolist() == [30]
    assert allocation.unspent.tolist() == [50, 50]


def test_empty_sources_met_needs_and_needs_without_a_way_get_nothing_and_disturb_nobody() -> None:
    problem = AllocationProblem([0, 1, 1], [0, 0, 2], [0, 7], [9, 5, 0], least_ticket=[8, 0])

    allocation = allocate(problem)

    assert allocation.amount.tolist() == [0, 7, 0]
    assert allocation.missing.tolist() == [2, 5, 0]
    assert [allocation.share(need) for need in range(3)] == [Fraction(7, 9), 0, 1]
    assert verify_allocation(problem, allocation).sound
    assert gifts([], [], [5], [7]) == gifts([], [], [], []) == []


def test_a_limit_of_a_way_is_kept() -> None:
    assert gifts([0, 0], [0, 1], [100], [80, 80], limit=[10, 1000]) == [10, 80]


def test_great_amounts_with_odd_remainders_are_exact() -> None:
    amounts = gifts([0] * 3, range(3), [2 * T - 1], [T] * 3, min_share=[T // 2] * 3)
    assert amounts == [666666666667, 666666666666, 666666666666]

    crossed = gifts([0, 0, 1, 1], [0, 1, 0, 1], [10**15, 10**15 - 1], [10**15, 10**15 - 7])
    assert sum(crossed) == 2 * 10**15 - 7


@pytest.mark.parametrize("sources", [[T - 1], [T // 2, T // 2 - 1]])
def test_a_stock_that_is_one_fen_short_of_ten_gifts_makes_nine(sources: list[int]) -> None:
    source = np.repeat(np.arange(len(sources)), 10)
    need = np.tile(np.arange(10), len(sources))
    whole = {"enterprise": [0] * len(sources), "least_ticket": [T // 10] * len(sources)}

    problem = AllocationProblem(source, need, sources, [T // 5] * 10, **whole)
    allocation = allocate(problem)

    assert allocation.status is Status.OPTIMAL
    assert allocation.total == T - 1
    assert sorted(allocation.given.tolist()) == [0, *[111111111111] * 9]
    assert verify_allocation(problem, allocation).sound


def test_the_fewest_gifts_are_made_and_of_those_the_first_in_the_draw() -> None:
    four = {"min_share": [3] * 4}

    assert gifts([0] * 4, range(4), [6], [5] * 4, **four, draw=[1, 4, 2, 3]) == [0, 3, 0, 3]


def test_groups_that_share_nothing_are_planned_as_if_alone() -> None:
    one, two = random_allocation(1, 4, 6, 2, choosy=True), random_allocation(2, 5, 5, 2)
    arrays = {name: [getattr(p, name) for p in (one, two)] for name in one.__dataclass_fields__}
    arrays["source"][1] = two.source + len(one.stock)
    arrays["need"][1] = two.need + len(one.demand)
    arrays["enterprise"][1] = two.enterprise + 100

    both = allocate(
        AllocationProblem(**{name: np.concatenate(pair) for name, pair in arrays.items()})
    )

    alone = np.concatenate([allocate(one).amount, allocate(two).amount])
    assert (both.amount == alone).all()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(allocation_problems(sources=4, needs=6, ways=12, most=20), st.randoms())
def test_the_order_of_rows_sources_and_needs_changes_no_gift(problem: Any, chance: Any) -> None:
    rows, sources, needs = (
        np.array(chance.sample(range(length), length), np.int64)
        for length in (len(problem.source), len(problem.stock), len(problem.demand))
    )
    shuffled = AllocationProblem(
        np.argsort(sources)[problem.source[rows]],
        np.argsort(needs)[problem.need[rows]],
        problem.stock[sources],
        problem.demand[needs],
        problem.enterprise[sources] + 7,
        problem.urgency[needs],
        problem.indivisible[needs],
        problem.min_share[needs],
        problem.least_ticket[sources],
        problem.limit[rows],
        problem.draw[rows],
    )

    assert allocate(shuffled).amount.tolist() == allocate(problem).amount[rows].tolist()


@settings(max_examples=200, deadline=None, derandomize=True)
@given(allocation_problems(needs=3, ways=4, most=4), st.data())
def test_the_audit_passes_what_is_best_and_nothing_else(problem: Any, data: Any) -> None:
    """Where every amount is allowed, no plan but the best ones is sound."""
    free = {"indivisible": problem.indivisible * 0, "min_share": problem.min_share * 0}
    arrays = {name: getattr(problem, name) for name in problem.__dataclass_fields__} | free
    problem = AllocationProblem(**arrays | {"least_ticket": problem.least_ticket * 0})
    amount = allocate(problem).amount.copy()
    for _ in range(data.draw(st.integers(1, 2)) if len(amount) else 0):
        way = data.draw(st.integers(0, len(amount) - 1))
        amount[way] = max(0, amount[way] + data.draw(st.integers(-2, 2)))

    report = verify_allocation(problem, Allocation.of(problem, Status.OPTIMAL, amount))

    amounts = amount.tolist()
    best = allowed(problem, amounts) and worth(problem, amounts) == best_worth(problem)
    assert report.sound == best


@pytest.mark.parametrize("seed", range(5))
def test_every_damaged_amount_is_found(seed: int) -> None:
    problem = random_allocation(seed, 8, 12, 2, choosy=True)
    allocation = allocate(problem)
    damaged = []
    for way in np.flatnonzero(allocation.amount):
        for amount in (0, allocation.amount[way] + 1, allocation.amount[way] - 1):
            changed = allocation.amount.copy()
            changed[way] = amount
            damaged.append(changed)

    reports = [
        verify_allocation(problem, Allocation.of(problem, allocation.status, amount))
        for amount in damaged
    ]

    assert len(damaged) > 20
    assert not [report for report in reports if report.sound]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"total": 99}, "engine.verify.count_off"),
        ({"given": np.array([50, 49])}, "engine.verify.count_off"),
        ({"spent": np.array([99])}, "engine.verify.count_off"),
        ({"fingerprint": "0"}, "engine.verify.other_problem"),
        ({"status": Status.INFEASIBLE}, "engine.allocation.always_possible"),
        ({"amount": np.array([50])}, "engine.allocation.amounts_malformed"),
        ({"amount": np.array([50, -50])}, "engine.allocation.amounts_malformed"),
        ({"amount": np.array([50.0, 50.0])}, "engine.allocation.amounts_malformed"),
    ],
)
def test_every_damaged_claim_is_found(changed: dict[str, Any], code: str) -> None:
    problem = AllocationProblem([0, 0], [0, 1], [100], [80, 80])

    report = verify_allocation(problem, replace(allocate(problem), **changed))

    assert code in {finding.code for finding in report.findings}


@pytest.mark.parametrize(
    ("amounts", "codes"),
    [
        ([70, 50, 0, 0], {"source_overspent"}),
        ([50, 50, 40, 0], {"way_over_limit"}),
        ([90, 0, 0, 0], {"need_overfilled"}),
        ([50, 50, 10, 0], {"gift_too_small"}),
        ([50, 50, 20, 30], {"not_wholly"}),
        ([50, 50, 0, 0], {"gift_left_out"}),
        ([50, 40, 30, 0], {"could_have_more"}),
        ([60, 40, 30, 0], {"unfair"}),
    ],
)
def test_each_fault_of_a_plan_is_called_by_its_name(amounts: list[int], codes: set[str]) -> None:
    problem = AllocationProblem(
        source=[0, 0, 1, 1],
        need=[0, 1, 2, 3],
        stock=[100, 50],
        demand=[80, 80, 90, 40],
        limit=[100, 100, 30, 100],
        urgency=[0, 0, 1, 2],
        min_share=[0, 0, 20, 0],
        indivisible=[0, 0, 0, 1],
    )
    plan = Allocation.of(problem, Status.OPTIMAL, np.array(amounts))

    report = verify_allocation(problem, plan)

    assert {f"engine.allocation.{code}" for code in codes} <= {one.code for one in report.findings}


def test_a_choice_that_could_not_be_proven_says_so_and_is_allowed_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choosing, "TRIES", 0)
    problem = AllocationProblem([0, 0, 1], [0, 1, 1], [100, 5], [90, 90], min_share=[60, 60])

    allocation = allocate(problem)

    assert allocation.status is Status.FEASIBLE
    assert allowed(problem, allocation.amount.tolist())


def test_nothing_is_chosen_and_highs_not_loaded_where_every_amount_is_allowed() -> None:
    ask = (
        "import sys; from matcher.engine import AllocationProblem, allocate;"
        "allocate(AllocationProblem([0, 0], [0, 1], [100], [80, 80]));"
        "print('highspy' in sys.modules, 'networkx' in sys.modules)"
    )

    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)

    assert answer.stdout.split() == ["False", "False"]


@pytest.mark.parametrize(
    ("name", "array", "code", "row"),
    [
        ("need", [0], "engine.length", None),
        ("stock", [[5]], "engine.not_a_list", None),
        ("stock", [5, -1], "engine.negative", 1),
        ("stock", [5, 10**15 + 1], "engine.too_large", 1),
        ("demand", [5.5, 5], "engine.not_whole", 0),
        ("demand", [5, float("nan")], "engine.not_whole", 1),
        ("source", [0, 2, 1], "engine.out_of_range", 1),
        ("need", [0, 1, 2], "engine.out_of_range", 2),
        ("need", [0, 0, 1], "engine.way_twice", 1),
        ("enterprise", [0], "engine.length", None),
        ("urgency", [0, -1], "engine.negative", 1),
        ("indivisible", [0, 2], "engine.too_large", 1),
        ("min_share", [1, 2, 3], "engine.length", None),
        ("least_ticket", ["1", "2"], "engine.not_numbers", None),
        ("limit", [1, 2], "engine.length", None),
        ("draw", [0, 1, -1], "engine.negative", 2),
    ],
)
def test_what_is_no_problem_is_refused_with_its_row(
    name: str, array: Any, code: str, row: int | None
) -> None:
    sound = {"source": [0, 0, 1], "need": [0, 1, 1], "stock": [5, 6], "demand": [7, 8]}

    with pytest.raises(ProblemRefused) as refused:
        AllocationProblem(**sound | {name: array})

    assert refused.value.code == code
    assert refused.value.params.get("row") == row


def test_problem_and_allocation_say_what_a_person_wants_to_know() -> None:
    problem = AllocationProblem([0, 0], [0, 1], [100], [80, 8000], indivisible=[0, 1])

    assert "1 sources holding 100, 2 needs asking 8,080 (1 indivisible), 2 ways" in repr(problem)
    assert "80 given, 1 of 2 needs filled, 1 with nothing" in repr(allocate(problem))
