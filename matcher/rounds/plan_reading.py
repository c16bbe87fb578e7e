"""PLAN.json read back: only its shape is asked for; whether it is true, `verifying` finds out."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from matcher.engine import Certificate, Level, MatchingProblem, Status
from matcher.errors import JieduiError, ProblemRefused
from matcher.rounds.plan import Plan, PlannedPair, Scope, Uncovered, Worth, draw
from matcher.rounds.plan_file import FORMAT
from matcher.scoring import UNTOLD, Part, Reason


def read_plan(data: bytes) -> Plan:
    """A plan from its PLAN.json. Raises JieduiError `plan.malformed` when it is none."""
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
            method=_text(document["method"]),
            status=Status(document["status"]),
            fingerprint=_text(document["fingerprint"]),
            total_score=_whole(document["total_score"]),
            covered=_whole(document["covered"]),
            engaged=_whole(document["engaged"]),
            pairs=tuple(_read_pair(pair) for pair in document["pairs"]),
            uncovered=tuple(
                Uncovered(
                    _text(one["village"]),
                    one["code"],
                    one["params"],
                    tuple(Reason(advice["code"], advice["params"]) for advice in one["advice"]),
                )
                for one in document["uncovered"]
            ),
            obstacles=tuple(Reason(one["code"], one["params"]) for one in document["obstacles"]),
            profile=_text(document["profile"]["name"]),
            profile_version=document["profile"]["version"],
            weights={name: _whole(weight) for name, weight in document["weights"].items()},
            seed=_text(document["seed"]),
            problem=problem,
            enterprises=tuple(_text(one["id"]) for one in document["problem"]["enterprises"]),
            villages=tuple(_text(one["id"]) for one in document["problem"]["villages"]),
            certificate=_read_certificate(document["certificate"]),
            scope=_read_scope(document.get("scope")),
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


def _text(words: Any) -> str:
    if type(words) is not str:
        raise TypeError(f"{words!r} is no text")
    return words


def _share(number: Any) -> float:
    if type(number) not in (int, float) or not 0 <= number <= 1:
        raise ValueError(f"{number!r} is not within 0 and 1")
    return float(number)


def _read_pair(pair: dict[str, Any]) -> PlannedPair:
    overrides = pair["overrides"]
    return PlannedPair(
        enterprise=_text(pair["enterprise"]),
        village=_text(pair["village"]),
        score=_whole(pair["score"]),
        pinned=bool(pair["pinned"]),
        draw=_whole(pair["draw"]),
        parts=tuple(
            Part(
                _text(part["criterion"]),
                _share(part["value"]),
                _whole(part["weight"]),
                _whole(part["points"]),
                _text(part.get("code", UNTOLD)),
                part.get("params", {}),
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


def _read_scope(scope: dict[str, Any] | None) -> Scope | None:
    if scope is None:
        return None
    worth = [
        Worth(_text(one["level"]), _whole(one["first"]), _whole(one["proven"]))
        for one in scope["worth"]
    ]
    counts = {name: _whole(scope[name]) for name in ("eligible", "first", "added", "rounds")}
    return Scope(**counts, worth=tuple(worth))


def _read_certificate(levels: list[dict[str, Any]] | None) -> Certificate | None:
    if levels is None:
        return None
    return Certificate(
        tuple(
            Level(
                _text(one["level"]),
                _whole(one["worth"]),
                np.array([_whole(price) for price in one["enterprise_price"]], np.int64),
                np.array([_whole(price) for price in one["village_price"]], np.int64),
            )
            for one in levels
        )
    )
