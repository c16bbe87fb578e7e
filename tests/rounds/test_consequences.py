"""Costs on the board are differences of optimal plans; each help covers; the curve is exact."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from matcher.messages import say
from matcher.rounds.consequences import (
    Effect,
    alternatives,
    of_places,
    of_swap,
    of_veto,
    prices_of,
)
from matcher.rounds.drafting import Basis, Decided, Draft, drafted
from matcher.rounds.helping import Lift, Room, helped, without_partner
from matcher.rounds.proposing import propose
from matcher.rounds.staying import curve, pins_for
from matcher.vocabulary import Side
from seeds.hundred import programme
from tests.rounds.situations import programme as crowd

SIZE = (14, 22)


def draft_of(seed: int = 3, method: str = "coverage", decided: Decided | None = None) -> Draft:
    stored = programme(SIZE, seed=seed)
    return drafted(Basis.of(propose(stored, method=method), stored), decided or Decided())


def against(draft: Draft, decided: Decided) -> Effect:
    """What these decisions change, by a draft of its own."""
    other = drafted(draft.basis, decided)
    before, after = draft.matching, other.matching
    order = [draft.basis.pair(row) for row in range(len(draft.basis.keys))]
    return Effect(
        possible=True,
        covered=after.covered - before.covered,
        engaged=after.engaged - before.engaged,
        total=after.total_score - before.total_score,
        gone=tuple(pair for pair in order if pair in draft.pairs - other.pairs),
        new=tuple(pair for pair in order if pair in other.pairs - draft.pairs),
    )


@pytest.mark.parametrize("method", ["coverage", "score", "fair"])
def test_the_price_of_a_veto_is_what_the_plan_without_the_pair_has_less(method: str) -> None:
    draft = draft_of(method=method)

    for pair in draft.chosen:
        effect = of_veto(draft, pair)
        assert effect == against(draft, Decided(vetoes=frozenset({pair})))
        assert pair in effect.gone
        if method == "coverage":
            assert effect.worth < (0, 0, 1)


def test_a_confirmed_pair_has_its_fall_back() -> None:
    first = draft_of()
    pinned = drafted(first.basis, Decided(pins=frozenset(first.chosen[:4])))

    for pair in first.chosen[:4]:
        effect = of_veto(pinned, pair)
        rest = pinned.decided.pins - {pair}
        assert effect == against(pinned, Decided(pins=rest, vetoes=frozenset({pair})))


def test_without_a_village_its_enterprise_goes_to_another() -> None:
    first = draft_of()
    pair = first.chosen[0]
    pinned = drafted(first.basis, Decided(pins=frozenset({pair})))

    effect = of_places(pinned, Side.VILLAGE, pair[1], 0)

    assert effect.possible
    assert pair in effect.gone
    assert all(code != pair[1] for _, code in effect.new)


@pytest.mark.parametrize("side", [Side.VILLAGE, Side.ENTERPRISE])
def test_the_cheapest_alternatives_are_found_with_their_true_cost(side: Side) -> None:
    draft = draft_of()
    problem = draft.matching.problem

    for pair in draft.chosen[:8]:
        row = draft.basis.row(pair)
        ends = getattr(problem, side)
        others = [
            draft.basis.pair(other)
            for other in range(len(draft.basis.keys))
            if ends[other] == ends[row] and draft.basis.pair(other) not in draft.pairs
            and not problem.vetoed[other]
        ]  # fmt: skip
        effects = [of_swap(draft, pair, other) for other in others]
        best = sorted((one.worth for one in effects if one.possible), reverse=True)[:3]

        found = alternatives(draft, pair, side, most=3)

        assert [one.effect.worth for one in found] == best
        for one in found:
            assert one.effect == of_swap(draft, pair, one.pair)


def test_prices_can_be_checked_by_hand() -> None:
    """What a pair falls short of is the least that it costs to have it."""
    draft = draft_of(method="score")

    for pair in draft.chosen[:6]:
        own = prices_of(draft, draft.basis.row(pair))
        assert own.short >= 0
        for one in alternatives(draft, pair, Side.VILLAGE):
            assert one.prices.short == one.score - one.prices.enterprise - one.prices.village
            assert one.effect.total <= one.prices.short <= 0
    assert prices_of(draft_of(method="fair"), 0) is None


@pytest.mark.parametrize(("places", "step"), [(3, Lift), (2, Room)])
def test_every_help_covers_the_village_and_tells_what_it_costs(places: int, step: type) -> None:
    stored = crowd(villages=5, enterprises=2, places=places)
    first = drafted(Basis.of(propose(stored), stored), Decided())
    its_own = [pair for pair in map(first.basis.pair, range(10)) if pair[1] == first.chosen[0][1]]
    stands = Decided(vetoes=frozenset(its_own) if step is Lift else frozenset())
    draft = drafted(first.basis, stands)

    (code,) = without_partner(draft)
    needy = helped(draft, code)

    assert say(needy.uncovered.why, "zh", **needy.uncovered.params)
    assert needy.helps
    for one in needy.helps:
        assert type(one.step) is step
        assert one.effect.partners_of(Side.VILLAGE, code)
        decided = (
            Decided(vetoes=stands.vetoes - {one.step.pair})
            if isinstance(one.step, Lift)
            else Decided(places=frozenset({((one.step.side, one.step.code), one.step.places)}))
        )
        assert one.effect == against(draft, decided)


def test_a_pin_that_keeps_a_village_out_can_be_released() -> None:
    """The other enterprise takes only the pinned village, whose place the one left out wants."""
    stored = crowd(villages=2, enterprises=1, places=1)
    first = drafted(Basis.of(propose(stored), stored), Decided())
    (better,) = first.chosen
    worse = next(pair for pair in map(first.basis.pair, range(2)) if pair != better)

    needy = helped(drafted(first.basis, Decided(pins=frozenset({worse}))), better[1])

    assert Lift(worse, veto=False) in [one.step for one in needy.helps]


def test_a_village_whose_candidates_are_all_vetoed_says_so() -> None:
    draft = draft_of()
    pair = draft.chosen[0]
    rows = [draft.basis.pair(row) for row in range(len(draft.basis.keys))]
    its_own = frozenset(one for one in rows if one[1] == pair[1])

    needy = helped(drafted(draft.basis, Decided(vetoes=its_own)), pair[1])

    assert needy.uncovered.why == "plan.uncovered.all_vetoed"
    assert all(isinstance(one.step, Lift) and one.step.veto for one in needy.helps)


@pytest.mark.parametrize("method", ["coverage", "score"])
def test_every_point_of_the_curve_is_had_by_its_pins(method: str) -> None:
    first = draft_of(seed=9, method=method)
    decided = Decided(vetoes=frozenset(first.chosen[::4]))
    draft = drafted(first.basis, decided)

    points = curve(draft, first.chosen)

    assert len(points) > 1
    assert [one.changed for one in points] == sorted((one.changed for one in points), reverse=True)
    for point in points:
        pins, effect = pins_for(draft, point)
        pinned = drafted(first.basis, Decided(frozenset(pins), decided.vetoes))
        assert pinned.matching.total_score == point.total
        assert pinned.pairs >= set(point.kept)
        assert effect == against(draft, Decided(frozenset(pins), decided.vetoes))


def test_a_method_without_prices_has_no_curve() -> None:
    draft = draft_of(method="stable")

    assert curve(draft, draft.chosen) == ()


def test_threads_that_ask_the_same_draft_get_the_same_answers() -> None:
    """What might be is tried on one bench; without its lock, two would stand on each other."""
    draft = draft_of(seed=8)
    alone = [of_veto(draft, pair) for pair in draft.chosen]

    with ThreadPoolExecutor(6) as threads:
        together = list(
            threads.map(lambda _: [of_veto(draft, one) for one in draft.chosen], "x" * 6)
        )

    assert together == [alone] * 6
