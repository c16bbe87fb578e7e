"""How well do these two suit? Small named criteria, each with a value and a reason."""

from matcher.scoring.criteria import CRITERIA
from matcher.scoring.criterion import UNKNOWN, Criterion, Reason
from matcher.scoring.profile import DEFAULT_PROFILE, Profile
from matcher.scoring.reading import Reading, understood
from matcher.scoring.scorer import FULL_SCORE, UNTOLD, Part, Scorer
from matcher.scoring.text import Likeness, likeness

__all__ = [
    "CRITERIA",
    "DEFAULT_PROFILE",
    "FULL_SCORE",
    "UNKNOWN",
    "UNTOLD",
    "Criterion",
    "Likeness",
    "Part",
    "Profile",
    "Reading",
    "Reason",
    "Scorer",
    "likeness",
    "understood",
]
