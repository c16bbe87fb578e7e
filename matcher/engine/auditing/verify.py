"""An auditor's count of a plan: all afresh from the arrays, sharing no code with the solvers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from matcher.engine.auditing.findings import Finding, Report
from matcher.engine.auditing.impossibility import impossibility
from matcher.engine.auditing.proofs import optimality, stability
from matcher.engine.matching import Matching, Status
from matcher.engine.problem import MatchingProblem


def verify(problem: MatchingProblem, matching: Matching) -> Report:
    """Count capacities, minimums, pins, vetoes and values, and the proof of what is claimed.

    Who claims a plan to be optimal must prove it by prices, who claims it to be stable must leave
    no blocking pair, and who claims that none exists is held to that too.
    """
    if not _well_formed(problem, matching.chosen):
        return Report((Finding("engine.verify.chosen_malformed"),))
    found = [*_fingerprint(problem, matching), *_claims(problem, matching)]
    if matching.status is Status.INFEASIBLE:
        if len(matching.chosen):
            found.append(
                Finding("engine.verify.infeasible_with_pairs", {"pairs": len(matching.chosen)})
            )
        return Report((*found, *impossibility(problem, matching)))
    broken = list(_limits(problem, matching))
    if matching.method == "stable":
        found += stability(problem, matching)
    if matching.status is Status.OPTIMAL and not broken:
        found += optimality(problem, matching)
    return Report((*found, *broken))


def _well_formed(problem: MatchingProblem, chosen: NDArray[np.int64]) -> bool:
    """Whole row numbers of the problem, in rising order, none twice."""
    if not (isinstance(chosen, np.ndarray) and chosen.ndim == 1 and chosen.dtype.kind in "iu"):
        return False
    rows = chosen.astype(np.int64)
    inside = bool(((rows >= 0) & (rows < len(problem.score))).all())
    return inside and bool((np.diff(rows) > 0).all())


def _fingerprint(problem: MatchingProblem, matching: Matching) -> Iterator[Finding]:
    if matching.fingerprint != problem.fingerprint:
        yield Finding("engine.verify.other_problem", {"claimed": matching.fingerprint})


def _limits(problem: MatchingProblem, matching: Matching) -> Iterator[Finding]:
    chosen = np.zeros(len(problem.score), np.bool_)
    chosen[matching.chosen] = True
    for row in np.flatnonzero(problem.pinned & ~chosen):
        yield Finding("engine.verify.pin_dropped", {"pair": int(row)})
    for row in np.flatnonzero(problem.vetoed & chosen):
        yield Finding("engine.verify.veto_ignored", {"pair": int(row)})
    for side, ends, most, least in (
        ("enterprise", problem.enterprise, problem.enterprise_capacity, problem.enterprise_minimum),
        ("village", problem.village, problem.village_capacity, problem.village_minimum),
    ):
        taken = np.zeros(len(most), np.int64)
        np.add.at(taken, ends[chosen], 1)
        for code, bad, limit in (
            ("over_capacity", taken > most, most),
            ("under_minimum", taken < least, least),
        ):
            for party in np.flatnonzero(bad):
                yield Finding(
                    f"engine.verify.{side}_{code}",
                    {side: int(party), "taken": int(taken[party]), "limit": int(limit[party])},
                )


def _claims(problem: MatchingProblem, matching: Matching) -> Iterator[Finding]:
    villages = set(problem.village[matching.chosen].tolist())
    counted = {
        "covered": len(villages),
        "covered_weight": sum(int(problem.village_weight[v]) for v in villages),
        "engaged": len(set(problem.enterprise[matching.chosen].tolist())),
        "total_score": sum(problem.score[matching.chosen].tolist()),
    }
    for name, value in counted.items():
        claimed = getattr(matching, name)
        if claimed != value:
            yield Finding(
                "engine.verify.count_off", {"what": name, "claimed": claimed, "counted": value}
            )
