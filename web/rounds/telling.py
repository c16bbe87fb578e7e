"""Words for what a step does to the plan and for what people did, in the reader's language."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from matcher.rounds.board_rows import Parties
from matcher.rounds.consequences import Effect
from matcher.rounds.deeds import DeedRow
from matcher.rounds.drafting import Pair
from matcher.vocabulary import DeedKind, Side
from web.translating import t, term

Clause = Mapping[str, Any]
MOST_NAMED = 3
MINUS = "−"
_PARTNERS = {
    Side.VILLAGE: ("village_alone", "village_to"),
    Side.ENTERPRISE: ("enterprise_alone", "enterprise_to"),
}


@dataclass(frozen=True)
class Cost:
    """What a step costs: in short for a column, `worse` where villages lose their partner."""

    share: str
    points: str
    others: int
    worse: bool


def signed(number: int) -> str:
    """−35, +12 or 0."""
    return f"{number:+,}".replace("-", MINUS) if number else "0"


def share_of(change: int, whole: int) -> str:
    """−0.1%; nothing where there is no whole."""
    if not whole:
        return ""
    share = change / whole
    percent = f"{share:+.1%}" if abs(share) >= 0.001 else f"{share:+.2%}"
    return percent.replace("-", MINUS) if change else "0%"


def cost_of(effect: Effect, total: int, about: Pair) -> Cost:
    return Cost(
        share=share_of(effect.total, total),
        points=signed(effect.total),
        others=effect.others_moved(about[1]),
        worse=not effect.possible or effect.covered < 0,
    )


def veto_words(effect: Effect, total: int, pair: Pair, known: Parties) -> str:
    """What happens to the village of the pair, to the plan, and to others."""
    return t("rounds.if_vetoed", clauses=clauses(effect, total, known, village=pair[1]))


def clauses(
    effect: Effect, total: int, known: Parties, *, village: str = "", enterprise: str = ""
) -> list[Clause]:
    """An effect clause by clause, that on one party first where one is named."""
    if not effect.possible:
        return [_clause("impossible")]
    said = []
    if village:
        said.append(_partners(effect, known, Side.VILLAGE, village))
    if enterprise:
        said.append(_partners(effect, known, Side.ENTERPRISE, enterprise))
    if effect.covered:
        kind = "fewer_covered" if effect.covered < 0 else "more_covered"
        said.append(_clause(kind, count=abs(effect.covered)))
    if effect.engaged and not effect.covered:
        kind = "fewer_engaged" if effect.engaged < 0 else "more_engaged"
        said.append(_clause(kind, count=abs(effect.engaged)))
    if effect.total:
        share = share_of(effect.total, total)
        said.append(_clause("total", change=signed(effect.total), share=share))
    else:
        said.append(_clause("same_total"))
    spoken_of = [village] if village else [code for uscc, code in effect.new if uscc == enterprise]
    if others := effect.others_moved(*spoken_of):
        said.append(_clause("others", count=others))
    return said


def moves(effect: Effect, known: Parties, after: Collection[Pair]) -> list[str]:
    """Village by village, by their codes: from whom to whom, where `after` are all pairs then."""
    before = {*after, *effect.gone} - {*effect.new}
    said = []
    for code in sorted({code for _, code in (*effect.gone, *effect.new)}):
        gone, new = (
            [_name(known, Side.ENTERPRISE, uscc) for uscc, one in pairs if one == code]
            for pairs in (effect.gone, effect.new)
        )
        had, has = (any(one == code for _, one in pairs) for pairs in (before, after))
        kind = "exchanged" if gone and new else "joined" if new else "left"
        if not (had and has):
            kind = "covered" if has else "alone"
        village = _name(known, Side.VILLAGE, code)
        said.append(t(f"rounds.move.{kind}", village=village, gone=gone, new=new))
    return said


@dataclass(frozen=True)
class Told:
    """A deed in words, with who did it, when and why."""

    id: str
    words: str
    reason: str
    by: str
    at: datetime

    @classmethod
    def of(cls, deed: DeedRow) -> Told:
        return cls(deed.id, deed_words(deed), deed.reason, deed.by, deed.at)


def deed_words(deed: DeedRow) -> str:
    """What was done, in a few words: the decision with its pairs, or the new places."""
    said = [
        t(
            "rounds.ruled",
            decision=term(decision),
            pairs=[f"{one.village} ↔ {one.enterprise}" for one in some[:MOST_NAMED]],
            more=t("rounds.and_more", count=len(some) - MOST_NAMED)
            if len(some) > MOST_NAMED
            else "",
        )
        for decision in dict.fromkeys(one.decision for one in deed.rulings)
        for some in [[one for one in deed.rulings if one.decision is decision]]
    ]
    for one in deed.places:
        places = t("rounds.usual_places") if one.places is None else one.places
        said.append(t("rounds.placed", name=one.name, places=places))
    words = t("rounds.deed_parts", parts=said)
    if deed.kind is DeedKind.DONE:
        return words
    return t("rounds.deed_of_kind", kind=term(deed.kind), words=words)


def _partners(effect: Effect, known: Parties, side: Side, code: str) -> Clause:
    other = Side.ENTERPRISE if side is Side.VILLAGE else Side.VILLAGE
    names = [_name(known, other, one) for one in effect.partners_of(side, code)]
    alone, to = _PARTNERS[side]
    return _clause(to if names else alone, name=_name(known, side, code), partners=names)


def _name(known: Parties, side: Side, code: str) -> str:
    places = known.enterprises if side is Side.ENTERPRISE else known.villages
    return places[code].name if code in places else code


def _clause(kind: str, **params: Any) -> Clause:
    return {"code": f"web.rounds.effect.{kind}", "params": params}
