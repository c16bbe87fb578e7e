"""What-ifs: a party withdraws or takes more or fewer partners, an offer grows, a village is added.

Each kind is a rule from one programme to another. It also tells whether a programme is already so,
which is when nothing stands in the way of adopting it. Nobody is taken out of a programme: who
withdraws is suspended, as its record would say, so that history keeps its points.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Protocol

from matcher.eligibility.facts import Facts
from matcher.errors import JieduiError
from matcher.programme import Arrangement, Enterprise, Need, Offer, Programme, Village
from matcher.roster import OPEN, Roster
from matcher.scoring import Reason
from matcher.vocabulary import ArrangementKind, Category, NeedStatus, Side, Urgency

FOREVER = date.max


class WhatIf(Protocol):
    """One supposition about one party. Its fields are plain values."""

    kind: ClassVar[str]

    @property
    def party(self) -> tuple[Side, str]:
        """Whose record it speaks of."""

    def on(self, programme: Programme) -> Programme:
        """What the programme would be. Raises JieduiError when it speaks of nobody there."""

    def holds(self, programme: Programme) -> bool:
        """Whether the programme is so already."""

    def said(self, programme: Programme) -> Reason:
        """The sentence that tells it, of a programme on which it can be."""


@dataclass(frozen=True)
class Withdraws:
    """It takes no part, and what was pinned with it falls away."""

    kind: ClassVar[str] = "withdraws"
    side: Side
    code: str

    @property
    def party(self) -> tuple[Side, str]:
        return self.side, self.code

    def on(self, programme: Programme) -> Programme:
        gone: dict[str, Any] = {"suspended_until": FOREVER}
        if self.side is Side.ENTERPRISE:
            gone["min_villages"] = None
        kept = tuple(tie for tie in programme.arrangements if not self._pins(tie))
        return dataclasses.replace(changed(programme, self.party, **gone), arrangements=kept)

    def holds(self, programme: Programme) -> bool:
        roster = Roster.of(programme)
        facts = Facts(roster)
        if self.side is Side.ENTERPRISE:
            at = roster.enterprise_at.get(self.code)
            taking = at is not None and roster.enterprises[at].max_villages > 0
            return not taking or bool(facts.enterprise_suspended[at])
        at = roster.village_at.get(self.code)
        taking = at is not None and partners(roster.villages[at]) > 0 and bool(facts.has_need[at])
        return not taking or bool(facts.village_suspended[at])

    def said(self, programme: Programme) -> Reason:
        pins = sum(map(self._pins, programme.arrangements))
        named = {"party": party_of(programme, self.party).name, "pins": pins}
        return Reason(f"rounds.what_if.withdraws{'_pinned' if pins else ''}", named)

    def _pins(self, tie: Arrangement) -> bool:
        code = tie.uscc if self.side is Side.ENTERPRISE else tie.village_code
        return tie.kind is ArrangementKind.PIN and code == self.code


@dataclass(frozen=True)
class Places:
    """It takes up to so many partners."""

    kind: ClassVar[str] = "places"
    side: Side
    code: str
    places: int

    @property
    def party(self) -> tuple[Side, str]:
        return self.side, self.code

    def on(self, programme: Programme) -> Programme:
        most = "max_villages" if self.side is Side.ENTERPRISE else "max_partners"
        return changed(programme, self.party, **{most: self.places})

    def holds(self, programme: Programme) -> bool:
        known = _parties(programme, self.side).get(self.code)
        return known is not None and partners(known) == self.places

    def said(self, programme: Programme) -> Reason:
        known = party_of(programme, self.party)
        params = {"party": known.name, "was": partners(known), "now": self.places}
        return Reason(f"rounds.what_if.{self.side}_places", params)


@dataclass(frozen=True)
class OfferGrows:
    """An offer of the enterprise is worth so many fen in all."""

    kind: ClassVar[str] = "offer_grows"
    uscc: str
    offer: str
    amount_fen: int

    @property
    def party(self) -> tuple[Side, str]:
        return Side.ENTERPRISE, self.uscc

    def on(self, programme: Programme) -> Programme:
        grown = dataclasses.replace(self._offer(programme), amount_fen=self.amount_fen)
        offers = tuple(grown if one.number == self.offer else one for one in programme.offers)
        return dataclasses.replace(programme, offers=offers)

    def holds(self, programme: Programme) -> bool:
        return any(
            one.number == self.offer and (one.amount_fen or 0) >= self.amount_fen
            for one in programme.offers
        )

    def said(self, programme: Programme) -> Reason:
        offer = self._offer(programme)
        params = {
            "party": party_of(programme, self.party).name,
            "offer": offer.title,
            "was": offer.amount_fen or 0,
            "now": self.amount_fen,
        }
        return Reason("rounds.what_if.offer_grows", params)

    def _offer(self, programme: Programme) -> Offer:
        for one in programme.offers:
            if (one.number, one.uscc) == (self.offer, self.uscc):
                return one
        raise JieduiError("rounds.what_if_of_nobody", called=self.offer)


@dataclass(frozen=True)
class VillageAdded:
    """A village in the town of `like`: with a need of its own, or with copies of those of `like`.

    `code` is free in the programme; the real one will be another.
    """

    kind: ClassVar[str] = "village_added"
    code: str
    name: str
    like: str
    title: str = ""
    category: Category | None = None
    urgency: Urgency | None = None
    gap_fen: int | None = None

    @property
    def party(self) -> tuple[Side, str]:
        return Side.VILLAGE, self.code

    def on(self, programme: Programme) -> Programme:
        like = _village(programme, self.like)
        added = Village(
            code=self.code,
            name=self.name,
            town=like.town,
            county=like.county,
            prefecture=like.prefecture,
            aid_district=like.aid_district,
        )
        needs = (*programme.needs, *self._needs(programme))
        villages = (*programme.villages, added)
        return dataclasses.replace(programme, villages=villages, needs=needs).ordered()

    def holds(self, programme: Programme) -> bool:
        """By its name in the town: what code it will have, nobody knows yet."""
        known = {one.code: one for one in programme.villages}
        town = known[self.like].town if self.like in known else None
        return any(
            (one.name, one.town) == (self.name, town) and open_needs(programme, one.code)
            for one in programme.villages
        )

    def said(self, programme: Programme) -> Reason:
        titles = [need.title for need in self._needs(programme)]
        town = _village(programme, self.like).town
        params = {"party": self.name, "town": town, "needs": titles}
        return Reason("rounds.what_if.village_added", params)

    def _needs(self, programme: Programme) -> list[Need]:
        if self.title and self.category and self.urgency:
            own = Need(
                number=f"{self.code}-1",
                village_code=self.code,
                category=self.category,
                title=self.title,
                gap_fen=self.gap_fen,
                urgency=self.urgency,
                status=NeedStatus.OPEN,
            )
            return [own]
        return [
            dataclasses.replace(need, number=f"{self.code}-{place}", village_code=self.code)
            for place, need in enumerate(open_needs(programme, self.like), start=1)
        ]


KINDS: Mapping[str, Any] = {one.kind: one for one in (Withdraws, OfferGrows, Places, VillageAdded)}


def supposed(programme: Programme, what_ifs: Iterable[WhatIf]) -> Programme:
    """The programme if all of this were so, one after the other. Raises JieduiError."""
    for one in what_ifs:
        programme = one.on(programme)
    return programme


def told(programme: Programme, what_ifs: Iterable[WhatIf]) -> tuple[Reason, ...]:
    """Each as a sentence, of the programme as it is when its turn comes. Raises JieduiError."""
    said = []
    for one in what_ifs:
        after = one.on(programme)
        said.append(one.said(programme))
        programme = after
    return tuple(said)


def withdrawn(what_ifs: Iterable[WhatIf]) -> frozenset[tuple[Side, str]]:
    """Those that take no part."""
    return frozenset(one.party for one in what_ifs if isinstance(one, Withdraws))


def party_of(programme: Programme, party: tuple[Side, str]) -> Enterprise | Village:
    """Raises JieduiError when it is not there."""
    side, code = party
    found: Enterprise | Village | None = _parties(programme, side).get(code)
    if found is None:
        raise JieduiError("rounds.what_if_of_nobody", called=code)
    return found


def partners(party: Enterprise | Village) -> int:
    """Up to how many it takes; a village that does not say, one."""
    if isinstance(party, Enterprise):
        return party.max_villages
    return 1 if party.max_partners is None else party.max_partners


def changed(programme: Programme, party: tuple[Side, str], **fields: Any) -> Programme:
    """The programme with these fields of one party. Raises JieduiError when it is not there."""
    side, code = party
    new = dataclasses.replace(party_of(programme, party), **fields)
    parties = tuple({**_parties(programme, side), code: new}.values())
    name = "enterprises" if side is Side.ENTERPRISE else "villages"
    return dataclasses.replace(programme, **{name: parties})


def open_needs(programme: Programme, code: str) -> list[Need]:
    return [one for one in programme.needs if one.village_code == code and one.status in OPEN]


def _parties(programme: Programme, side: Side) -> dict[str, Any]:
    if side is Side.ENTERPRISE:
        return {one.uscc: one for one in programme.enterprises}
    return {one.code: one for one in programme.villages}


def _village(programme: Programme, code: str) -> Village:
    found = party_of(programme, (Side.VILLAGE, code))
    assert isinstance(found, Village)
    return found
