"""Text likeness: is the help that the enterprise speaks of the help that the village speaks of?

1: the very help, for the same thing. ½: a roundabout form of help for the same thing, the right
form for a related one, or too little said to tell. 0: other help, or no open need that meets an
offer. The most likely meeting counts, and what was understood of both sides is told.
"""

from __future__ import annotations

from typing import Any, ClassVar

from matcher.programme import Need, Offer
from matcher.roster import Pairs, Real, Roster
from matcher.scoring.criterion import Reason
from matcher.scoring.reading import Reading, understood
from matcher.scoring.text import Likeness, best_meeting
from matcher.scoring.words import Thing

MOST = 2
"""So many things are told of each side."""


class TextLikeness:
    """Titles and descriptions of needs against those of offers."""

    name: ClassVar[str] = "text"

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._likeness = Likeness(
            [_written(need) for need in roster.needs], [_written(offer) for offer in roster.offers]
        )

    def meetings(self, pairs: Pairs) -> Real:
        return self._likeness.column(pairs.need, pairs.offer)

    def values(self, pairs: Pairs) -> Real:
        return pairs.best(self.meetings(pairs), without=0.0)

    def reason(self, pair: Pairs) -> Reason:
        if not len(pair.need):
            return Reason("scoring.text.none")
        need, offer = self._roster.needs[pair.need[0]], self._roster.offers[pair.offer[0]]
        titles = {"need": need.title, "offer": offer.title}
        wanted, given = understood(_written(need)), understood(_written(offer))
        if not (wanted.help or wanted.things) or not (given.help or given.things):
            return Reason("scoring.text.unread", titles)
        wants, gives = best_meeting(wanted, given)
        told = {"wants": [_told("wants", wants, wanted, given)]}
        told["gives"] = [_told("gives", gives, given, wanted)]
        return Reason("scoring.text.understood", {**titles, **told})


def _written(one: Need | Offer) -> str:
    return f"{one.title}。{one.description or ''}"


def _told(side: str, help_: str | None, reading: Reading, other: Reading) -> dict[str, Any]:
    """The help and the things of one side as a sentence; what the other side names too first."""
    helps = [_sentence(f"scoring.{side}.{help_}")] if help_ else []
    both = {thing for thing, _ in other.things}
    things = sorted((thing for thing, _ in reading.things), key=lambda thing: thing not in both)
    shown = [thing for thing in things if not thing.place] or things
    named = [_named(thing) for thing in shown[:MOST]]
    if not helps or not named:
        return _sentence("scoring.reading.one", one=helps or named)
    return _sentence("scoring.reading.both", help=helps, things=named)


def _named(thing: Thing) -> dict[str, Any]:
    if thing.whole:
        return _sentence("scoring.reading.kind", name_zh=thing.name, name_en=thing.kinds[0].en)
    return _sentence("scoring.reading.thing", name=thing.name)


def _sentence(code: str, **params: Any) -> dict[str, Any]:
    return {"code": code, "params": params}
