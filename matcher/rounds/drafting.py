"""The plan as decided: what a run's plan becomes by the decisions since, exactly, by repair.

A draft is a function of two things that do not change: a kept run and what stands now. It is the
very plan that another run of the same parties would give, as far as the candidates of this run go;
where those were cut at great size, only that run can prove that no other pair matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

import numpy as np

from matcher.eligibility import Eligibility
from matcher.engine import Matching, MatchingProblem, Status, verify
from matcher.errors import JieduiError
from matcher.programme import Programme
from matcher.roster import OPEN, Mask, Roster, Whole
from matcher.rounds.candidates import keys
from matcher.rounds.plan import Plan
from matcher.scoring import Part, Profile, Scorer
from matcher.vocabulary import Category, Side

_NOTHING: frozenset[Category] = frozenset()

Pair = tuple[str, str]
Party = tuple[Side, str]


@dataclass(frozen=True)
class Decided:
    """What stands: pairs that must be in the plan, pairs that must not, places of some parties."""

    pins: frozenset[Pair] = frozenset()
    vetoes: frozenset[Pair] = frozenset()
    places: frozenset[tuple[Party, int]] = frozenset()


@dataclass(frozen=True, eq=False)
class Basis:
    """The plan of a run, laid out to be changed, with the programme it was computed from.

    `start` is the plan with its prices. `keys` are the candidates as numbers in rising order. Of
    villages that are `unlimited` nobody said how many partners they take: one, or as many as are
    pinned. Pairs in `bound` may be only because they were pinned.
    """

    plan: Plan
    programme: Programme
    start: Matching
    keys: Whole
    enterprise_at: Mapping[str, int]
    village_at: Mapping[str, int]
    unlimited: Mask
    bound: Whole
    _told: dict[Pair, tuple[Part, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan, programme: Programme) -> Basis:
        problem = plan.problem
        enterprise_at = {uscc: number for number, uscc in enumerate(plan.enterprises)}
        village_at = {code: number for number, code in enumerate(plan.villages)}
        known = keys(problem.enterprise, problem.village)
        ends = [(enterprise_at[one.enterprise], village_at[one.village]) for one in plan.pairs]
        columns = np.array(ends, np.int64).reshape(-1, 2)
        chosen = np.searchsorted(known, keys(columns[:, 0], columns[:, 1]))
        overridden = np.array([one.overrides is not None for one in plan.pairs], np.bool_)
        start = Matching.of_rows(
            problem, plan.method, plan.status, np.sort(chosen), plan.certificate
        )
        open_ended = {one.code for one in programme.villages if one.max_partners is None}
        return cls(
            plan=plan,
            programme=programme,
            start=start,
            keys=known,
            enterprise_at=enterprise_at,
            village_at=village_at,
            unlimited=np.array([code in open_ended for code in plan.villages], np.bool_),
            bound=chosen[overridden],
        )

    def row(self, pair: Pair) -> int | None:
        """The candidate's row; None where the run has no such candidate."""
        enterprise, village = self.enterprise_at.get(pair[0]), self.village_at.get(pair[1])
        if enterprise is None or village is None:
            return None
        key = village << 32 | enterprise
        place = int(np.searchsorted(self.keys, key))
        return place if place < len(self.keys) and self.keys[place] == key else None

    def pair(self, row: int) -> Pair:
        problem = self.start.problem
        enterprise, village = int(problem.enterprise[row]), int(problem.village[row])
        return self.plan.enterprises[enterprise], self.plan.villages[village]

    def parts(self, pairs: Iterable[Pair]) -> dict[Pair, tuple[Part, ...]]:
        """What the scores of these candidates are made of; counted once for each."""
        wanted = list(pairs)
        missing = sorted(set(wanted) - self._told.keys())
        if missing:
            enterprises = [self.enterprise_at[uscc] for uscc, _ in missing]
            villages = [self.village_at[code] for _, code in missing]
            found = self.scorer.parts(self.eligibility.among(enterprises, villages))
            self._told.update(zip(missing, found, strict=True))
        return {pair: self._told[pair] for pair in wanted}

    def modes(self, pair: Pair) -> tuple[Category, ...]:
        """The kinds of help that the village needs and the enterprise offers."""
        offered, needed = (
            kinds.get(code, _NOTHING) for kinds, code in zip(self._kinds, pair, strict=True)
        )
        return tuple(one for one in Category if one in offered & needed)

    @cached_property
    def _kinds(self) -> tuple[dict[str, frozenset[Category]], dict[str, frozenset[Category]]]:
        """What each enterprise offers, and what each village still needs."""
        offered: dict[str, frozenset[Category]] = {}
        needed: dict[str, frozenset[Category]] = {}
        for offer in self.programme.offers:
            offered[offer.uscc] = offered.get(offer.uscc, _NOTHING) | set(offer.categories)
        for need in self.programme.needs:
            if need.status in OPEN:
                needed[need.village_code] = needed.get(need.village_code, _NOTHING) | {
                    need.category
                }
        return offered, needed

    @cached_property
    def eligibility(self) -> Eligibility:
        return Eligibility(Roster.of(self.programme))

    @cached_property
    def scorer(self) -> Scorer:
        profile = Profile(self.plan.profile, self.plan.profile_version, self.plan.weights)
        return Scorer(self.eligibility.roster, profile)


