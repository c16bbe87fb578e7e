"""What would give a village without a partner one: each help is tried out before it is offered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matcher.engine import diagnose
from matcher.engine.explaining.diagnose import Why
from matcher.rounds.consequences import Effect, of_pin, of_places, of_release
from matcher.rounds.drafting import Draft, Pair
from matcher.rounds.explaining import explained
from matcher.rounds.plan import Uncovered
from matcher.vocabulary import Side

MOST_TRIED = 6
"""So many candidates of a village are looked at, the best scores first."""

MOST_TOLD = 4


@dataclass(frozen=True)
class Room:
    """One more place for a party, which then has `places`.

    `pin` is the pair it is for, where another village would take the place otherwise.
    """

    side: Side
    code: str
    places: int
    pin: Pair | None = None


@dataclass(frozen=True)
class Lift:
    """A veto that is lifted, or a pin that is released."""

    pair: Pair
    veto: bool


@dataclass(frozen=True)
class Help:
    """One step after which the village is covered, and what else it does to the plan."""

    step: Room | Lift
    effect: Effect


@dataclass(frozen=True)
class Needy:
    """A village without a partner: why, and what helps, what does the plan most good first.

    The last of them may cost another village its partner; their effects tell.
    """

    code: str
    uncovered: Uncovered
    helps: tuple[Help, ...]


def without_partner(draft: Draft) -> list[str]:
    """The codes of the villages that the draft leaves out, in their order."""
    problem = draft.matching.problem
    left_out = np.ones(len(problem.village_capacity), np.bool_)
    left_out[problem.village[draft.matching.chosen]] = False
    return [draft.basis.plan.villages[number] for number in np.flatnonzero(left_out).tolist()]


def helped(draft: Draft, code: str) -> Needy:
    """Why this village has no partner, and each single step that would give it one."""
    found = diagnose(draft.matching.problem, draft.matching).uncovered
    village = draft.basis.village_at[code]
    at = without_partner(draft).index(code)
    told = explained(found[at], draft.matching, draft.basis.eligibility)
    if found[at].why is Why.ALL_VETOED and told.why == "plan.uncovered.refused":
        params = {"village": told.params["village"], "vetoes": len(found[at].candidates)}
        told = Uncovered(code, "plan.uncovered.all_vetoed", params, ())
    helps = [
        Help(step, effect)
        for step, effect in _tried(draft, village, code)
        if effect.possible and effect.partners_of(Side.VILLAGE, code)
    ]
    helps.sort(key=lambda one: one.effect.worth, reverse=True)
    return Needy(code, told, tuple(helps[:MOST_TOLD]))


def _tried(draft: Draft, village: int, code: str) -> Iterator[tuple[Room | Lift, Effect]]:
    problem, basis = draft.matching.problem, draft.basis
    if draft.places(Side.VILLAGE, code) == 0:
        step = Room(Side.VILLAGE, code, 1)
        yield step, of_places(draft, step.side, step.code, step.places)
    its_own = problem.village == village
    its_own[basis.bound] = False
    rows = np.flatnonzero(its_own).tolist()
    best = sorted(rows, key=lambda row: (-problem.score[row], row))[:MOST_TRIED]
    for row in best:
        pair = uscc, _ = basis.pair(row)
        if problem.vetoed[row]:
            yield Lift(pair, veto=True), of_release(draft, pair)
            continue
        more = draft.places(Side.ENTERPRISE, uscc) + 1
        effect = of_places(draft, Side.ENTERPRISE, uscc, more)
        if effect.partners_of(Side.VILLAGE, code):
            yield Room(Side.ENTERPRISE, uscc, more), effect
        else:
            places = {(Side.ENTERPRISE, uscc): more}
            yield Room(Side.ENTERPRISE, uscc, more, pair), of_pin(draft, pair, places)
    wanted = np.isin(problem.enterprise, problem.enterprise[best])
    for row in np.flatnonzero(problem.pinned & wanted).tolist()[:MOST_TRIED]:
        pair = basis.pair(row)
        yield Lift(pair, veto=False), of_release(draft, pair)
