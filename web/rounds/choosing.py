"""What of the board is looked at: which pairs, whose names hold what, which page, which run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.rounds.rows import SuggestionRow, UncoveredRow
from matcher.vocabulary import Decision

PENDING, ALL, MISSED = "pending", "all", "missed"
PAIRS = (ALL, PENDING, Decision.CONFIRM.value, Decision.VETO.value)
LONGEST_TEXT = 100


@dataclass(frozen=True)
class Choice:
    """It travels in the address and in every form of the board, so that one comes back to it."""

    show: str = ALL
    text: str = ""
    page: int = 1
    run_id: str | None = None

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Choice:
        """What cannot be read chooses nothing."""
        show, page = values.get("show", ALL), values.get("page", "1")
        return cls(
            show=show if show in (*PAIRS, MISSED) else ALL,
            text=values.get("text", "").strip()[:LONGEST_TEXT],
            page=int(page) if page.isdecimal() and len(page) < 6 else 1,
            run_id=values.get("run") or None,
        )

    def kept(self, *but: str) -> dict[str, str]:
        """As arguments of an address, without those that say nothing and without `but`."""
        said = {
            "show": "" if self.show == ALL else self.show,
            "text": self.text,
            "page": "" if self.page == 1 else str(self.page),
            "run": self.run_id or "",
        }
        return {name: value for name, value in said.items() if value and name not in but}

    def names(self, row: SuggestionRow | UncoveredRow) -> bool:
        """Does a name of this row hold the text?"""
        enterprise = row.enterprise if isinstance(row, SuggestionRow) else ""
        return self.text.casefold() in f"{row.village} {row.town} {enterprise}".casefold()

    def takes(self, row: SuggestionRow) -> bool:
        return self.show in (ALL, state_of(row)) and self.names(row)


def state_of(row: SuggestionRow) -> str:
    return row.review.decision.value if row.review else PENDING