@dataclass(frozen=True, eq=False)
class Draft:
    """The plan of `matching` under what is `decided`. Plans that might be are made one at a time.

    `chosen` are its pairs, by village.
    """

    basis: Basis
    decided: Decided
    matching: Matching
    lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def possible(self) -> bool:
        return self.matching.status is not Status.INFEASIBLE

    @cached_property
    def chosen(self) -> tuple[Pair, ...]:
        return tuple(self.basis.pair(row) for row in self.matching.chosen.tolist())

    @cached_property
    def picked(self) -> Mask:
        """Which candidates are in the plan."""
        picked = np.zeros(len(self.basis.keys), np.bool_)
        picked[self.matching.chosen] = True
        return picked

    @cached_property
    def pairs(self) -> frozenset[Pair]:
        return frozenset(self.chosen)

    def score(self, row: int) -> int:
        return int(self.matching.problem.score[row])

    def places(self, side: Side, code: str) -> int:
        """How many partners this party may have."""
        at = self.basis.enterprise_at if side is Side.ENTERPRISE else self.basis.village_at
        return int(getattr(self.matching.problem, f"{side}_capacity")[at[code]])

    def if_(
        self,
        *,
        pin: Iterable[int] = (),
        veto: Iterable[int] = (),
        free: Iterable[int] = (),
        places: Mapping[Party, int] | None = None,
    ) -> Matching:
        """The plan if these rows were pinned, vetoed or neither, and parties had so many places."""
        problem = self.matching.problem
        pinned, vetoed = problem.pinned.copy(), problem.vetoed.copy()
        for rows, is_pinned, is_vetoed in ((pin, True, False), (veto, False, True)):
            pinned[list(rows)], vetoed[list(rows)] = is_pinned, is_vetoed
        for row in free:
            pinned[row], vetoed[row] = False, row in self.basis.bound
        changed = dict(self.decided.places) | dict(places or {})
        with self.lock:
            return self.matching.under(_problem(self.basis, pinned, vetoed, changed))


def drafted(basis: Basis, decided: Decided) -> Draft:
    """The plan of a run under these decisions; pairs that are no candidates of it play no part.

    Raises JieduiError `plan.unverified` if the auditor does not confirm it.
    """
    rows = [basis.row(pair) for pair in sorted(decided.pins)]
    pinned = _marked(basis, rows)
    vetoed = _marked(basis, [basis.row(pair) for pair in sorted(decided.vetoes)])
    vetoed[basis.bound] = True
    problem = _problem(basis, pinned, vetoed & ~pinned, dict(decided.places))
    # a plan's bench would remember what was drafted on it before, and price it by that
    matching = basis.start.having(bench=None).under(problem)
    report = verify(problem, matching)
    if not report.sound:
        raise JieduiError("plan.unverified", codes=[finding.code for finding in report.findings])
    return Draft(basis, decided, matching)


def as_computed(basis: Basis) -> Draft:
    """The plan of a run as it came out, whatever was decided since."""
    return Draft(basis, Decided(), basis.start)


def _marked(basis: Basis, rows: Iterable[int | None]) -> Mask:
    marked = np.zeros(len(basis.keys), np.bool_)
    marked[[row for row in rows if row is not None]] = True
    return marked


def _problem(
    basis: Basis, pinned: Mask, vetoed: Mask, places: Mapping[Party, int]
) -> MatchingProblem:
    """What the engine would be asked, as `proposing` asks it."""
    problem = basis.start.problem
    pins = np.bincount(problem.village[pinned], minlength=len(problem.village_capacity))
    partners = np.where(basis.unlimited, pins.clip(min=1), problem.village_capacity)
    villages = problem.enterprise_capacity.copy()
    for (side, code), many in places.items():
        numbers = basis.enterprise_at if side is Side.ENTERPRISE else basis.village_at
        if code in numbers:
            (villages if side is Side.ENTERPRISE else partners)[numbers[code]] = many
    return problem.having(
        pinned=pinned, vetoed=vetoed, enterprise_capacity=villages, village_capacity=partners
    )
