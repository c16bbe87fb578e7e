"""A draft is the very plan that another run of the same parties would give."""

from __future__ import annotations

import dataclasses
import random

import pytest

from matcher.engine import METHODS, Status
from matcher.programme import Arrangement, Programme
from matcher.rounds.drafting import Basis, Decided, Draft, drafted
from matcher.rounds.plan import Plan
from matcher.rounds.proposing import propose
from matcher.vocabulary import ArrangementKind, Side
from seeds.hundred import programme
from tests.builders import a_need, a_village, an_arrangement, an_enterprise, an_offer

PIN, VETO = ArrangementKind.PIN, ArrangementKind.VETO
SIZE = (14, 20)


def ends(plan: Plan) -> set[tuple[str, str]]:
    return {(one.enterprise, one.village) for one in plan.pairs}


def marked(stored: Programme, kind: ArrangementKind) -> frozenset[tuple[str, str]]:
    return frozenset(
        (one.uscc, one.village_code)
        for one in stored.arrangements
        if one.kind is kind and one.village_code
    )


def as_workbook(stored: Programme, decided: Decided) -> Programme:
    """The programme with these decisions written into it, and nothing else decided."""
    rest = [one for one in stored.arrangements if one.kind not in (PIN, VETO)]
    added = [
        Arrangement(kind=kind, uscc=uscc, village_code=code)
        for kind, pairs in ((PIN, decided.pins), (VETO, decided.vetoes))
        for uscc, code in pairs
    ]
    places = dict(decided.places)
    return dataclasses.replace(
        stored,
        arrangements=(*rest, *added),
        enterprises=tuple(
            dataclasses.replace(
                one, max_villages=places.get((Side.ENTERPRISE, one.uscc), one.max_villages)
            )
            for one in stored.enterprises
        ),
        villages=tuple(
            dataclasses.replace(
                one, max_partners=places.get((Side.VILLAGE, one.code), one.max_partners)
            )
            for one in stored.villages
        ),
    ).ordered()


def anything(basis: Basis, chance: random.Random) -> Decided:
    """Decisions as people take them: mostly about what is in the plan, now and then elsewhere."""
    plan, problem = basis.plan, basis.start.problem
    pairs = [basis.pair(row) for row in range(len(problem.score))]
    in_plan = sorted(ends(plan)) or pairs
    pins = {chance.choice(in_plan) for _ in range(chance.randrange(4))}
    pins |= {chance.choice(pairs) for _ in range(chance.randrange(2))}
    vetoes = {chance.choice(in_plan) for _ in range(chance.randrange(5))} - pins
    vetoes |= {chance.choice(pairs) for _ in range(chance.randrange(3))} - pins
    sides = [(Side.ENTERPRISE, one) for one in plan.enterprises]
    sides += [(Side.VILLAGE, one) for one in plan.villages]
    places = {chance.choice(sides): chance.randrange(1, 4) for _ in range(chance.randrange(4))}
    return Decided(frozenset(pins), frozenset(vetoes), frozenset(places.items()))


def assert_same(draft: Draft, again: Plan) -> None:
    assert (draft.matching.status, draft.pairs) == (again.status, ends(again))
    figures = (again.total_score, again.covered, again.engaged)
    found = draft.matching
    assert (found.total_score, found.covered, found.engaged) == figures


@pytest.mark.parametrize("method", METHODS)
def test_a_draft_is_what_another_run_would_give(method: str) -> None:
    chance = random.Random(method)
    stored = programme(SIZE, seed=len(method))
    basis = Basis.of(propose(stored, method=method, seed="2026"), stored)
    seen = set()

    for _ in range(14 if method in ("coverage", "score") else 5):
        decided = anything(basis, chance)
        draft = drafted(basis, decided)
        assert_same(draft, propose(as_workbook(stored, decided), method=method, seed="2026"))
        seen.add(draft.matching.status)
    assert seen - {Status.INFEASIBLE}


def test_what_a_run_was_pinned_and_vetoed_by_can_be_taken_back() -> None:
    chance = random.Random(4)
    bare = programme(SIZE, seed=4)
    first = Basis.of(propose(bare), bare)
    before = anything(first, chance)
    while not (before.pins and before.vetoes and drafted(first, before).possible):
        before = anything(first, chance)
    stored = as_workbook(bare, dataclasses.replace(before, places=frozenset()))
    basis = Basis.of(propose(stored), stored)

    for decided in (Decided(), anything(basis, chance), anything(first, chance)):
        assert_same(drafted(basis, decided), propose(as_workbook(bare, decided)))


def test_nothing_decided_is_the_plan_itself() -> None:
    stored = programme(SIZE, seed=2)
    plan = propose(stored)
    stands = Decided(marked(stored, PIN), marked(stored, VETO))

    draft = drafted(Basis.of(plan, stored), stands)

    assert draft.pairs == ends(plan)
    assert [draft.basis.row(pair) for pair in draft.chosen] == draft.matching.chosen.tolist()


def test_a_pair_that_only_its_pin_allows_goes_when_the_pin_goes() -> None:
    bare = Programme(
        villages=(a_village(1),),
        needs=(a_need(1, 1, category="medical"),),
        enterprises=(an_enterprise(1),),
        offers=(an_offer(1, 1),),
        arrangements=(an_arrangement(PIN, 1, 1),),
    )
    plan = propose(bare)
    assert plan.pairs[0].overrides
    basis = Basis.of(plan, bare)

    assert len(drafted(basis, Decided(pins=frozenset(ends(plan)))).pairs) == 1
    assert drafted(basis, Decided()).pairs == frozenset()


def test_a_village_of_which_nobody_said_how_many_takes_as_many_as_are_pinned() -> None:
    stored = Programme(
        villages=(a_village(1), a_village(2, max_partners=1)),
        needs=(a_need(1, 1), a_need(2, 2)),
        enterprises=(an_enterprise(1, max_villages=2), an_enterprise(2, max_villages=2)),
        offers=(an_offer(1, 1), an_offer(2, 2)),
    )
    basis = Basis.of(propose(stored), stored)
    of_first, of_second = (
        frozenset((uscc, code) for uscc in basis.plan.enterprises) for code in basis.plan.villages
    )

    assert drafted(basis, Decided(pins=of_first)).pairs >= of_first
    assert not drafted(basis, Decided(pins=of_second)).possible


def test_what_is_no_candidate_of_the_run_plays_no_part() -> None:
    stored = programme(SIZE, seed=2)
    basis = Basis.of(propose(stored), stored)
    nowhere = frozenset({("91310106MA1F000006", "532627105999")})

    assert basis.row(next(iter(nowhere))) is None
    assert drafted(basis, Decided(pins=nowhere, vetoes=nowhere)).pairs == ends(basis.plan)


def test_drafts_of_one_run_do_not_disturb_each_other() -> None:
    """Prices may depend on the way that led to a plan; those that are shown must not."""
    chance = random.Random(6)
    stored = programme(SIZE, seed=6)
    basis = Basis.of(propose(stored), stored)
    some = [anything(basis, chance) for _ in range(6)]
    alone = [drafted(Basis.of(basis.plan, stored), decided) for decided in some]

    for decided, once in zip(some, alone, strict=True):
        again = drafted(basis, decided)
        assert again.pairs == once.pairs
        if once.matching.certificate:
            assert again.matching.certificate.seal == once.matching.certificate.seal
