"""PLAN.json: a plan written down and read back, the same bytes for the same plan.

It holds what an outsider needs to check it without us: every candidate pair with its score, the
limits of all parties, pins and vetoes by the ids of the workbook, the seed of the draw, the prices.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np

from matcher.engine import Certificate, Level, MatchingProblem, Status
from matcher.errors import JieduiError, ProblemRefused
from matcher.messages import say
from matcher.programme import Programme
from matcher.rounds.plan import Plan, PlannedPair, Uncovered, draw
from matcher.scoring import Part, Reason

FORMAT = 1


def plan_json(plan: Plan, programme: Programme) -> bytes:
    """PLAN.json: keys sorted, UTF-8, the same bytes for the same plan."""
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
        "pairs": [_pair(pair) for pair in plan.pairs],
        "uncovered": [_uncovered(one) for one in plan.uncovered],
        "obstacles": [_reason("what", one) for one in plan.obstacles],
        "profile": {"name": plan.profile, "version": plan.profile_version},
        "weights": dict(plan.weights),
        "seed": plan.seed,
        "problem": _problem(plan, names),
        "certificate": _certificate(plan.certificate),
    }
    document["digest"] = digest(document)
    return f"{_written(document, open_levels=4)}\n".encode()


def digest(document: dict[str, Any]) -> str:
    """SHA-256 of everything else in the document: tells at once that a file was damaged."""
    rest = {key: value for key, value in document.items() if key != "digest"}
    return hashlib.sha256(_written(rest, open_levels=0).encode()).hexdigest()


def _written(value: Any, open_levels: int) -> str:
    """JSON with sorted keys, whose outer levels stand on lines of their own, to be read."""
    if open_levels and isinstance(value, dict) and value:
        lines = [
            f"{json.dumps(key, ensure_ascii=False)}: {_written(value[key], open_levels - 1)}"
            for key in sorted(value)
        ]
        return "{\n" + ",\n".join(lines) + "\n}"
    if open_levels and isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return "[\n" + ",\n".join(_written(one, open_levels - 1) for one in value) + "\n]"
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)


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
                **_reason("reason", Reason(part.reason, part.params)),
            }
            for part in pair.parts
        ],
    }


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
    ids = [
        [plan.enterprises[enterprise], plan.villages[village]]
        for enterprise, village in zip(problem.enterprise, problem.village, strict=True)
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
        "pinned": [ids[row] for row in np.flatnonzero(problem.pinned)],
        "vetoed": [ids[row] for row in np.flatnonzero(problem.vetoed)],
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


def read_plan(data: bytes) -> Plan:
    """A plan from its PLAN.json. Raises JieduiError `plan.malformed` when it is none.

    Only the shape is asked for; whether it is true is what `verify_plan` finds out.
    """
    return plan_of(read_document(data))


def read_document(data: bytes) -> dict[str, Any]:
    """The JSON as it stands. Raises JieduiError `plan.malformed`."""
    try:
        document = json.loads(data, object_pairs_hook=_no_key_twice, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise JieduiError("plan.malformed", what=str(error)) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise JieduiError("plan.malformed", what="format")
    return document


def plan_of(document: dict[str, Any]) -> Plan:
    """The values of a document. Raises JieduiError `plan.malformed`."""
    try:
        problem = _read_problem(document["problem"], document["seed"])
        return Plan(
            method=document["method"],
            status=Status(document["status"]),
            fingerprint=document["fingerprint"],
            total_score=_whole(document["total_score"]),
            covered=_whole(document["covered"]),
            engaged=_whole(document["engaged"]),
            pairs=tuple(_read_pair(pair) for pair in document["pairs"]),
            uncovered=tuple(
                Uncovered(
                    one["village"],
                    one["code"],
                    one["params"],
                    tuple(Reason(advice["code"], advice["params"]) for advice in one["advice"]),
                )
                for one in document["uncovered"]
            ),
            obstacles=tuple(Reason(one["code"], one["params"]) for one in document["obstacles"]),
            profile=document["profile"]["name"],
            profile_version=document["profile"]["version"],
            weights={name: _whole(weight) for name, weight in document["weights"].items()},
            seed=document["seed"],
            problem=problem,
            enterprises=tuple(one["id"] for one in document["problem"]["enterprises"]),
            villages=tuple(one["id"] for one in document["problem"]["villages"]),
            certificate=_read_certificate(document["certificate"]),
        )
    except (
        AttributeError,
        IndexError,
        KeyError,
        OverflowError,
        ProblemRefused,
        TypeError,
        ValueError,
    ) as error:
        raise JieduiError("plan.malformed", what=f"{type(error).__name__}: {error}") from error


def _no_key_twice(items: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(items)
    if len(found) != len(items):
        raise ValueError("a key stands twice")
    return found


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _whole(number: Any) -> int:
    if type(number) is not int:
        raise TypeError(f"{number!r} is no whole number")
    return number


def _read_pair(pair: dict[str, Any]) -> PlannedPair:
    overrides = pair["overrides"]
    return PlannedPair(
        enterprise=pair["enterprise"],
        village=pair["village"],
        score=_whole(pair["score"]),
        pinned=pair["pinned"],
        draw=_whole(pair["draw"]),
        parts=tuple(
            Part(
                part["criterion"],
                float(part["value"]),
                _whole(part["weight"]),
                _whole(part["points"]),
                part["code"],
                part["params"],
            )
            for part in pair["parts"]
        ),
        overrides=Reason(overrides["code"], overrides["params"]) if overrides else None,
    )


def _read_problem(table: dict[str, Any], seed: str) -> MatchingProblem:
    enterprises, villages = table["enterprises"], table["villages"]
    ids = [
        [enterprises[enterprise]["id"], villages[village]["id"]]
        for enterprise, village in zip(
            table["candidates"]["enterprise"], table["candidates"]["village"], strict=True
        )
    ]
    return MatchingProblem(
        enterprise=table["candidates"]["enterprise"],
        village=table["candidates"]["village"],
        score=table["candidates"]["score"],
        enterprise_capacity=[one["most"] for one in enterprises],
        enterprise_minimum=[one["least"] for one in enterprises],
        village_capacity=[one["most"] for one in villages],
        pinned=_marked(ids, table["pinned"]),
        vetoed=_marked(ids, table["vetoed"]),
        draw=np.array([draw(seed, *pair) for pair in ids], np.uint64),
    )


def _marked(ids: list[list[str]], marked: list[list[str]]) -> list[bool]:
    wanted = {(uscc, code) for uscc, code in marked}
    found = [(uscc, code) in wanted for uscc, code in ids]
    if sum(found) != len(marked):
        raise ValueError("a marked pair is no candidate")
    return found


def _read_certificate(levels: list[dict[str, Any]] | None) -> Certificate | None:
    if levels is None:
        return None
    return Certificate(
        tuple(
            Level(
                one["level"],
                _whole(one["worth"]),
                np.array(one["enterprise_price"], np.int64),
                np.array(one["village_price"], np.int64),
            )
            for one in levels
        )
    )
