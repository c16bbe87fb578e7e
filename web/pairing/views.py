"""How pairs are laid out: the list by state, and one pair by who said what and who acts next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from matcher.access import Actor
from matcher.pairing import EventRow, FoundPairs, PairDetail, pair_detail
from matcher.pairing.moves import DECLINES, MOVES
from matcher.pairing.moving import speaks_for
from matcher.vocabulary import PairMove, PairState, Side
from web.pairing.forms import MoveForm, group_of
from web.translating import today


@dataclass(frozen=True)
class Doing:
    """Moves that are made through one form."""

    group: str
    moves: tuple[PairMove, ...]
    form: MoveForm
    asks: str


@dataclass(frozen=True)
class SideCard:
    """One of the two: what it answered, and the form for an answer the reader may give."""

    side: Side
    name: str
    id: str
    place: str
    answer: EventRow | None
    declined: bool
    doing: Doing | None


@dataclass(frozen=True)
class PairPage:
    """A pair as its page shows it; `homeless` is what was entered and no form takes any more."""

    detail: PairDetail
    sides: tuple[SideCard, ...]
    doings: tuple[Doing, ...]
    registers: bool
    refused: MoveForm | None
    homeless: str


def pair_page(
    session: Session,
    actor: Actor,
    pair_id: str,
    refused: tuple[str, MoveForm] | None = None,
) -> PairPage:
    """`refused` is the group and form of a move that was not made."""
    detail = pair_detail(session, actor, pair_id)
    doings: dict[str, Doing] = {}
    for move in detail.moves:
        group = group_of(move)
        before = doings[group].moves if group in doings else ()
        form = refused[1] if refused and refused[0] == group else MoveForm(group, day=today())
        doings[group] = Doing(group, (*before, move), form, MOVES[move].asks)
    lost = refused is not None and refused[0] not in doings
    return PairPage(
        detail=detail,
        sides=tuple(_side(detail, side, doings.get(side.value)) for side in Side),
        doings=tuple(one for group, one in doings.items() if group not in list(Side)),
        registers=speaks_for(actor) is None,
        refused=refused[1] if refused else None,
        homeless=(refused[1].reason.data or "") if refused and lost else "",
    )


def _side(detail: PairDetail, side: Side, doing: Doing | None) -> SideCard:
    pair = detail.pair
    said = [one for one in detail.events if one.move in MOVES and MOVES[one.move].side is side]
    answer = said[-1] if said else None
    firm = side is Side.ENTERPRISE
    return SideCard(
        side=side,
        name=pair.enterprise if firm else pair.village,
        id=pair.enterprise_id if firm else pair.village_id,
        place="" if firm else f"{pair.county} {pair.town}",
        answer=answer,
        declined=answer is not None and answer.move in DECLINES,
        doing=doing,
    )


def tabs(found: FoundPairs, chosen: PairState | None) -> Mapping[PairState | None, int]:
    """All (None), and each state that occurs or was asked for, in the order of a pair's life."""
    shown = {state: count for state, count in found.counts.items() if count or state is chosen}
    return {None: sum(found.counts.values()), **shown}
