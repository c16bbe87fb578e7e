"""Why a village found no partner, why no plan exists, and what would help: all as codes."""

from __future__ import annotations

from typing import Any

from matcher.eligibility import Eligibility
from matcher.engine import Matching, diagnose
from matcher.engine.explaining.diagnose import Uncovered as Diagnosed
from matcher.engine.explaining.diagnose import Why
from matcher.roster import Roster
from matcher.rounds.plan import Uncovered
from matcher.scoring import Reason

MOST_ADVICE = 3

NEAREST = (
    "receiver_not_accepted",
    "outside_counties",
    "category_excluded",
    "vetoed",
    "enterprise_suspended",
    "no_offer",
    "enterprise_declines",
    "village_declines",
)
"""Refusals that somebody could lift, the easiest first. A related party is never asked to."""

OF_THE_VILLAGE = ("village_suspended", "village_merged")
"""Refusals that stand against the village itself, whoever the enterprise."""


def explain_uncovered(matching: Matching, eligibility: Eligibility) -> tuple[Uncovered, ...]:
    """Every village without a partner, by its number."""
    return tuple(
        explained(one, matching, eligibility)
        for one in diagnose(matching.problem, matching).uncovered
    )


def explain_infeasible(matching: Matching, eligibility: Eligibility) -> tuple[Reason, ...]:
    """The parties and pins that, taken together, ask for more places than there are."""
    conflict, problem, roster = matching.conflict, matching.problem, eligibility.roster
    if conflict is None:
        return ()
    pairs = [
        {
            "code": "plan.pair",
            "params": {
                "enterprise": roster.enterprises[problem.enterprise[pin]].name,
                "village": roster.villages[problem.village[pin]].name,
            },
        }
        for pin in conflict.pins
    ]
    params: dict[str, Any] = {
        "enterprises": [roster.enterprises[one].name for one in conflict.enterprises],
        "villages": [roster.villages[one].name for one in conflict.villages],
        "pins": pairs,
        "missing": conflict.places_missing,
    }
    kind = "pins_and_minimums" if pairs else "minimums"
    if pairs and not problem.enterprise_minimum.any():
        kind = "pins"
    return (Reason(f"plan.infeasible.{kind}", params),)


def explained(found: Diagnosed, matching: Matching, eligibility: Eligibility) -> Uncovered:
    """One village without a partner: why, and what might help."""
    village = eligibility.roster.villages[found.village]
    params: dict[str, Any] = {"village": village.name}
    if found.why is Why.NO_PLAN:
        return Uncovered(village.code, "plan.uncovered.no_plan", params, ())
    if found.why is Why.TAKES_NONE:
        advice = Reason("plan.help.raise_partners", params)
        return Uncovered(village.code, "plan.uncovered.takes_none", params, (advice,))
    if found.why in (Why.NO_CANDIDATE, Why.ALL_VETOED):
        return _refused(found.village, eligibility)
    return _outbid(found, matching, eligibility.roster)


def _refused(number: int, eligibility: Eligibility) -> Uncovered:
    """Nobody may pair with it: how many enterprises each rule refuses, and the nearest lifts."""
    roster = eligibility.roster
    village = roster.villages[number]
    params: dict[str, Any] = {"village": village.name}
    if not roster.needs_of(number):
        advice = Reason("plan.help.audit_needs", params)
        return Uncovered(village.code, "plan.uncovered.no_open_need", params, (advice,))
    if not roster.enterprises:
        advice = Reason("plan.help.invite_enterprises")
        return Uncovered(village.code, "plan.uncovered.no_enterprise", params, (advice,))
    refused = eligibility.refused(number)
    for rule in OF_THE_VILLAGE:
        if rule in refused and (refusal := eligibility.refusal(refused[rule][0], number)):
            advice = Reason(refusal.lift, refusal.params)
            return Uncovered(village.code, refusal.what, refusal.params, (advice,))
    params["enterprises"] = sum(len(enterprises) for enterprises in refused.values())
    params["refusals"] = [
        {"code": f"eligibility.{rule}.count", "params": {"count": len(enterprises)}}
        for rule, enterprises in sorted(refused.items(), key=lambda item: -len(item[1]))
    ]
    needed = sorted({str(roster.needs[need].category) for need in roster.needs_of(number)})
    near = [enterprise for rule in NEAREST for enterprise in refused.get(rule, ())]
    refusals = [eligibility.refusal(enterprise, number) for enterprise in near[: MOST_ADVICE - 1]]
    lifts = [Reason(refusal.lift, refusal.params) for refusal in refusals if refusal]
    lifts.append(Reason("plan.help.find_category", {"needed": needed}))
    return Uncovered(village.code, "plan.uncovered.refused", params, tuple(lifts))


def _outbid(found: Diagnosed, matching: Matching, roster: Roster) -> Uncovered:
    """Somebody may pair with it, but every place is worth more to other villages."""
    village = roster.villages[found.village]
    open_to_it = [candidate for candidate in found.candidates if not candidate.vetoed]
    best = open_to_it[0]
    params: dict[str, Any] = {
        "village": village.name,
        "enterprise": roster.enterprises[best.enterprise].name,
        "score": best.score,
        "places": int(matching.problem.enterprise_capacity[best.enterprise]),
        "candidates": len(open_to_it),
    }
    if found.why is Why.NO_CAPACITY:
        code = "plan.uncovered.no_places"
    elif best.price is None:
        code = "plan.uncovered.full"
    elif any(best.price[:-1]):
        only = len(open_to_it) == 1
        code = "plan.uncovered.only_hope" if only else "plan.uncovered.places_needed"
    else:
        code = "plan.uncovered.outbid"
        params["price"] = best.price[-1]
    advice = [
        Reason(
            "plan.help.one_more_place",
            {
                "village": village.name,
                "village_code": village.code,
                "enterprise": roster.enterprises[candidate.enterprise].name,
                "uscc": roster.enterprises[candidate.enterprise].uscc,
                "places": int(matching.problem.enterprise_capacity[candidate.enterprise]),
                "score": candidate.score,
            },
        )
        for candidate in open_to_it[:MOST_ADVICE]
    ]
    return Uncovered(village.code, code, params, tuple(advice))
