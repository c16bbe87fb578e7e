"""Numbers only: which candidate pairs make the best plan, with the proof that none is better."""

from importlib import import_module
from typing import Any

from matcher.engine.blocking import blocking_pairs
from matcher.engine.certificate import Certificate, Level
from matcher.engine.diagnose import diagnose
from matcher.engine.matching import Matching, Status
from matcher.engine.problem import MatchingProblem
from matcher.engine.solve import METHODS, solve
from matcher.engine.verify import verify


def __getattr__(name: str) -> Any:
    """What needs the compiled kernels is loaded when it is first asked for."""
    if name == "disturbance_curve":
        return import_module("matcher.engine.keeping").disturbance_curve
    raise AttributeError(name)


__all__ = [
    "METHODS",
    "Certificate",
    "Level",
    "Matching",
    "MatchingProblem",
    "Status",
    "blocking_pairs",
    "diagnose",
    "disturbance_curve",
    "solve",
    "verify",
]
