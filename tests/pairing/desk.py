"""A coordinator's desk with confirmed pairs of a round, for tests of what comes after.

The rows of the round are put there directly: computing a plan is another test's business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from matcher.access import Actor, Scope
from matcher.pairing import Given, PairRow, move, send_out, waiting
from matcher.pairing.calendar import today
from matcher.pairing.finding import pair_rows
from matcher.parties import take
from matcher.programme import Programme
from matcher.rounds.model import Campaign, Review, Round, Run, Suggestion
from matcher.store import Database, moment, new_id, put_rows
from matcher.vocabulary import Decision, PairMove, Role
from tests.builders import a_need, a_village, an_enterprise, an_offer, uscc, village_code
from tests.people import AT_THE_MACHINE, somebody

M = PairMove
SIGNED = Given(since=date(2026, 4, 1), until=date(2027, 3, 31))
OF = {
    M.ENTERPRISE_AGREES: Given(said_by="总经理", said_on=date(2026, 3, 24)),
    M.ENTERPRISE_DECLINES: Given(said_by="总经理", said_on=date(2026, 3, 24), reason="忙"),
    M.VILLAGE_AGREES: Given(said_by="村主任", said_on=date(2026, 3, 24)),
    M.VILLAGE_DECLINES: Given(said_by="村主任", said_on=date(2026, 3, 24), reason="另有伙伴"),
    M.WITHDRAW: Given(reason="名单有误"),
    M.SIGN: SIGNED,
    M.RENEW: Given(until=date(2028, 3, 31)),
    M.END: Given(reason="双方商定"),
}
"""What a move asks for, as a coordinator would fill it in on 25 March 2026."""


def enterprise_account(number: int | None = 1) -> Actor:
    scope = Scope(uscc=uscc(number)) if number else Scope()
    return Actor("e", "e", "企业联系人", Role.ENTERPRISE, scope=scope)


def village_account(number: int | None = 1) -> Actor:
    scope = Scope(village_code=village_code(number)) if number else Scope()
    return Actor("v", "v", "村填报员", Role.VILLAGE, scope=scope)


@dataclass
class Desk:
    """Of `enterprises` × `villages` every pair is confirmed; numbers name the parties."""

    database: Database
    round_id: str
    reviews: dict[tuple[int, int], str]
    actor: Actor = field(default_factory=lambda: somebody(Role.COORDINATOR))

    @classmethod
    def of(
        cls,
        database: Database,
        *,
        enterprises: int = 2,
        villages: int = 3,
        places: int = 2,
        partners: int | None = None,
    ) -> Desk:
        with database.writing() as session:
            take(session, AT_THE_MACHINE, parties(enterprises, villages, places, partners))
        return cls.next_round(database, enterprises, villages)

    @classmethod
    def next_round(cls, database: Database, enterprises: int, villages: int) -> Desk:
        ids = {name: new_id() for name in ("campaign", "round", "run")}
        chosen = [(e, v) for e in range(1, enterprises + 1) for v in range(1, villages + 1)]
        suggested = {one: new_id() for one in chosen}
        reviews = {one: new_id() for one in chosen}
        with database.writing() as session:
            at = moment(session)
            number = int(session.query(Campaign).count()) + 1
            stamps = {"opened_at": at, "opened_by": "tester"}
            put_rows(
                session,
                Campaign,
                [{"id": ids["campaign"], "number": number, "name": f"行动{number}", **stamps}],
            )
            one_round = {"campaign_id": ids["campaign"], "number": 1, "name": "第1轮", **stamps}
            put_rows(session, Round, [{"id": ids["round"], **one_round}])
            session.add(_run(ids, len(chosen), at))
            session.flush()
            sides = {
                one: {"uscc": uscc(one[0]), "village_code": village_code(one[1])} for one in chosen
            }
            put_rows(
                session,
                Suggestion,
                [
                    {
                        "id": suggested[one],
                        "run_id": ids["run"],
                        "rank": rank,
                        "score": 800,
                        "pinned": False,
                        "parts": [],
                        **sides[one],
                    }
                    for rank, one in enumerate(chosen, start=1)
                ],
            )
            put_rows(
                session,
                Review,
                [
                    {
                        "id": reviews[one],
                        "round_id": ids["round"],
                        "version": 1,
                        "suggestion_id": suggested[one],
                        "decision": Decision.CONFIRM,
                        "reason": "",
                        "decided_at": at,
                        "decided_by": "tester",
                        **sides[one],
                    }
                    for one in chosen
                ],
            )
        return cls(database, ids["round"], reviews)

    def send(self, *chosen: tuple[int, int], days: int = 14) -> list[PairRow]:
        with self.database.writing() as session:
            until = today(session) + timedelta(days=days)
            ids = [self.reviews[one] for one in chosen]
            return send_out(session, self.actor, self.round_id, ids, answer_by=until)

    def move(
        self,
        row: PairRow,
        *moves: PairMove,
        given: Given | None = None,
        actor: Actor | None = None,
        version: int | None = None,
    ) -> PairRow:
        """Make the moves one after the other, each with what it asks for."""
        for what in moves:
            with self.database.writing() as session:
                row = move(
                    session,
                    actor or self.actor,
                    row.id,
                    what,
                    given or OF[what],
                    expected_version=row.version if version is None else version,
                )
        return row

    def now(self, row: PairRow) -> PairRow:
        with self.database.reading() as session:
            (found,) = pair_rows(session, [row.id])
        return found

    def waiting(self) -> set[tuple[int, int]]:
        with self.database.reading() as session:
            ids = {row.review_id for row in waiting(session, self.round_id)}
        return {one for one, review in self.reviews.items() if review in ids}


def parties(enterprises: int, villages: int, places: int, partners: int | None = None) -> Programme:
    return Programme(
        villages=tuple(
            a_village(n, max_partners=partners, secretary_phone=f"canary-{n}")
            for n in range(1, villages + 1)
        ),
        needs=tuple(a_need(n, n) for n in range(1, villages + 1)),
        enterprises=tuple(
            an_enterprise(n, max_villages=places, contact_phone=f"canary-{n}")
            for n in range(1, enterprises + 1)
        ),
        offers=tuple(an_offer(n, n) for n in range(1, enterprises + 1)),
    )


def _run(ids: dict[str, str], pairs: int, at: object) -> Run:
    blank = dict.fromkeys(("snapshot_sha256", "plan_sha256", "fingerprint"), "0" * 64)
    return Run(
        id=ids["run"],
        round_id=ids["round"],
        number=1,
        method="coverage",
        profile="standard",
        weights={},
        seed="",
        snapshot=b"{}",
        plan=b"{}",
        status="optimal",
        verified=True,
        total_score=0,
        covered=0,
        engaged=0,
        villages=0,
        enterprises=0,
        pairs=pairs,
        versions={},
        started_at=at,
        finished_at=at,
        operator="tester",
        **blank,
    )
