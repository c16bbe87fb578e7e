"""From a programme to a plan: who may pair, how well they suit, which pairs are best, and why.

The same programme gives the same plan, whatever the order of its rows. A plan that the engine's
auditor does not confirm is never returned.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matcher.eligibility import Eligibility
from matcher.engine import Matching, MatchingProblem, solve, verify
from matcher.errors import JieduiError
from matcher.programme import Programme
from matcher.roster import Roster
from matcher.rounds.candidates import Candidates, Progress, find_candidates
from matcher.rounds.explaining import explain_infeasible, explain_uncovered
from matcher.rounds.plan import Plan, PlannedPair, draw
from matcher.scoring import DEFAULT_PROFILE, Profile, Reason, Scorer
from matcher.vocabulary import ArrangementKind


def propose(
    programme: Programme,
    *,
    method: str = "coverage",
    profile: Profile = DEFAULT_PROFILE,
    seed: str = "",
    candidates: int | None = None,
    progress: Progress | None = None,
) -> Plan:
    """The plan of `method` for this programme.

    A pin overrides what merely follows from what was filled in (categories, counties, receivers),
    and the pair says so; it never overrides a veto, a refusal by either side or the law: that is a
    contradiction, and JieduiError `plan.contradictions` names them all. Pins and minimums that ask
    for more places than there are give a plan whose status is infeasible. `candidates` cuts the
    list to the best of each party; by default only where there are too many to look at.
    """
    tell = progress or (lambda stage, done, total: None)  # noqa: ARG005
    roster = Roster.of(programme)
    eligibility = Eligibility(roster)
    _refuse_contradictions(eligibility)
    scorer = Scorer(roster, profile)
    settled = _between(roster, ArrangementKind.PIN) | _between(roster, ArrangementKind.VETO)
    found = find_candidates(eligibility, scorer, settled, candidates, tell)
    problem = _problem(roster, found, seed)
    tell("plan.stage.solving", 0, 1)
    matching = solve(problem, method)
    report = verify(problem, matching)
    if not report.sound:
        raise JieduiError("plan.unverified", codes=[finding.code for finding in report.findings])
    tell("plan.stage.solving", 1, 1)
    return Plan(
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
    )


def _problem(roster: Roster, found: Candidates, seed: str) -> MatchingProblem:
    pins = _between(roster, ArrangementKind.PIN)
    vetoes = _between(roster, ArrangementKind.VETO)
    pairs = list(zip(found.enterprise.tolist(), found.village.tolist(), strict=True))
    pinned = np.array([pair in pins for pair in pairs], np.bool_)
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
        vetoed=np.array([pair in vetoes for pair in pairs], np.bool_),
        draw=np.array(
            [
                draw(seed, roster.enterprises[enterprise].uscc, roster.villages[village].code)
                for enterprise, village in pairs
            ],
            np.uint64,
        ),
    )


def _planned(
    matching: Matching, eligibility: Eligibility, scorer: Scorer
) -> tuple[PlannedPair, ...]:
    problem, roster, chosen = matching.problem, eligibility.roster, matching.chosen
    enterprises = problem.enterprise[chosen].tolist()
    villages = problem.village[chosen].tolist()
    parts = scorer.parts(eligibility.among(enterprises, villages))
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
