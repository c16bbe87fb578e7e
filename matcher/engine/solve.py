"""One door to all methods; an unknown name is an error that lists the known ones."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from matcher.engine.matching import Matching
from matcher.engine.problem import MatchingProblem
from matcher.errors import ProblemRefused

METHODS = ("coverage", "score", "fair", "stable", "greedy")


def solve(problem: MatchingProblem, method: str = "coverage", **options: Any) -> Matching:
    """The plan of `method`; status infeasible (an answer, no exception) when none can exist.

    `stable` takes `proposing="village"` or `"enterprise"`; `score` and `coverage` take `keep`, rows
    of pairs of an earlier plan, each worth `keep_bonus` points more than its score. A method's
    module, and with it the compiled kernels, is loaded when it is first asked for.
    """
    if method not in METHODS:
        raise ProblemRefused("engine.unknown_method", method=method, known=list(METHODS))
    found: Matching = import_module(f"matcher.engine.methods.{method}").plan(problem, **options)
    return found
