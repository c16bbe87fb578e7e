"""How much each criterion counts: named, versioned weights, whole numbers that sum to 100."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from matcher.errors import JieduiError
from matcher.scoring.criteria import CRITERIA

ALL = 100


@dataclass(frozen=True)
class Profile:
    """`weights` by the name of the criterion; one that is left out weighs nothing.

    Raises JieduiError for an unknown criterion, a weight that is no whole number from 0, or a sum
    other than 100.
    """

    name: str
    version: int
    weights: Mapping[str, int]

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", MappingProxyType(dict(self.weights)))
        for criterion, weight in self.weights.items():
            if criterion not in CRITERIA:
                raise JieduiError("scoring.no_such_criterion", name=criterion, known=list(CRITERIA))
            if type(weight) is not int or weight < 0:
                raise JieduiError("scoring.bad_weight", name=criterion, weight=str(weight))
        if sum(self.weights.values()) != ALL:
            raise JieduiError("scoring.bad_sum", sum=sum(self.weights.values()))

    def same_weights(self, other: Profile) -> bool:
        """Do both weigh alike, whatever they are called?"""
        return all(self.weights.get(one, 0) == other.weights.get(one, 0) for one in CRITERIA)


DEFAULT_PROFILE = Profile(
    "standard",
    2,
    {
        "category": 20,
        "amount": 14,
        "text": 16,
        "products": 10,
        "urgency": 10,
        "ties": 8,
        "aid": 4,
        "wishes": 10,
        "timing": 5,
        "cluster": 3,
    },
)
"""Half for the help itself: its form, its size, and what it is about. Three tenths for who needs it
and who wants it: produce that the trade can use long after the gift, a pressing village, the word
of either side. The rest for what makes it easy: people who know each other, the right district, the
right time, one journey for several villages.
"""
