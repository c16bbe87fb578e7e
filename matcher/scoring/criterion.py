"""What a criterion is: prepared once over all parties, then asked about columns of pairs.

Every criterion states what its values 0, ½ and 1 mean. Where nothing was said it answers UNKNOWN,
and says so in its reason: a little below the middle, so that silence never beats a real fit.
Preparing turns words into small numbers; answering only looks numbers up, without a loop over
pairs, because there may be billions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, runtime_checkable

from matcher.roster import Pairs, Real, Roster

UNKNOWN = 0.4


@dataclass(frozen=True)
class Reason:
    """`code` names the sentence, `params` are plain values that fill its places."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


class Criterion(Protocol):
    """One aspect of how well an enterprise and a village suit each other."""

    name: ClassVar[str]

    def __init__(self, roster: Roster) -> None:
        """Prepare, once, whatever the pairs will be asked about."""

    def values(self, pairs: Pairs) -> Real:
        """A value of 0 … 1 for each pair."""

    def reason(self, pair: Pairs) -> Reason:
        """Why this single pair has its value. Asked only for the pairs that are shown.

        To a criterion of meetings the best one comes first, and it is the one to speak of.
        """


@runtime_checkable
class OfMeetings(Protocol):
    """A criterion that looks at each meeting for itself."""

    def meetings(self, pairs: Pairs) -> Real:
        """A value of 0 … 1 for each meeting, NaN where nothing was said."""
