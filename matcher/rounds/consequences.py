"""What a step would do to a draft: the very plan it would lead to, set against the one there is.

Every cost here is the difference of two optimal plans, not an estimate. Prices only say where to
look first: a pair costs at least what it falls short of the prices of its two places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from matcher.engine import Matching, Status
from matcher.roster import Whole
from matcher.rounds.drafting import Draft, Pair, Party
from matcher.vocabulary import Side

MOST_TRIED = 40
"""So many alternatives are worked out at most, the most promising first."""


@dataclass(frozen=True)
class Effect:
    """How the plan would differ: pairs that go, pairs that come, and the figures as differences.

    `possible` is False where no plan would be left; then there is nothing else to tell.
    """

    possible: bool
    covered: int = 0
    engaged: int = 0
    total: int = 0
    gone: tuple[Pair, ...] = ()
    new: tuple[Pair, ...] = ()

    @property
    def worth(self) -> tuple[int, int, int]:
        """To compare: whatever leaves no plan is worth less than anything."""
        return (self.covered, self.engaged, self.total) if self.possible else (-(2**40), 0, 0)

    def partners_of(self, side: Side, code: str) -> tuple[str, ...]:
        """Who would newly be paired with this party."""
        mine, other = (0, 1) if side is Side.ENTERPRISE else (1, 0)
        return tuple(pair[other] for pair in self.new if pair[mine] == code)

    def others_moved(self, *villages: str) -> int:
        """How many villages besides these would have other partners."""
        return len({code for _, code in (*self.gone, *self.new)} - set(villages))


@dataclass(frozen=True)
class Prices:
    """What a pair falls short of, to be checked by hand: its score less what its places are worth.

    `short` is that difference. `reach` is below 0 where one of the places serves to cover or to
    engage somebody else, which comes before all points.
    """

    score: int
    enterprise: int
    village: int
    reach: int

    @property
    def short(self) -> int:
        return self.score - self.enterprise - self.village


@dataclass(frozen=True)
class Alternative:
    """Another partner for one side of a pair, and what the exchange would do."""

    pair: Pair
    score: int
    prices: Prices | None
    effect: Effect


def of_veto(draft: Draft, pair: Pair) -> Effect:
    """What the plan does without this pair, pinned or not."""
    return _effect(draft, veto=[_row(draft, pair)])


def of_pin(draft: Draft, pair: Pair, places: Mapping[Party, int] | None = None) -> Effect:
    """What it does with this pair, and with so many places of some parties."""
    return _effect(draft, pin=[_row(draft, pair)], places=places)


def of_swap(draft: Draft, pair: Pair, instead: Pair) -> Effect:
    """What it does with `instead` and without `pair`."""
    return _effect(draft, veto=[_row(draft, pair)], pin=[_row(draft, instead)])


def of_release(draft: Draft, pair: Pair) -> Effect:
    """What it does when the pair is neither pinned nor vetoed."""
    return _effect(draft, free=[_row(draft, pair)])


def of_places(draft: Draft, side: Side, code: str, places: int) -> Effect:
    """What it does when a party has so many places; 0: when it withdraws and its pins with it."""
    row_of = draft.basis.enterprise_at if side is Side.ENTERPRISE else draft.basis.village_at
    ends = getattr(draft.matching.problem, side)
    pinned = np.flatnonzero(draft.matching.problem.pinned & (ends == row_of[code]))
    return _effect(draft, free=() if places else pinned.tolist(), places={(side, code): places})


def of_pins(draft: Draft, pairs: Iterable[Pair]) -> Effect:
    return _effect(draft, pin=[_row(draft, pair) for pair in pairs])


def between(before: Draft, after: Draft) -> Effect:
    """How one draft of a run differs from another."""
    return _difference(before, after.matching)


def priced(draft: Draft) -> bool:
    """Whether the plan has prices on both sides: those of `fair` are of enterprises alone."""
    certificate = draft.matching.certificate
    return certificate is not None and draft.matching.method != "fair"


def prices_of(draft: Draft, row: int) -> Prices | None:
    """None where the method has no prices."""
    certificate, problem = draft.matching.certificate, draft.matching.problem
    if certificate is None or not priced(draft):
        return None
    enterprise, village = problem.enterprise[row], problem.village[row]
    *above, score = certificate.levels
    short = [-level.enterprise_price[enterprise] - level.village_price[village] for level in above]
    return Prices(
        draft.score(row),
        int(score.enterprise_price[enterprise]),
        int(score.village_price[village]),
        int(next((one for one in short if one), 0)),
    )


def alternatives(draft: Draft, pair: Pair, side: Side, most: int = 5) -> list[Alternative]:
    """The cheapest other partners of this side's party instead of `pair`, the cheapest first.

    Candidates are tried in the order of what they cost at least, until none that is left could be
    among the `most` cheapest; where there are no prices, the `most` of the highest score.
    """
    problem = draft.matching.problem
    ends = getattr(problem, side)
    row = _row(draft, pair)
    free = (ends == ends[row]) & ~problem.vetoed & ~problem.pinned
    free[draft.matching.chosen] = False
    free[row] = False
    found: list[Alternative] = []
    for bound, other in _promising(draft, np.flatnonzero(free), most):
        if len(found) >= most and bound is not None and bound <= found[most - 1].effect.worth:
            break
        instead = draft.basis.pair(other)
        effect = of_swap(draft, pair, instead)
        found.append(Alternative(instead, draft.score(other), prices_of(draft, other), effect))
        found.sort(key=lambda one: (one.effect.worth, one.score, one.pair), reverse=True)
    return [one for one in found[:most] if one.effect.possible]


Bound = tuple[int, int, int]


def _promising(draft: Draft, rows: Whole, most: int) -> list[tuple[Bound | None, int]]:
    """Rows with the most that each could be worth, the best first."""
    certificate, score = draft.matching.certificate, draft.matching.problem.score
    if not priced(draft):
        by_score = sorted(rows.tolist(), key=lambda row: (-score[row], row))
        return [(None, row) for row in by_score[:most]]
    assert certificate is not None
    enterprise = draft.matching.problem.enterprise[rows]
    village = draft.matching.problem.village[rows]
    *above, last = [
        -level.enterprise_price[enterprise] - level.village_price[village]
        for level in certificate.levels
    ]
    covered, engaged = above or (np.zeros_like(last), np.zeros_like(last))
    bounds = zip(covered.tolist(), engaged.tolist(), (last + score[rows]).tolist(), strict=True)
    ordered = sorted(zip(bounds, rows.tolist(), strict=True), reverse=True)
    return [(bound, row) for bound, row in ordered[:MOST_TRIED]]


def _row(draft: Draft, pair: Pair) -> int:
    row = draft.basis.row(pair)
    assert row is not None, pair
    return row


def _effect(
    draft: Draft,
    *,
    pin: Iterable[int] = (),
    veto: Iterable[int] = (),
    free: Iterable[int] = (),
    places: Mapping[Party, int] | None = None,
) -> Effect:
    return _difference(draft, draft.if_(pin=pin, veto=veto, free=free, places=places))


def _difference(draft: Draft, after: Matching) -> Effect:
    if after.status is Status.INFEASIBLE:
        return Effect(possible=False)
    before, pair = draft.matching, draft.basis.pair
    stays = np.zeros(len(draft.basis.keys), np.bool_)
    stays[after.chosen] = True
    gone, new = before.chosen[~stays[before.chosen]], after.chosen[~draft.picked[after.chosen]]
    return Effect(
        possible=True,
        covered=after.covered - before.covered,
        engaged=after.engaged - before.engaged,
        total=after.total_score - before.total_score,
        gone=tuple(pair(row) for row in gone.tolist()),
        new=tuple(pair(row) for row in new.tolist()),
    )
