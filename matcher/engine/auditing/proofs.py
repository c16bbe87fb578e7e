"""What a plan must show for what it claims: prices that prove it best, or no blocking pair."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from matcher.engine.auditing.findings import Finding
from matcher.engine.blocking import blocking_pairs
from matcher.engine.certificate import AT, Certificate
from matcher.engine.fairness import fair_bound
from matcher.engine.matching import Matching
from matcher.engine.problem import MatchingProblem, Whole

HIGHEST = 2**61
"""No number that is counted on the way may pass it: 64 bits hold the sum of two of them."""
LEVELS = {"score": ("score",), "coverage": ("coverage", "engagement", "score")}
PROVEN = (*LEVELS, "fair")


def stability(problem: MatchingProblem, matching: Matching) -> Iterator[Finding]:
    """Every pair whose two sides would rather have each other."""
    for row in blocking_pairs(problem, matching):
        yield Finding("engine.verify.blocking_pair", {"pair": int(row)})


def optimality(problem: MatchingProblem, matching: Matching) -> Iterator[Finding]:
    """Whether the prices bound every plan by what this one is worth, level by level."""
    certificate = matching.certificate
    if certificate is None or matching.method not in PROVEN:
        yield Finding("engine.verify.no_proof", {"method": matching.method})
        return
    wanted = LEVELS.get(matching.method) or _levels_of_fairness(problem, matching)
    villages = 0 if matching.method == "fair" else len(problem.village_capacity)
    sizes = (len(problem.enterprise_capacity), villages)
    if not _complete(certificate, wanted, sizes, HIGHEST // _most_taken(problem)):
        yield Finding("engine.verify.proof_malformed")
        return
    worth = _worth(problem, matching, wanted)
    for level, counted in zip(certificate.levels, worth, strict=True):
        if level.worth != counted:
            yield Finding(
                "engine.verify.count_off",
                {"what": level.name, "claimed": level.worth, "counted": counted},
            )
    if certificate.seal not in ("", _seal(matching)):
        yield Finding("engine.verify.seal_broken")
    if matching.method == "fair":
        scores = tuple(int(name.removeprefix(AT)) for name in wanted[1:-1])
        bound = fair_bound(problem, scores, [one.enterprise_price for one in certificate.levels])
    else:
        bound = _bound(problem, wanted, certificate)
    if bound != worth:
        yield Finding("engine.verify.gap", {"bound": bound, "worth": worth})


def _most_taken(problem: MatchingProblem) -> int:
    """More pairs than any party can or must have, at least 1."""
    minimums = np.append(problem.enterprise_minimum, problem.village_minimum)
    ends = np.bincount(problem.enterprise), np.bincount(problem.village)
    return 1 + max(int(one.max(initial=0)) for one in (minimums, *ends))


def _complete(
    certificate: Certificate, wanted: tuple[str, ...], sizes: tuple[int, int], highest: int
) -> bool:
    """All levels, each with all its prices, within what can be counted without loss."""
    return tuple(level.name for level in certificate.levels) == wanted and all(
        (len(level.enterprise_price), len(level.village_price)) == sizes
        and all(
            -highest <= price.min(initial=0) and price.max(initial=0) <= highest
            for price in (level.enterprise_price, level.village_price)
        )
        for level in certificate.levels
    )


def _levels_of_fairness(problem: MatchingProblem, matching: Matching) -> tuple[str, ...]:
    """Coverage; a level for every score at which a village stands, and any others; the total."""
    assert matching.certificate is not None
    stated = {level.name.removeprefix(AT) for level in matching.certificate.levels[1:-1]}
    scores = {int(name) for name in stated if name.isascii() and name.isdecimal()}
    scores |= set(_standing(problem, matching).tolist())
    return ("coverage", *(f"{AT}{score}" for score in sorted(scores)), "score")


def _standing(problem: MatchingProblem, matching: Matching) -> Whole:
    """The best chosen score of every covered village that counts."""
    best = np.full(len(problem.village_capacity), -1)
    np.maximum.at(best, problem.village[matching.chosen], problem.score[matching.chosen])
    return best[(best >= 0) & (problem.village_weight > 0)]


def _worth(problem: MatchingProblem, matching: Matching, names: tuple[str, ...]) -> tuple[int, ...]:
    """What the plan is worth at every level, counted afresh."""
    assert matching.certificate is not None
    keep = matching.certificate.keep
    stays = (
        0
        if keep is None
        else keep.bonus * len(set(keep.rows.tolist()) & set(matching.chosen.tolist()))
    )
    villages = np.unique(problem.village[matching.chosen])
    scores, standing = np.unique(_standing(problem, matching), return_counts=True)
    counted = {
        "coverage": _sum(problem.village_weight[villages]),
        "engagement": len(np.unique(problem.enterprise[matching.chosen])),
        "score": _sum(problem.score[matching.chosen]) + stays,
        **{f"{AT}{score}": -int(many) for score, many in zip(scores, standing, strict=True)},
    }
    return tuple(counted.get(name, 0) for name in names)


def _seal(matching: Matching) -> str:
    assert matching.certificate is not None
    rows = [matching.chosen]
    for level in matching.certificate.levels:
        rows += [level.enterprise_price, level.village_price]
    return hashlib.sha256(b"".join(row.astype("<i8").tobytes() for row in rows)).hexdigest()


def _bound(
    problem: MatchingProblem, names: tuple[str, ...], certificate: Certificate
) -> tuple[int, ...]:
    """What no plan can exceed at these prices: the best of every pair and of every party, alone."""
    prices = [np.append(one.enterprise_price, one.village_price) for one in certificate.levels]
    score = problem.score.copy()
    if certificate.keep is not None:
        score[certificate.keep.rows] += certificate.keep.bonus
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
