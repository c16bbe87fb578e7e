"""Parts that no candidate joins are solved for themselves, and together they prove the whole."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.engine import Certificate, solve
from matcher.rounds import apart
from matcher.rounds.knots import Knot
from matcher.rounds.proposing import propose
from matcher.rounds.workshop import Threads
from seeds.hundred import programme as generated


@pytest.mark.parametrize("method", ["coverage", "score"])
@pytest.mark.parametrize("enough", [1, 500, 10**9])
def test_the_prices_of_the_parts_prove_the_best_plan_of_all(monkeypatch, method, enough):
    monkeypatch.setattr(apart, "ENOUGH", enough)
    problem = propose(generated((120, 130), 3)).problem
    whole = solve(problem, method)

    levels = apart.prices(problem, method, Threads())

    assert [one.worth for one in levels] == [one.worth for one in whole.certificate.levels]
    assert [one.name for one in levels] == [one.name for one in whole.certificate.levels]
    assert Certificate(levels).gap(problem) == 0


def test_every_pair_and_every_party_is_in_one_part(monkeypatch):
    monkeypatch.setattr(apart, "ENOUGH", 1)
    problem = propose(generated((120, 130), 3)).problem
    asked = []

    class Listening:
        def each(self, work, items, name=""):
            asked.extend(items)
            return map(work, items)

    apart.prices(problem, "score", Listening())

    assert len(asked) > 2
    assert sorted(np.concatenate([part.enterprises for part in asked])) == list(range(120))
    assert sorted(np.concatenate([part.villages for part in asked])) == list(range(130))
    pairs = {
        (part.enterprises[enterprise], part.villages[village])
        for part in asked
        for enterprise, village in zip(part.problem.enterprise, part.problem.village, strict=True)
    }
    assert pairs == set(zip(problem.enterprise, problem.village, strict=True))


def test_a_part_without_a_plan_tells_who_asks_for_too_much(monkeypatch):
    monkeypatch.setattr(apart, "ENOUGH", 1)
    problem = propose(generated((120, 130), 3)).problem
    too_many = np.where(np.arange(130) == 7, 121, problem.village_capacity)
    least = np.where(np.arange(130) == 7, 121, 0)
    demanding = problem.having(village_capacity=too_many, village_minimum=least)

    assert not isinstance(apart.prices(problem, "score", Threads()), Knot)
    knot = apart.prices(demanding, "score", Threads())
    assert isinstance(knot, Knot)
    assert 7 in knot.villages
    partners = problem.enterprise[problem.village == 7]
    assert set(knot.enterprises) <= set(partners)
