"""Comments, names and readers as plain values: what pages are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.rounds.rows import Pair


@dataclass(frozen=True)
class CommentRow:
    """A comment; of a withdrawn one `text` is empty. `names` are those it names with an @."""

    id: str
    text: str
    names: tuple[str, ...]
    written_at: datetime
    written_by: str
    author_id: str
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class TalkedOf:
    """A pair of a round about which something was written, with the names of both sides."""

    pair: Pair
    enterprise: str
    village: str
    comments: int
    last_at: datetime


@dataclass(frozen=True)
class MentionRow:
    """A comment that names the reader and that they have not read yet.

    `pair` is None, and both names are empty, where it is about the round as a whole.
    """

    comment_id: str
    round_id: str
    round: str
    pair: Pair | None
    enterprise: str
    village: str
    text: str
    written_at: datetime
    written_by: str


@dataclass(frozen=True)
class Nameable:
    """An account that may see a round, and so may be named there."""

    account_id: str
    name: str


@dataclass(frozen=True)
class Here:
    """Somebody who looks at a round; `minutes` ago they were last heard of, 0 is now."""

    account_id: str
    name: str
    minutes: int
