"""A stored programme with a round of it, for tests of running and reviewing."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.access import Actor
from matcher.parties import take
from matcher.programme import Programme
from matcher.rounds.reading import suggestions
from matcher.rounds.reviewing import decide, take_back
from matcher.rounds.rows import ReviewRow, RunRow, SuggestionRow
from matcher.rounds.running import open_round, run_round
from matcher.rounds.standing import standing
from matcher.store import Database
from matcher.vocabulary import Decision, Role
from tests.builders import a_need, a_village, an_enterprise, an_offer
from tests.people import AT_THE_MACHINE, somebody


def programme(villages: int = 4, enterprises: int = 3, places: int = 2) -> Programme:
    """Everybody could pair with everybody."""
    return Programme(
        villages=tuple(a_village(n, secretary_phone=f"canary-{n}") for n in range(1, villages + 1)),
        needs=tuple(a_need(n, n) for n in range(1, villages + 1)),
        enterprises=tuple(
            an_enterprise(n, max_villages=places, contact_phone=f"canary-{n}")
            for n in range(1, enterprises + 1)
        ),
        offers=tuple(an_offer(n, n) for n in range(1, enterprises + 1)),
    )


@dataclass
class Office:
    """A coordinator with one round."""

    database: Database
    round_id: str
    actor: Actor

    @classmethod
    def of(cls, database: Database, stored: Programme | None = None) -> Office:
        actor = somebody(Role.COORDINATOR)
        with database.writing() as session:
            take(session, AT_THE_MACHINE, stored or programme())
            opened = open_round(session, actor, campaign="静安—广南", name="第1轮")
        return cls(database, opened.id, actor)

    def run(self, **how: str) -> RunRow:
        return run_round(self.database, self.actor, self.round_id, **how)

    def suggested(self, run: RunRow) -> list[SuggestionRow]:
        with self.database.reading() as session:
            return suggestions(session, run.id)

    def decide(
        self, row: SuggestionRow, decision: Decision, reason: str = "", version: int | None = None
    ) -> ReviewRow:
        expected = row.version if version is None else version
        with self.database.writing() as session:
            return decide(
                session, self.actor, row.id, decision, reason=reason, expected_version=expected
            )

    def take_back(self, review: ReviewRow, version: int | None = None) -> ReviewRow:
        expected = review.version if version is None else version
        with self.database.writing() as session:
            return take_back(session, self.actor, review.id, expected_version=expected)

    def stands(self) -> dict[tuple[str, str], Decision]:
        with self.database.reading() as session:
            rows = standing(session, self.round_id)
        return {(row.uscc, row.village_code): row.decision for row in rows}


def pair(row: SuggestionRow | ReviewRow) -> tuple[str, str]:
    return row.uscc, row.village_code
