"""What stands between an enterprise and a village, by kind, from either side."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from matcher.parties import Tie
from matcher.vocabulary import ArrangementKind, Precision
from web.records import field_value, quantity
from web.translating import shown, t, term

_KINDS = list(ArrangementKind)


@dataclass(frozen=True)
class ShownTie:
    """One line: the other side, what was given or said, when, and where that is written."""

    other_id: str | None
    other_name: str
    what: str
    when: str
    source: str


@dataclass(frozen=True)
class TieGroup:
    kind: ArrangementKind
    ties: tuple[ShownTie, ...]


def tie_groups(ties: tuple[Tie, ...]) -> tuple[TieGroup, ...]:
    """By kind in the order of the closed list, the newest first."""
    newest_first = sorted(ties, key=lambda tie: shown_order(tie.on), reverse=True)
    by_kind = sorted(newest_first, key=lambda tie: _KINDS.index(tie.kind))
    return tuple(
        TieGroup(kind, tuple(_line(tie) for tie in group))
        for kind, group in groupby(by_kind, key=lambda tie: tie.kind)
    )


def shown_order(on: object) -> str:
    return "" if on is None else str(on)


def _line(tie: Tie) -> ShownTie:
    return ShownTie(
        other_id=tie.other_id,
        other_name=tie.other_name or t("ties.whole_county"),
        what=_what(tie),
        when=f"{shown(tie.on)} – {shown(tie.ends_on)}" if tie.ends_on else shown(tie.on),
        source=tie.source or "",
    )


def _what(tie: Tie) -> str:
    about = "" if tie.precision in (None, Precision.EXACT) else term(tie.precision)
    money = field_value("arrangement", "amount_fen", tie.amount_fen)
    count = quantity(tie.quantity, tie.unit)
    said = (
        term(tie.gift_kind),
        tie.item,
        f"{about} {count}".strip() if count else "",
        f"{about} {money}".strip() if money else "",
        tie.batch,
        tie.reason,
    )
    return " · ".join(word for word in said if word)
