"""Two districts in one database, each with its county, its parties, an import and a round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from matcher.access import Actor, Scope, open_account
from matcher.discussion import write_comment
from matcher.pairing.sending import send_out
from matcher.parties import Search, Upload, find_enterprises, find_villages, stage_import, take
from matcher.parties.tenancy import narrow
from matcher.programme import Arrangement, Programme
from matcher.rounds.long_work import ask_reach
from matcher.rounds.reading import suggestions
from matcher.rounds.reviewing import decide
from matcher.rounds.running import open_round, run_round
from matcher.rounds.scenario_setting import Setting
from matcher.rounds.scenarios import draw_up, keep_scenario
from matcher.scoring import DEFAULT_PROFILE as STANDARD
from matcher.store import Database, moment
from matcher.vocabulary import ArrangementKind, Decision, Role
from tests.builders import a_need, a_village, an_enterprise, an_offer, uscc
from tests.people import AT_THE_MACHINE

PASSWORD = "a lantern over quiet water"


@dataclass(frozen=True)
class Tenant:
    """One district that helps one county."""

    letter: str
    number: int
    district: str
    county: str
    county_name: str

    @property
    def village_code(self) -> str:
        return f"{self.county}105201"

    @property
    def uscc(self) -> str:
        return uscc(self.number)

    @property
    def area(self) -> Scope:
        return Scope(district=self.district, county=self.county)

    def programme(self) -> Programme:
        village = a_village(
            code=self.village_code,
            name=f"村{self.letter}",
            county=self.county_name,
            aid_district=self.district,
        )
        firm = an_enterprise(
            self.number, name=f"企业{self.letter}", registered_district=f"上海市{self.district}"
        )
        return Programme(
            villages=(village,),
            needs=(
                a_need(self.number, village_code=self.village_code, title=f"需求{self.letter}"),
            ),
            enterprises=(firm,),
            offers=(an_offer(self.number, enterprise=self.number, title=f"能力{self.letter}"),),
            arrangements=(
                Arrangement(
                    kind=ArrangementKind.VISITED,
                    uscc=self.uscc,
                    village_code=self.village_code,
                    batch=f"批次{self.letter}",
                ),
            ),
        )


A = Tenant("A", 1, "静安区", "532627", "广南县")
B = Tenant("B", 2, "闵行区", "533401", "香格里拉市")
TENANTS = (A, B)


def open_for(
    database: Database,
    role: Role,
    name: str,
    scope: Scope = Scope(),  # noqa: B008 - frozen
) -> Actor:
    """A stored account with PASSWORD that belongs there."""
    with database.writing() as session:
        row = open_account(
            session,
            AT_THE_MACHINE,
            name=name,
            display_name=name,
            role=role,
            password=PASSWORD,
            scope=scope,
        )
    return Actor(row.id, row.name, row.display_name, row.role, scope=row.scope)


def settle(database: Database, tenant: Tenant) -> tuple[Actor, dict[str, str]]:
    """The tenant's coordinator does everything once; their ids by the names routes give them."""
    name = f"coordinator-{tenant.letter.lower()}"
    actor = open_for(database, Role.COORDINATOR, name, tenant.area)
    with database.writing() as session:
        narrow(session, actor)
        take(session, actor, tenant.programme())
        upload = Upload(f"{tenant.letter}.xlsx", b"PK", tenant.programme())
        staged = stage_import(session, actor, upload)
        opened = open_round(session, actor, campaign="行动", name=f"第一轮{tenant.letter}")
    run = run_round(database, actor, opened.id)
    drawn = draw_up(database, actor, Setting(run.id, f"设想{tenant.letter}", "score", STANDARD))
    with database.writing() as session:
        narrow(session, actor)
        (suggested,) = suggestions(session, run.id)
        review = decide(session, actor, suggested.id, Decision.CONFIRM, expected_version=0)
        answer_by = moment(session).date() + timedelta(days=10)
        (pair,) = send_out(session, actor, opened.id, [review.id], answer_by=answer_by)
        return actor, {
            "village_id": find_villages(session, Search()).rows[0].id,
            "enterprise_id": find_enterprises(session, Search()).rows[0].id,
            "import_id": staged.id,
            "round_id": opened.id,
            "run_id": run.id,
            "suggestion_id": suggested.id,
            "review_id": review.id,
            "pair_id": pair.id,
            "uscc": tenant.uscc,
            "village_code": tenant.village_code,
            "comment_id": write_comment(session, actor, opened.id, f"说明{tenant.letter}"),
            "scenario_id": keep_scenario(session, actor, drawn),
            "job_id": ask_reach(session, actor, run.id, STANDARD).id,
        }
