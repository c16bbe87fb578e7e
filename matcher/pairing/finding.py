"""Finding pairs: the list with its filters and totals, and one pair with all that happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from matcher.access import RIGHTS, Action, Actor, Within, require
from matcher.errors import NotFound
from matcher.pairing.model import Letter, Mailbox, Pair, PairEvent
from matcher.pairing.rows import EventRow, LetterRow, PairRow
from matcher.parties import Page
from matcher.parties.listing import PER_PAGE
from matcher.parties.model import Enterprise, Village
from matcher.parties.tenancy import governed
from matcher.rounds.model import Round
from matcher.vocabulary import PairState, Side

# tables and not classes: whoever may see a pair may read the names of both its sides
_ENTERPRISE, _VILLAGE, _ROUND = (
    Enterprise.__table__,
    Village.__table__,
    Round.__table__,
)

_OWN = PairRow.__dataclass_fields__.keys() & set(Pair.__table__.columns.keys())

governed(Pair, lambda pair, reach: reach.holds_village(pair.village_code))


@dataclass(frozen=True)
class PairSearch:
    """What is looked for; `text` is found in the names of both sides and the number."""

    text: str = ""
    county: str = ""
    state: PairState | None = None
    round_id: str = ""
    page: int = 1


@dataclass(frozen=True)
class FoundPairs:
    """One page of pairs, and how many there are in each state whatever state is looked for."""

    page: Page[PairRow]
    counts: Mapping[PairState, int]
    counties: tuple[str, ...]


def find_pairs(session: Session, actor: Actor, search: PairSearch) -> FoundPairs:
    """The newest first. A page past the last is the last."""
    require(actor, Action.SEE_PAIRS)
    seen = _seen_by(actor)
    wanted = [*seen, *_wanted(search)]
    counted = session.execute(
        _joined(Pair.state, func.count()).where(*wanted).group_by(Pair.state)
    ).all()
    counts = dict.fromkeys(PairState, 0) | {state: n for state, n in counted}  # noqa: C416 - a row is no pair to mypy
    total = sum(counts.values()) if search.state is None else counts[search.state]
    if search.state is not None:
        wanted.append(Pair.state == search.state)
    page = min(max(search.page, 1), max(1, -(-total // PER_PAGE)))
    found = session.execute(
        _pairs()
        .where(*wanted)
        .order_by(Pair.number.desc())
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    counties = session.scalars(
        _joined(_VILLAGE.c.county).where(*seen).distinct().order_by(_VILLAGE.c.county)
    )
    rows = tuple(_row(one) for one in found)
    return FoundPairs(Page(rows, total, page), counts, tuple(counties))


def found_pair(session: Session, actor: Actor, pair_id: str) -> Pair:
    """The stored pair. Raises NotFound, for none and for another's alike."""
    require(actor, Action.SEE_PAIRS)
    pair = session.scalar(select(Pair).where(Pair.id == pair_id, *_seen_by(actor)))
    if pair is None:
        raise NotFound("pairing.no_such_pair")
    return pair


def pair_rows(session: Session, pair_ids: Sequence[str]) -> list[PairRow]:
    """By number."""
    found = session.execute(_pairs().where(Pair.id.in_(pair_ids)).order_by(Pair.number))
    return [_row(one) for one in found]


def events_of(session: Session, pair_id: str) -> tuple[EventRow, ...]:
    """Oldest first."""
    found = session.scalars(
        select(PairEvent).where(PairEvent.pair_id == pair_id).order_by(PairEvent.seq)
    )
    fields = EventRow.__dataclass_fields__
    return tuple(EventRow(**{name: getattr(one, name) for name in fields}) for one in found)


def letters_of(session: Session, pair_id: str) -> tuple[LetterRow, ...]:
    """Newest first, each with the address it goes to."""
    found = session.execute(
        select(Letter, Mailbox.address)
        .outerjoin(Mailbox, (Mailbox.side == Letter.side) & (Mailbox.code == Letter.code))
        .where(Letter.pair_id == pair_id)
        .order_by(Letter.written_at.desc(), Letter.side, Letter.id)
    )
    fields = [name for name in LetterRow.__dataclass_fields__ if name != "address"]
    return tuple(
        LetterRow(address=address or "", **{name: getattr(one, name) for name in fields})
        for one, address in found
    )


def addresses_of(session: Session, pair: Pair) -> dict[Side, str]:
    """Where letters to each side go, as far as that is known."""
    sides = ((Side.ENTERPRISE, pair.uscc), (Side.VILLAGE, pair.village_code))
    named = [(Mailbox.side == side) & (Mailbox.code == code) for side, code in sides]
    return {one.side: one.address for one in session.scalars(select(Mailbox).where(or_(*named)))}


def _pairs() -> Select[Any]:
    return _joined(
        Pair,
        _ROUND.c.name.label("round"),
        _ENTERPRISE.c.id.label("enterprise_id"),
        _ENTERPRISE.c.name.label("enterprise"),
        _VILLAGE.c.id.label("village_id"),
        _VILLAGE.c.name.label("village"),
        _VILLAGE.c.town,
        _VILLAGE.c.county,
    )


def _joined(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Pair)
        .join(_ROUND, Pair.round_id == _ROUND.c.id)
        .join(_ENTERPRISE, Pair.uscc == _ENTERPRISE.c.uscc)
        .join(_VILLAGE, Pair.village_code == _VILLAGE.c.code)
    )


def _row(found: Any) -> PairRow:
    pair, *_ = found
    own = {name: getattr(pair, name) for name in _OWN}
    names = {name: value for name, value in found._mapping.items() if name != "Pair"}
    return PairRow(**own, **names, sent_at=pair.created_at)


def _seen_by(actor: Actor) -> list[ColumnElement[bool]]:
    """Each side its own pairs; how far an office reaches, the session is narrowed to."""
    scope = actor.scope
    match RIGHTS[Action.SEE_PAIRS].get(actor.role):
        case Within.FIRM:
            return [Pair.uscc == (scope.uscc or "")]
        case Within.HOME if scope.village_code or not scope.county:
            return [Pair.village_code == (scope.village_code or "")]
        case Within.HOME:
            return [Pair.village_code.startswith(scope.county, autoescape=True)]
        case _:
            return []


def _wanted(search: PairSearch) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    for word in search.text.split():
        named = (_ENTERPRISE.c.name, _VILLAGE.c.name, _VILLAGE.c.town)
        hits = [column.icontains(word, autoescape=True) for column in named]
        if word.isdecimal() and len(word) < 10:
            hits.append(Pair.number == int(word))
        wanted.append(or_(*hits))
    if search.county:
        wanted.append(_VILLAGE.c.county == search.county)
    if search.round_id:
        wanted.append(Pair.round_id == search.round_id)
    return wanted
