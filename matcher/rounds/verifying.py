"""An outsider's check of a plan from its file alone: everything that can be counted is counted.

The digest shows damage; the fingerprint, that the problem is the one it speaks of; the parts, that
every score adds up; the engine's auditor, that limits hold and that the prices prove the plan; and
the draw is repeated, because it decides between plans of equal worth.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from matcher.engine import Certificate, Matching, solve, verify
from matcher.engine.solve import METHODS
from matcher.errors import JieduiError
from matcher.programme import Programme
from matcher.rounds.plan import Plan, PlannedPair
from matcher.rounds.plan_file import digest, plan_json
from matcher.rounds.plan_reading import plan_of, read_document
from matcher.rounds.proposing import propose
from matcher.rounds.widening import PROVABLE
from matcher.scoring import Profile, Reason
from matcher.scoring.scorer import points_of

Rows = dict[tuple[str, str], int]
"""The row of each candidate pair, by USCC and village code."""


def verify_plan(data: bytes) -> list[Reason]:
    """What is not as the file claims, each a code with parameters; nothing for a genuine plan."""
    try:
        document = read_document(data)
        found = list(_damage(document))
        plan = plan_of(document)
    except JieduiError as error:
        return [Reason(error.code, error.params)]
    problem = plan.problem
    ends = zip(problem.enterprise.tolist(), problem.village.tolist(), strict=True)
    rows = {
        (plan.enterprises[enterprise], plan.villages[village]): row
        for row, (enterprise, village) in enumerate(ends)
    }
    return [
        *found,
        *_weights(plan),
        *_pairs(plan, rows),
        *_villages(plan),
        *_worth(plan, rows),
        *_scope(plan),
    ]


def compare(data: bytes, programme: Programme) -> list[Reason]:
    """What a genuine plan states otherwise than one computed afresh from this programme."""
    stated = read_document(data)
    plan = plan_of(stated)
    profile = Profile(plan.profile, plan.profile_version, plan.weights)
    afresh = propose(programme, method=plan.method, profile=profile, seed=plan.seed)
    counted = read_document(plan_json(afresh, programme))
    return [
        Reason("plan.differs.workbook", {"what": key})
        for key in sorted(stated.keys() | counted.keys())
        if key != "digest" and stated.get(key) != counted.get(key)
    ]


def _damage(document: dict[str, Any]) -> Iterator[Reason]:
    if document.get("digest") != digest(document):
        yield Reason("plan.differs.digest")


def _weights(plan: Plan) -> Iterator[Reason]:
    if sum(plan.weights.values()) != 100:
        yield Reason("plan.differs.weights", {"sum": sum(plan.weights.values())})


def _pairs(plan: Plan, rows: Rows) -> Iterator[Reason]:
    """Every pair is a candidate with this score, pin and draw, and its parts add up."""
    problem = plan.problem
    seen: set[tuple[str, str]] = set()
    for pair in plan.pairs:
        ends = (pair.enterprise, pair.village)
        names = {"enterprise": pair.enterprise, "village": pair.village}
        if ends not in rows or ends in seen:
            yield Reason("plan.differs.no_candidate", names)
            continue
        seen.add(ends)
        row = rows[ends]
        for what, claimed, counted in (
            ("score", pair.score, int(problem.score[row])),
            ("pinned", pair.pinned, bool(problem.pinned[row])),
            ("draw", pair.draw, int(problem.draw[row])),
            ("score", pair.score, sum(part.points for part in pair.parts)),
        ):
            if claimed != counted:
                params = {**names, "what": what, "claimed": claimed, "counted": counted}
                yield Reason("plan.differs.pair", params)
        yield from _parts(plan, pair, names)


def _parts(plan: Plan, pair: PlannedPair, names: dict[str, str]) -> Iterator[Reason]:
    weighed = {part.criterion: part.weight for part in pair.parts}
    wanted = {criterion: weight for criterion, weight in plan.weights.items() if weight}
    if weighed != wanted or len(weighed) != len(pair.parts):
        yield Reason("plan.differs.parts", names)
    for part in pair.parts:
        counted = points_of(part.weight, part.value)
        if part.points != counted or not 0 <= part.value <= 1:
            params = {**names, "what": part.criterion, "claimed": part.points, "counted": counted}
            yield Reason("plan.differs.pair", params)


def _villages(plan: Plan) -> Iterator[Reason]:
    """Every village either has a partner or is listed as uncovered, once."""
    covered = {pair.village for pair in plan.pairs}
    listed = [one.village for one in plan.uncovered]
    for village in sorted(set(listed) ^ (set(plan.villages) - covered)):
        yield Reason("plan.differs.uncovered", {"village": village})
    if len(set(listed)) != len(listed):
        yield Reason("plan.differs.uncovered_twice")


def _worth(plan: Plan, rows: Rows) -> Iterator[Reason]:
    """Limits, totals and proof by the engine's auditor, and the run repeated for the draw.

    Prices that speak for more pairs than are listed are not those of the listed ones alone.
    """
    problem = plan.problem
    chosen = {rows.get((pair.enterprise, pair.village), -1) for pair in plan.pairs} - {-1}
    claimed = Matching(
        problem=problem,
        method=plan.method,
        status=plan.status,
        chosen=np.array(sorted(chosen), np.int64),
        covered=plan.covered,
        covered_weight=plan.covered,
        engaged=plan.engaged,
        total_score=plan.total_score,
        fingerprint=plan.fingerprint,
        certificate=plan.certificate,
    )
    report = verify(problem, claimed)
    yield from (Reason(finding.code, finding.params) for finding in report.findings)
    if plan.method not in METHODS:
        yield Reason("engine.unknown_method", {"method": plan.method, "known": list(METHODS)})
        return
    repeated = solve(problem, plan.method)
    if not (
        repeated.status is plan.status
        and np.array_equal(repeated.chosen, claimed.chosen)
        and (plan.scope or _same(repeated.certificate, plan.certificate))
    ):
        yield Reason("plan.differs.repeated")


def _scope(plan: Plan) -> Iterator[Reason]:
    """What is claimed of the pairs outside the list fits the rest.

    How many there were to choose from, and what the best of each alone are worth, only the
    workbook can tell.
    """
    scope, certificate = plan.scope, plan.certificate
    if scope is None:
        return
    levels = certificate.levels if certificate and plan.method in PROVABLE else ()
    proven = [(level.name, level.worth) for level in levels]
    claimed = [(one.level, one.proven) for one in scope.worth]
    first = [(one.level, one.first) for one in scope.worth]
    looked_at, listed = scope.first + scope.added, len(plan.problem.score)
    everybody = len(plan.enterprises) * len(plan.villages)
    for what, holds, stated, counted in (
        ("proven", claimed == proven, dict(claimed), dict(proven)),
        ("first", first <= claimed, dict(first), dict(claimed)),
        ("added", listed <= looked_at, looked_at, listed),
        ("eligible", looked_at <= scope.eligible <= everybody, scope.eligible, everybody),
    ):
        if not holds:
            yield Reason(
                "plan.differs.scope",
                {"what": what, "claimed": str(stated), "counted": str(counted)},
            )


def _same(one: Certificate | None, other: Certificate | None) -> bool:
    if one is None or other is None:
        return one is other
    return len(one.levels) == len(other.levels) and all(
        mine.name == theirs.name
        and mine.worth == theirs.worth
        and np.array_equal(mine.enterprise_price, theirs.enterprise_price)
        and np.array_equal(mine.village_price, theirs.village_price)
        for mine, theirs in zip(one.levels, other.levels, strict=True)
    )
