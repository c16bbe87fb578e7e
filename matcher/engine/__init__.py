"""Numbers only: which candidate pairs make the best plan, with the proof that none is better."""

from matcher.engine.certificate import Certificate, Level
from matcher.engine.diagnose import diagnose
from matcher.engine.matching import Matching, Status
from matcher.engine.problem import MatchingProblem
from matcher.engine.solve import METHODS, solve
from matcher.engine.verify import verify

__all__ = [
    "METHODS",
    "Certificate",
    "Level",
    "Matching",
    "MatchingProblem",
    "Status",
    "diagnose",
    "solve",
    "verify",
]
