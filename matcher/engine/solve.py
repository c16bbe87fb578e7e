"""One door to all methods; an unknown name is an error that lists the known ones."""

from __future__ import annotations

from importlib import import_module

from matcher.engine.matching import Matching
from matcher.engine.problem import MatchingProblem
from matcher.errors import ProblemRefused

METHODS = ("coverage", "score", "greedy")


def solve(problem: MatchingProblem, method: str = "coverage") -> Matching:
    """The plan of `method`; status infeasible (an answer, no exception) when none can exist.

    A method's module, and with it the compiled kernels, is loaded when it is first asked for.
    """
    if method not in METHODS:
        raise ProblemRefused("engine.unknown_method", method=method, known=list(METHODS))
    found: Matching = import_module(f"matcher.engine.methods.{method}").plan(problem)
    return found
