"""Numbers only: which candidate pairs make the best plan, with the proof that none is better."""

from importlib import import_module
from typing import Any

from matcher.engine.auditing.verify import verify
from matcher.engine.blocking import blocking_pairs
from matcher.engine.certificate import Certificate, Level
from matcher.engine.explaining.diagnose import diagnose
from matcher.engine.matching import Matching, Status
from matcher.engine.problem import MatchingProblem
from matcher.engine.solve import METHODS, solve

LATER = {
    "cheapest_relaxation": "explaining.relaxing",
    "contradiction": "explaining.relaxing",
    "disturbance_curve": "keeping",
    "Allocation": "allocation.plan",
    "AllocationProblem": "allocation.problem",
    "allocate": "allocation.allocate",
    "verify_allocation": "allocation.verify",
}


def __getattr__(name: str) -> Any:
    """What not every caller needs is loaded when it is first asked for."""
    if name in LATER:
        return getattr(import_module(f"matcher.engine.{LATER[name]}"), name)
    raise AttributeError(name)


__all__ = [
    "METHODS",
    "Allocation",
    "AllocationProblem",
    "Certificate",
    "Level",
    "Matching",
    "MatchingProblem",
    "Status",
    "allocate",
    "blocking_pairs",
    "cheapest_relaxation",
    "contradiction",
    "diagnose",
    "disturbance_curve",
    "solve",
    "verify",
    "verify_allocation",
]
