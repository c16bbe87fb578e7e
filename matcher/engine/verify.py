"""An auditor's count of a plan: all afresh from the arrays, sharing no code with the solvers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.engine.blocking import blocking_pairs
from matcher.engine.matching import Matching, Status
from matcher.engine.problem import MatchingProblem

HIGHEST_PRICE = 2**62 >> 31
LEVELS = {"score": ("score",), "coverage": ("coverage", "engagement", "score")}


@dataclass(frozen=True)
class Finding:
    """One thing that is not as the plan claims, as a code with its parameters."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """What the audit found; a plan is sound when it found nothing."""

    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        return not self.findings


def verify(problem: MatchingProblem, matching: Matching) -> Report:
    """Count capacities, minimums, pins, vetoes, values, and the gap of the proof."""
    if not _well_formed(problem, matching.chosen):
        return Report((Finding("engine.verify.chosen_malformed"),))
    if matching.status is Status.INFEASIBLE:
        return Report(tuple(_infeasible(problem, matching)))
    return Report(
        (
            *_fingerprint(problem, matching),
            *_limits(problem, matching),
            *_claims(problem, matching),
            *_proof(problem, matching),
        )
    )


def _well_formed(problem: MatchingProblem, chosen: NDArray[np.int64]) -> bool:
    """Whole row numbers of the problem, in rising order, none twice."""
    if not (isinstance(chosen, np.ndarray) and chosen.ndim == 1 and chosen.dtype.kind in "iu"):
        return False
    rows = chosen.astype(np.int64)
    inside = bool(((rows >= 0) & (rows < len(problem.score))).all())
    return inside and bool((np.diff(rows) > 0).all())


def _infeasible(problem: MatchingProblem, matching: Matching) -> Iterator[Finding]:
    yield from _fingerprint(problem, matching)
    if len(matching.chosen):
        yield Finding("engine.verify.infeasible_with_pairs", {"pairs": len(matching.chosen)})
    yield from _claims(problem, matching)


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


def _proof(problem: MatchingProblem, matching: Matching) -> Iterator[Finding]:
    """What the method promises: a plan without blocking pairs, or prices that prove it best."""
    if matching.method == "stable":
        yield from _stability(problem, matching)
    if matching.status is not Status.OPTIMAL:
        return
    wanted = LEVELS.get(matching.method)
    if wanted is None:
        return
    if matching.certificate is None:
        yield Finding("engine.verify.no_proof", {"method": matching.method})
        return
    levels = matching.certificate.levels
    sizes = (len(problem.enterprise_capacity), len(problem.village_capacity))
    if tuple(level.name for level in levels) != wanted or any(
        (len(level.enterprise_price), len(level.village_price)) != sizes for level in levels
    ):
        yield Finding("engine.verify.proof_malformed")
        return
    keep = matching.certificate.keep
    value = problem.score.copy()
    if keep is not None:
        value[keep.rows] += keep.bonus
    worth = {
        "coverage": matching.covered_weight,
        "engagement": matching.engaged,
        "score": sum(value[matching.chosen].tolist()),
    }
    for level in levels:
        if level.worth != worth[level.name]:
            yield Finding(
                "engine.verify.count_off",
                {"what": level.name, "claimed": level.worth, "counted": worth[level.name]},
            )
    prices = [np.concatenate([level.enterprise_price, level.village_price]) for level in levels]
    if any((np.abs(price) > HIGHEST_PRICE).any() for price in prices):
        yield Finding("engine.verify.proof_malformed")
        return
    if matching.certificate.seal not in ("", _seal(matching)):
        yield Finding("engine.verify.seal_broken")
    bound = _bound(problem, wanted, prices, value)
    if bound != tuple(worth[name] for name in wanted):
        yield Finding("engine.verify.gap", {"bound": bound, "worth": list(worth.values())})


def _stability(problem: MatchingProblem, matching: Matching) -> Iterator[Finding]:
    for row in blocking_pairs(problem, matching):
        yield Finding("engine.verify.blocking_pair", {"pair": int(row)})


def _seal(matching: Matching) -> str:
    assert matching.certificate is not None
    rows = [matching.chosen]
    for level in matching.certificate.levels:
        rows += [level.enterprise_price, level.village_price]
    return hashlib.sha256(b"".join(row.astype("<i8").tobytes() for row in rows)).hexdigest()


def _bound(
    problem: MatchingProblem,
    names: tuple[str, ...],
    prices: list[NDArray[np.int64]],
    score: NDArray[np.int64],
) -> tuple[int, ...]:
    """What no plan can exceed at these prices: the best of every pair and of every party, alone."""
    ne = len(problem.enterprise_capacity)
    left, right = problem.enterprise, problem.village + ne
    parties = ne + len(problem.village_capacity)
    none = np.zeros(parties, np.int64)
    pins, degree = none.copy(), none.copy()
    for ends in (left, right):
        np.add.at(degree, ends, 1)
        np.add.at(pins, ends, problem.pinned)
    least = np.maximum(np.append(problem.enterprise_minimum, problem.village_minimum), pins)
    most = np.append(problem.enterprise_capacity, problem.village_capacity)
    most = np.maximum(np.minimum(most, degree), least)
    value = {name: score * (name == "score") for name in names}
    bonus = {
        "coverage": np.append(none[:ne], problem.village_weight),
        "engagement": np.append(none[:ne] + 1, none[ne:]),
        "score": none,
    }
    margin = [value[name] - p[left] - p[right] for name, p in zip(names, prices, strict=True)]
    chosen = [np.where(problem.vetoed, 0, one) for one in margin]
    pairs = _greater(chosen, [np.zeros_like(one) for one in chosen])
    pairs = [np.where(problem.pinned, one, two) for one, two in zip(margin, pairs, strict=True)]
    best: list[NDArray[np.int64]] | None = None
    for taken in (least, np.clip(1, least, most), most):
        made = [
            bonus[name] * (taken > 0) + p * taken for name, p in zip(names, prices, strict=True)
        ]
        best = made if best is None else _greater(best, made)
    assert best is not None
    return tuple(_sum(one) + _sum(two) for one, two in zip(pairs, best, strict=True))


def _greater(
    one: list[NDArray[np.int64]], other: list[NDArray[np.int64]]
) -> list[NDArray[np.int64]]:
    """Element by element the greater of two vectors, compared level by level."""
    ahead = np.zeros(len(one[0]), np.int64)
    for a, b in zip(one, other, strict=True):
        ahead = np.where(ahead == 0, np.sign(a - b), ahead)
    return [np.where(ahead >= 0, a, b) for a, b in zip(one, other, strict=True)]


def _sum(numbers: NDArray[np.int64]) -> int:
    """The exact sum, beyond 64 bits."""
    return (int((numbers >> 32).sum()) << 32) + int((numbers & 0xFFFFFFFF).sum())
