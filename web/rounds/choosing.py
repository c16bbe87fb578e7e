"""What of the board is looked at: which pairs, how, of which run, and since which deed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from matcher.rounds.board_rows import BoardRow
from matcher.vocabulary import Category, Decision

PENDING, ALL, MISSED, OUT = "pending", "all", "missed", "out"
CONFIRMED, PINNED, ASIDE = Decision.CONFIRM.value, Decision.PIN.value, Decision.ASIDE.value
STATES = (ALL, PENDING, CONFIRMED, PINNED, ASIDE, OUT)
ORDERS = ("best", "lowest", "village", "enterprise")
TABLE, GRAPH = "table", "graph"
LONGEST_TEXT = 100
HIGHEST = 1_000


@dataclass(frozen=True)
class Choice:
    """It travels in the address and in every form of the board, so that one comes back to it.

    `low` and `high` bound the score; None bounds nothing. `since` is the deed after which changes
    are marked, `at` the pair that is looked at closely ("USCC-code").
    """

    show: str = ALL
    text: str = ""
    county: str = ""
    mode: str = ""
    low: int | None = None
    high: int | None = None
    order: str = ORDERS[0]
    view: str = TABLE
    page: int = 1
    run: str = ""
    since: int | None = None
    at: str = ""

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Choice:
        """What cannot be read chooses nothing."""
        return cls(
            show=_one_of(values.get("show", ""), (*STATES, MISSED)) or ALL,
            text=values.get("text", "").strip()[:LONGEST_TEXT],
            county=values.get("county", "").strip()[:LONGEST_TEXT],
            mode=_one_of(values.get("mode", ""), tuple(Category)),
            low=_number(values.get("low", ""), HIGHEST),
            high=_number(values.get("high", ""), HIGHEST),
            order=_one_of(values.get("order", ""), ORDERS) or ORDERS[0],
            view=_one_of(values.get("view", ""), (TABLE, GRAPH)) or TABLE,
            page=_number(values.get("page", ""), 99_999) or 1,
            run=values.get("run", "")[:LONGEST_TEXT],
            since=_number(values.get("since", ""), 10**9),
            at=values.get("at", "")[:LONGEST_TEXT],
        )

    def kept(self, *but: str) -> dict[str, str]:
        """As arguments of an address, without those that say nothing and without `but`."""
        said = {
            one.name: str(value)
            for one in fields(self)
            if (value := getattr(self, one.name)) not in ("", None, one.default)
        }
        return {name: value for name, value in said.items() if name not in but}

    def to_save(self) -> dict[str, str]:
        """What of it makes a view."""
        return self.kept("page", "run", "since", "at")

    @property
    def filters(self) -> bool:
        """Whether it leaves pairs out by more than their state."""
        plain = replace(Choice(), **{name: getattr(self, name) for name in _NO_FILTERS})
        return self != plain

    def names(self, *words: str) -> bool:
        """Does one of these words hold the text?"""
        return self.text.casefold() in " ".join(words).casefold()

    def filtered(self, row: BoardRow) -> bool:
        """Does it take this pair, whatever its state?"""
        return (
            self.names(row.village.name, row.village.town, row.enterprise.name)
            and self.county in ("", row.village.county)
            and (not self.mode or Category(self.mode) in row.modes)
            and (self.low is None or row.score >= self.low)
            and (self.high is None or row.score <= self.high)
        )

    def takes(self, row: BoardRow) -> bool:
        return belongs(row, self.show) and self.filtered(row)

    def ordered(self, rows: list[BoardRow]) -> list[BoardRow]:
        """`rows` come best first; equal ones keep that order."""
        match self.order:
            case "lowest":
                return sorted(rows, key=lambda row: row.score)
            case "village":
                return sorted(rows, key=lambda row: row.village.code)
            case "enterprise":
                return sorted(rows, key=lambda row: (row.enterprise.name, row.enterprise.code))
            case _:
                return rows


_NO_FILTERS = ("show", "order", "view", "page", "run", "since", "at")


def belongs(row: BoardRow, show: str) -> bool:
    """Whether the row is in this list: all that is planned, or what has one state."""
    return row.in_plan if show == ALL else state_of(row) == show


def state_of(row: BoardRow) -> str:
    """Of a pair about which nothing was decided: pending."""
    if row.review is None:
        return PENDING
    decision = row.review.decision
    return OUT if decision in (Decision.VETO, Decision.SWAP) else decision.value


def key_of(pair: tuple[str, str]) -> str:
    """A pair as one word of an address: "USCC-code"."""
    return "-".join(pair)


def _one_of(word: str, known: tuple[str, ...]) -> str:
    return str(word) if word in known else ""


def _number(word: str, most: int) -> int | None:
    return int(word) if word.isdecimal() and len(word) < 10 and int(word) <= most else None
