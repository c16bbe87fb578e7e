"""How a discussion is laid out: comments with the names in them, a pair's story as lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from matcher.discussion import (
    Chronicle,
    CommentRow,
    Decided,
    Entry,
    Happened,
    LeftOut,
    Nameable,
    Said,
    Suggested,
)
from matcher.vocabulary import Decision, DeedKind
from web.translating import t, term

_STATES = {Decision.SWAP: "out", Decision.TAKEN_BACK: "plain"}


@dataclass(frozen=True)
class Piece:
    """A stretch of a comment; `named` when it is an @ with somebody's name."""

    text: str
    named: bool


@dataclass(frozen=True)
class ShownComment:
    row: CommentRow
    pieces: tuple[Piece, ...]
    own: bool


@dataclass(frozen=True)
class Line:
    """One thing that happened: `state` is a name of components/state.html, `to` an address."""

    at: datetime
    who: str
    state: str
    what: str
    more: str
    why: str
    to: str
    link: int | None
    comment: ShownComment | None = None


def shown_comment(row: CommentRow, reader_id: str | None) -> ShownComment:
    return ShownComment(row, _pieces(row), row.author_id == reader_id)


def names_to_offer(known: Iterable[Nameable], reader_id: str | None) -> list[str]:
    """Whom the reader may name: not themselves, and nobody who shares a name with another."""
    known = list(known)
    count = Counter(one.name.casefold() for one in known)
    return [
        one.name for one in known if one.account_id != reader_id and count[one.name.casefold()] == 1
    ]


def lines_of(story: Chronicle, reader_id: str | None) -> list[Line]:
    """The story's entries, the oldest first."""
    return [_line(story, entry, reader_id) for entry in story.entries]


def _line(story: Chronicle, entry: Entry, reader_id: str | None) -> Line:
    match entry:
        case Suggested() | LeftOut():
            return _of_run(story, entry)
        case Decided():
            return Line(
                at=entry.at,
                who=entry.by,
                state=_STATES.get(entry.decision, entry.decision.value),
                what=term(entry.decision),
                more="" if entry.kind is DeedKind.DONE else t(f"discussion.by.{entry.kind.value}"),
                why=entry.reason,
                to="",
                link=entry.link,
            )
        case Happened():
            event = entry.event
            said = t("pairing.said", by=event.said_by, on=event.said_on) if event.said_by else ""
            return Line(
                at=entry.at,
                who=entry.by,
                state=event.after.value,
                what=term(event.move),
                more=said,
                why=event.reason,
                to=url_for("pairing.show", pair_id=entry.pair_id),
                link=None,
            )
        case Said():
            return Line(
                at=entry.at,
                who=entry.by,
                state="",
                what="",
                more="",
                why="",
                to="",
                link=entry.link,
                comment=shown_comment(entry.comment, reader_id),
            )


def _of_run(story: Chronicle, entry: Suggested | LeftOut) -> Line:
    method = t(f"rounds.methods.{entry.method}.name")
    if isinstance(entry, Suggested):
        state, what = "suggested", t("discussion.suggested", number=entry.number)
        more = t("discussion.rank", score=entry.score, rank=entry.rank, pairs=entry.pairs)
    else:
        state, what, more = "left_out", t("discussion.left_out", number=entry.number), ""
    return Line(
        at=entry.at,
        who=entry.by,
        state=state,
        what=what,
        more=f"{more} · {method}" if more else method,
        why="",
        to=url_for("rounds.board", round_id=story.round_id, run=entry.run_id),
        link=None,
    )


def _pieces(row: CommentRow) -> tuple[Piece, ...]:
    """The text taken apart where it names somebody; the longest name that fits counts."""
    if not row.names:
        return (Piece(row.text, named=False),)
    longest_first = sorted(row.names, key=len, reverse=True)
    parts = re.split(
        f"([@＠](?:{'|'.join(map(re.escape, longest_first))}))", row.text, flags=re.IGNORECASE
    )
    return tuple(Piece(text, named=bool(at % 2)) for at, text in enumerate(parts) if text)
