"""The figures of a plan against a count pair by pair, from nothing but the plan and its limits."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import product

import pytest

from matcher.rounds.measuring import Figures, measured
from matcher.rounds.plan import Plan
from matcher.rounds.proposing import propose
from matcher.rounds.what_ifs import Places, VillageAdded, Withdraws, supposed, withdrawn
from matcher.scoring import DEFAULT_PROFILE, Profile
from matcher.vocabulary import Side
from seeds.hundred import programme

PROGRAMME = programme((10, 14), seed=5)
URGENT = Profile("先急后缓", 3, {"urgency": 60, "cluster": 40})
FIRST, SECOND, THIRD = (one.code for one in PROGRAMME.villages[:3])
WHAT_IFS = (
    Withdraws(Side.ENTERPRISE, PROGRAMME.enterprises[0].uscc),
    Withdraws(Side.VILLAGE, FIRST),
    Places(Side.VILLAGE, SECOND, 2),
    VillageAdded(f"{THIRD[:9]}999", "向阳村", THIRD),
)

APART = ("status", "promise", "own_total", "enterprises", "every_pair")

Pair = tuple[str, str]


def counted(
    plan: Plan, scores: dict[Pair, int], absent: frozenset[tuple[Side, str]]
) -> dict[str, object]:
    """The figures by these scores, counted pair by pair from nothing but the plan and limits."""
    chosen = {(one.enterprise, one.village) for one in plan.pairs}
    limits = dict(zip(plan.enterprises, plan.problem.enterprise_capacity.tolist(), strict=True))
    limits |= dict(zip(plan.villages, plan.problem.village_capacity.tolist(), strict=True))
    draws = {
        (plan.enterprises[e], plan.villages[v]): draw
        for e, v, draw in zip(
            plan.problem.enterprise.tolist(),
            plan.problem.village.tolist(),
            plan.problem.draw.tolist(),
            strict=True,
        )
    }
    rank = {pair: (scores[pair], draws[pair]) for pair in draws}
    has = defaultdict(list)
    for pair in chosen:
        for party in pair:
            has[party].append(rank[pair])

    def would_take(party: str, pair: Pair) -> bool:
        return len(has[party]) < limits[party] or any(rank[pair] > one for one in has[party])

    best = {code: 0 for code in plan.villages if (Side.VILLAGE, code) not in absent}
    for pair in chosen:
        best[pair[1]] = max(best[pair[1]], scores[pair])
    rising = sorted(best.values())
    unlike = sum(abs(one - other) for one, other in product(rising, repeat=2))
    gini = Fraction(unlike, 2 * len(rising) * sum(rising))
    return {
        "pairs": len(chosen),
        "covered": len({village for _, village in chosen}),
        "villages": len(rising),
        "engaged": len({enterprise for enterprise, _ in chosen}),
        "total": sum(scores[pair] for pair in chosen),
        "lowest": min(scores[pair] for pair in chosen),
        "quartiles": tuple(rising[-(-len(rising) * share // 4) - 1] for share in (1, 2, 3)),
        "gini": int(gini * 1000 + Fraction(1, 2)),
        "blocking": sum(
            pair not in chosen and all(would_take(party, pair) for party in pair) for pair in draws
        ),
        "scores": tuple(reversed(rising)),
    }


def told(figures: Figures) -> dict[str, object]:
    return {name: value for name, value in vars(figures).items() if name not in APART}


def scores_of(plan: Plan) -> dict[Pair, int]:
    problem = plan.problem
    ends = zip(problem.enterprise.tolist(), problem.village.tolist(), strict=True)
    pairs = [(plan.enterprises[one], plan.villages[other]) for one, other in ends]
    return dict(zip(pairs, problem.score.tolist(), strict=True))


@pytest.mark.parametrize(
    ("method", "profile", "what_ifs"),
    [
        ("coverage", DEFAULT_PROFILE, ()),
        ("coverage", URGENT, WHAT_IFS),
        ("fair", URGENT, ()),
        ("stable", DEFAULT_PROFILE, WHAT_IFS),
        ("stable", URGENT, ()),
        ("greedy", URGENT, WHAT_IFS),
    ],
)
def test_every_figure_is_what_is_counted_pair_by_pair(
    method: str, profile: Profile, what_ifs: tuple[Withdraws, ...]
) -> None:
    would_be, absent = supposed(PROGRAMME, what_ifs), withdrawn(what_ifs)
    plan = propose(would_be, method=method, profile=profile)

    found = measured(plan, would_be, DEFAULT_PROFILE, absent)

    scores = scores_of(propose(would_be, method="greedy"))
    assert told(found) == counted(plan, scores, absent)
    assert found.own_total == sum(pair.score for pair in plan.pairs)
    if method == "stable":
        assert (found.blocking == 0) is (profile is DEFAULT_PROFILE)
