"""From a programme to a plan: who may pair, how well they suit, which pairs are best, and why.

The same programme gives the same plan, whatever the order of its rows. A plan that the engine's
auditor does not confirm is never returned.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from matcher.eligibility import Eligibility
from matcher.engine import Level, Matching, MatchingProblem, solve, verify
from matcher.errors import JieduiError
from matcher.programme import Programme
from matcher.roster import Mask, Roster
from matcher.rounds.candidates import Candidates, find_candidates, keys
from matcher.rounds.everywhere import Everywhere
from matcher.rounds.explaining import explain_infeasible, explain_uncovered
from matcher.rounds.knots import Knot
from matcher.rounds.paragons import Paragons
from matcher.rounds.plan import Plan, PlannedPair, Scope, draw
from matcher.rounds.survey import Progress, Survey
from matcher.rounds.widening import PROVABLE, Widening
from matcher.rounds.workshop import Threads, Workshop
from matcher.scoring import DEFAULT_PROFILE, Profile, Reason, Scorer
from matcher.vocabulary import ArrangementKind

MOST_SCORED = 2_000_000_000
"""Of so many pairs each is scored; of more, those that something ties together, and the others only
where a bound on many of them passes the prices."""

MOST_TOLD = 20_000
"""Of so many pairs every reason is told; of more, only what each criterion gives."""


def propose(
    programme: Programme,
    *,
    method: str = "coverage",
    profile: Profile = DEFAULT_PROFILE,
    seed: str = "",
    candidates: int | None = None,
    workshop: Workshop | None = None,
    progress: Progress | None = None,
) -> Plan:
    """The plan of `method` for this programme.

    A pin overrides what merely follows from what was filled in (categories, counties, receivers),
    and the pair says so; it never overrides a veto, a refusal by either side or the law: that is a
    contradiction, and JieduiError `plan.contradictions` names them all. Pins and minimums that ask
    for more places than there are give a plan whose status is infeasible. `candidates` begins with
    so many best of each party; by default only where there are too many pairs for the engine. What
    is proven by prices is proven over all pairs all the same. `workshop` is where blocks of pairs
    are looked at; it changes nothing in the plan.
    """
    tell = progress or (lambda stage, done, total: None)  # noqa: ARG005
    tell("plan.stage.preparing", 0, 1)
    roster = Roster.of(programme)
    eligibility = Eligibility(roster)
    _refuse_contradictions(eligibility)
    scorer = Scorer(roster, profile)
    tell("plan.stage.preparing", 1, 1)
    survey = Survey(eligibility, scorer, workshop or Threads(), tell)
    matching, scope = _matching(survey, profile, method, seed, candidates)
    problem = matching.problem
    tell("plan.stage.verifying", 0, 1)
    report = verify(problem, matching)
    if not report.sound:
        raise JieduiError("plan.unverified", codes=[finding.code for finding in report.findings])
    tell("plan.stage.verifying", 1, 1)
    tell("plan.stage.explaining", 0, 1)
    plan = Plan(
        method=method,
        status=matching.status,
        fingerprint=matching.fingerprint,
        total_score=matching.total_score,
        covered=matching.covered,
        engaged=matching.engaged,
        pairs=_planned(matching, eligibility, scorer),
        uncovered=explain_uncovered(matching, eligibility),
        obstacles=explain_infeasible(matching, eligibility),
        profile=profile.name,
        profile_version=profile.version,
        weights=profile.weights,
        seed=seed,
        problem=problem,
        enterprises=tuple(one.uscc for one in roster.enterprises),
        villages=tuple(one.code for one in roster.villages),
        certificate=matching.certificate,
        scope=scope,
    )
    tell("plan.stage.explaining", 1, 1)
    return plan


def _matching(
    survey: Survey, profile: Profile, method: str, seed: str, most: int | None
) -> tuple[Matching, Scope | None]:
    """The best plan, and how its candidates were found where not all pairs were looked at."""
    roster = survey.roster
    settled = _between(roster, ArrangementKind.PIN) | _between(roster, ArrangementKind.VETO)

    def drawn(found: Candidates) -> Matching:
        survey.progress("plan.stage.solving", 0, 1)
        matching = solve(_problem(roster, found, seed), method)
        survey.progress("plan.stage.solving", 1, 1)
        return matching

    def priced(found: Candidates) -> tuple[Level, ...] | Knot:
        survey.progress("plan.stage.solving", 0, 1)
        apart = import_module("matcher.rounds.apart")  # only at great size
        levels: tuple[Level, ...] | Knot = apart.prices(
            _problem(roster, found, None), method, survey.workshop
        )
        survey.progress("plan.stage.solving", 1, 1)
        return levels

    everywhere = None
    if survey.pairs > MOST_SCORED and method in PROVABLE:
        paragons = Paragons.of(roster, profile)
        if paragons is not None:
            survey = replace(survey, near=True)
            everywhere = Everywhere(survey, paragons)
    found = find_candidates(survey, settled, most)
    if found.complete and everywhere is None:
        return drawn(found), None
    if method not in PROVABLE:
        return drawn(found), Scope(found.eligible, len(found), 0, 0, ())
    widening = Widening(survey, priced, drawn, everywhere)
    return widening.proven(found, _marked(found, settled))


def _problem(roster: Roster, found: Candidates, seed: str | None) -> MatchingProblem:
    """What the engine is asked; without a seed no draw is held."""
    pinned = _marked(found, _between(roster, ArrangementKind.PIN))
    pins_of = np.bincount(found.village[pinned], minlength=len(roster.villages))
    return MatchingProblem(
        enterprise=found.enterprise,
        village=found.village,
        score=found.score,
        enterprise_capacity=[one.max_villages for one in roster.enterprises],
        enterprise_minimum=[one.min_villages or 0 for one in roster.enterprises],
        # one partner each, unless the village says how many or the coordinator pinned more
        village_capacity=[
            max(int(pins_of[number]), 1) if one.max_partners is None else one.max_partners
            for number, one in enumerate(roster.villages)
        ],
        pinned=pinned,
        vetoed=_marked(found, _between(roster, ArrangementKind.VETO)),
        draw=None if seed is None else _draws(roster, found, seed),
    )


def _draws(roster: Roster, found: Candidates, seed: str) -> NDArray[np.uint64]:
    codes = [one.code for one in roster.villages]
    usccs = [one.uscc for one in roster.enterprises]
    ends = zip(found.enterprise.tolist(), found.village.tolist(), strict=True)
    drawn = (draw(seed, usccs[enterprise], codes[village]) for enterprise, village in ends)
    return np.fromiter(drawn, np.uint64, len(found))


def _marked(found: Candidates, pairs: set[tuple[int, int]]) -> Mask:
    """Which candidates are among these pairs."""
    ends = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return np.isin(found.keys, keys(ends[:, 0], ends[:, 1]))


def _planned(
    matching: Matching, eligibility: Eligibility, scorer: Scorer
) -> tuple[PlannedPair, ...]:
    problem, roster, chosen = matching.problem, eligibility.roster, matching.chosen
    enterprises = problem.enterprise[chosen].tolist()
    villages = problem.village[chosen].tolist()
    pairs = eligibility.among(enterprises, villages)
    parts = (scorer.parts if len(pairs) <= MOST_TOLD else scorer.parts_untold)(pairs)
    return tuple(
        PlannedPair(
            enterprise=roster.enterprises[enterprise].uscc,
            village=roster.villages[village].code,
            score=int(problem.score[row]),
            pinned=bool(problem.pinned[row]),
            draw=int(problem.draw[row]),
            parts=card,
            overrides=_overridden(eligibility, enterprise, village)
            if problem.pinned[row]
            else None,
        )
        for row, enterprise, village, card in zip(chosen, enterprises, villages, parts, strict=True)
    )


def _overridden(eligibility: Eligibility, enterprise: int, village: int) -> Reason | None:
    refusal = eligibility.refusal(enterprise, village)
    return Reason(refusal.what, refusal.params) if refusal else None


def _refuse_contradictions(eligibility: Eligibility) -> None:
    found = list(_contradictions(eligibility))
    if found:
        raise JieduiError("plan.contradictions", count=len(found), contradictions=found)


def _contradictions(eligibility: Eligibility) -> Iterator[dict[str, object]]:
    """Statements of the programme that cannot both hold, as sentences."""
    roster = eligibility.roster
    vetoes = _between(roster, ArrangementKind.VETO)
    for enterprise, village in sorted(_between(roster, ArrangementKind.PIN)):
        names = {
            "enterprise": roster.enterprises[enterprise].name,
            "village": roster.villages[village].name,
        }
        refusal = eligibility.refusal(enterprise, village)
        if (enterprise, village) in vetoes:
            yield {"code": "plan.contradiction.pinned_and_vetoed", "params": names}
        elif refusal and refusal.rule.binding:
            against = [{"code": refusal.what, "params": refusal.params}]
            params = {**names, "against": against}
            yield {"code": "plan.contradiction.pinned_against", "params": params}
    for one in roster.enterprises:
        if (one.min_villages or 0) > one.max_villages:
            limits = {"enterprise": one.name, "least": one.min_villages, "most": one.max_villages}
            yield {"code": "plan.contradiction.minimum", "params": limits}


def _between(roster: Roster, kind: ArrangementKind) -> set[tuple[int, int]]:
    return {(enterprise, village) for enterprise, village, _ in roster.between(kind)}
