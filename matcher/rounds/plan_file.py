"""PLAN.json: a plan written down, the same bytes for the same plan.

It holds what an outsider needs to check it without us: every candidate pair with its score, the
limits of all parties, pins and vetoes by the ids of the workbook, the seed of the draw, the prices.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.engine import Certificate
from matcher.messages import say
from matcher.programme import Programme
from matcher.rounds.plan import Plan, PlannedPair, Uncovered
from matcher.scoring import UNTOLD, Part, Reason

FORMAT = 1
FEW = 20_000


class Rows:
    """Many rows of a document, each made when it is written: a nation's plan is larger than the
    memory that its rows would take."""

    def __init__(self, made: Callable[[Any], dict[str, Any]], of: Sequence[Any]) -> None:
        self._made, self._of = made, of

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return map(self._made, self._of)

    def __len__(self) -> int:
        return len(self._of)


def _rows(made: Callable[[Any], dict[str, Any]], of: Sequence[Any]) -> Rows | list[dict[str, Any]]:
    """Few rows are made once, and written twice: for the digest and for the file."""
    return [made(one) for one in of] if len(of) <= FEW else Rows(made, of)


def plan_json(plan: Plan, programme: Programme) -> bytes:
    """PLAN.json: keys sorted, UTF-8, the same bytes for the same plan."""
    return "".join(plan_pieces(plan, programme)).encode()


def plan_pieces(plan: Plan, programme: Programme) -> Iterator[str]:
    """PLAN.json piece by piece."""
    names = {one.uscc: one.name for one in programme.enterprises}
    names |= {one.code: one.name for one in programme.villages}
    document: dict[str, Any] = {
        "format": FORMAT,
        "method": plan.method,
        "status": str(plan.status),
        "fingerprint": plan.fingerprint,
        "total_score": plan.total_score,
        "covered": plan.covered,
        "engaged": plan.engaged,
        "pairs": _rows(_pair, plan.pairs),
        "uncovered": _rows(_uncovered, plan.uncovered),
        "obstacles": [_reason("what", one) for one in plan.obstacles],
        "profile": {"name": plan.profile, "version": plan.profile_version},
        "weights": dict(plan.weights),
        "seed": plan.seed,
        "problem": _problem(plan, names),
        "certificate": _certificate(plan.certificate),
        "scope": dataclasses.asdict(plan.scope) if plan.scope else None,
    }
    document["digest"] = digest(document)
    yield from _written(document, open_levels=4)
    yield "\n"


def digest(document: dict[str, Any]) -> str:
    """SHA-256 of everything else in the document: tells at once that a file was damaged."""
    counted = hashlib.sha256()
    rest = {key: value for key, value in document.items() if key != "digest"}
    for piece in _written(rest, open_levels=0):
        counted.update(piece.encode())
    return counted.hexdigest()


def _written(value: Any, open_levels: int) -> Iterator[str]:
    """JSON with sorted keys, whose outer levels stand on lines of their own, to be read."""
    opened = open_levels > 0
    line, between = ("\n", ",\n") if opened else ("", ", ")
    if isinstance(value, dict) and value and (opened or _has_rows(value)):
        yield f"{{{line}"
        for place, key in enumerate(sorted(value)):
            yield f"{between if place else ''}{json.dumps(key, ensure_ascii=False)}: "
            yield from _written(value[key], open_levels - 1)
        yield f"{line}}}"
    elif len(value) if isinstance(value, Rows) else opened and _has_dicts(value):
        yield f"[{line}"
        for place, one in enumerate(value):
            yield between if place else ""
            yield from _written(one, open_levels - 1)
        yield f"{line}]"
    else:
        plain = [] if isinstance(value, Rows) else value
        yield json.dumps(plain, ensure_ascii=False, sort_keys=True, allow_nan=False)


def _has_rows(value: dict[str, Any]) -> bool:
    return any(isinstance(one, Rows) for one in value.values())


def _has_dicts(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def _reason(name: str, reason: Reason) -> dict[str, Any]:
    """The sentence in Chinese under `name`, in English beside it, and what it was made from."""
    return {
        name: say(reason.code, "zh", **reason.params),
        f"{name}_en": say(reason.code, "en", **reason.params),
        "code": reason.code,
        "params": reason.params,
    }


def _pair(pair: PlannedPair) -> dict[str, Any]:
    return {
        "enterprise": pair.enterprise,
        "village": pair.village,
        "score": pair.score,
        "pinned": pair.pinned,
        "draw": pair.draw,
        "overrides": _reason("what", pair.overrides) if pair.overrides else None,
        "parts": [
            {
                "criterion": part.criterion,
                "value": part.value,
                "weight": part.weight,
                "points": part.points,
                **_told(part),
            }
            for part in pair.parts
        ],
    }


def _told(part: Part) -> dict[str, Any]:
    return {} if part.reason == UNTOLD else _reason("reason", Reason(part.reason, part.params))


def _uncovered(one: Uncovered) -> dict[str, Any]:
    return {
        "village": one.village,
        **_reason("why", Reason(one.why, one.params)),
        "would_help": [say(help_.code, "zh", **help_.params) for help_ in one.would_help],
        "would_help_en": [say(help_.code, "en", **help_.params) for help_ in one.would_help],
        "advice": [{"code": help_.code, "params": help_.params} for help_ in one.would_help],
    }


def _problem(plan: Plan, names: dict[str, str]) -> dict[str, Any]:
    problem = plan.problem

    def ids(marked: NDArray[np.bool_]) -> list[list[str]]:
        return [
            [plan.enterprises[problem.enterprise[row]], plan.villages[problem.village[row]]]
            for row in np.flatnonzero(marked)
        ]

    return {
        "enterprises": [
            {"id": uscc, "name": names[uscc], "most": int(most), "least": int(least)}
            for uscc, most, least in zip(
                plan.enterprises,
                problem.enterprise_capacity,
                problem.enterprise_minimum,
                strict=True,
            )
        ],
        "villages": [
            {"id": code, "name": names[code], "most": int(most)}
            for code, most in zip(plan.villages, problem.village_capacity, strict=True)
        ],
        "candidates": {
            "enterprise": problem.enterprise.tolist(),
            "village": problem.village.tolist(),
            "score": problem.score.tolist(),
        },
        "pinned": ids(problem.pinned),
        "vetoed": ids(problem.vetoed),
    }


def _certificate(certificate: Certificate | None) -> list[dict[str, Any]] | None:
    if certificate is None:
        return None
    return [
        {
            "level": level.name,
            "worth": level.worth,
            "enterprise_price": level.enterprise_price.tolist(),
            "village_price": level.village_price.tolist(),
        }
        for level in certificate.levels
    ]
