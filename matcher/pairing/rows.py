"""Pairs as plain values: what pages and commands are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from matcher.vocabulary import LetterState, PairMove, PairRole, PairState, Side


@dataclass(frozen=True)
class PairRow:
    """A pair with the names of both sides; `version` is what a move expects."""

    id: str
    number: int
    round_id: str
    round: str
    suggestion_id: str
    enterprise_id: str
    uscc: str
    enterprise: str
    village_id: str
    village_code: str
    village: str
    town: str
    county: str
    role: PairRole
    state: PairState
    answer_by: date
    since: date | None
    until: date | None
    sent_at: datetime
    version: int


@dataclass(frozen=True)
class EventRow:
    """One entry of a pair's history."""

    seq: int
    move: PairMove
    before: PairState | None
    after: PairState
    reason: str
    said_by: str
    said_on: date | None
    since: date | None
    until: date | None
    at: datetime
    by: str


@dataclass(frozen=True)
class LetterRow:
    """What was written to a side, and what became of it; `address` is empty where none is known."""

    id: str
    side: Side
    subject: str
    state: LetterState
    address: str
    written_at: datetime
    sent_at: datetime | None
    tries: int
    failure: str


@dataclass(frozen=True)
class PairDetail:
    """A pair with its history, oldest first, its letters and where they go, newest first, and what
    this reader may do now."""

    pair: PairRow
    events: tuple[EventRow, ...]
    letters: tuple[LetterRow, ...]
    addresses: Mapping[Side, str]
    moves: tuple[PairMove, ...]


@dataclass(frozen=True)
class WaitingRow:
    """A confirmed pair of a round that nobody was asked about yet."""

    review_id: str
    uscc: str
    enterprise: str
    village_code: str
    village: str
    decided_by: str
    decided_at: datetime
