"""Scenarios: what a run would be by another method, other weights, or if this or that were so.

A scenario rests on the kept input of a run and on nothing else, so it can be computed again from
both for ever. It is kept once it is computed, in a table of its own: no suggestion, no run and no
decision comes of it before somebody adopts it (`adopting`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, record, require
from matcher.errors import JieduiError
from matcher.parties.tenancy import EVERYWHERE, narrow
from matcher.queue.plain import plain
from matcher.rounds.measuring import Figures, measured
from matcher.rounds.plan_file import plan_json
from matcher.rounds.plan_reading import read_plan
from matcher.rounds.reading import plan_bytes, programme_of, run_of
from matcher.rounds.scenario_model import Scenario
from matcher.rounds.scenario_setting import Setting, plain_setting, refuse_setting
from matcher.rounds.survey import Progress
from matcher.rounds.verifying import verify_plan
from matcher.rounds.village_changes import Change, changes, ends
from matcher.rounds.what_ifs import told, withdrawn
from matcher.scoring import Profile, Reason
from matcher.store import Database, moment


@dataclass(frozen=True)
class Outcome:
    """What came of a scenario, and `beside` it what its run came to: both by the run's weights.

    `gone` pairs of the run are not in it, and `new` ones are; `changes` are the villages with other
    partners, `said` the what-ifs as sentences, `obstacles` why no plan exists.
    """

    figures: Figures
    beside: Figures
    gone: int
    new: int
    changes: tuple[Change, ...]
    said: tuple[Reason, ...]
    obstacles: tuple[Reason, ...]


@dataclass(frozen=True)
class Drawn:
    """A scenario that was computed, with the very bytes that are kept of its plan."""

    setting: Setting
    round_id: str
    seed: str
    outcome: Outcome
    plan_json: bytes


def draw_up(
    database: Database, actor: Actor, setting: Setting, *, progress: Progress | None = None
) -> Drawn:
    """Compute a scenario. Nothing is kept, and no transaction stays open meanwhile.

    Raises NotFound; InputRefused for a setting that is none; JieduiError for what-ifs of nobody in
    the run, or where they contradict what stands.
    """
    require(actor, Action.DRAFT_SCENARIO)
    refuse_setting(setting)
    with database.reading() as session:
        narrow(session, actor)
        run, programme = run_of(session, setting.run_id), programme_of(session, setting.run_id)
        present = read_plan(plan_bytes(session, run.id))
    plan, would_be = setting.plan(programme, run.seed, progress)
    written = plan_json(plan, would_be)
    if verify_plan(written):
        raise JieduiError("rounds.not_verified")
    weights = Profile(present.profile, present.profile_version, present.weights)
    before, after = ends(present.pairs), ends(plan.pairs)
    outcome = Outcome(
        figures=measured(plan, would_be, weights, withdrawn(setting.what_ifs)),
        beside=measured(present, programme, weights),
        gone=len(before - after),
        new=len(after - before),
        changes=changes(would_be, before, after),
        said=told(programme, setting.what_ifs),
        obstacles=plan.obstacles,
    )
    return Drawn(setting, run.round_id, run.seed, outcome, written)


def keep_scenario(
    session: Session, actor: Actor, drawn: Drawn, *, job_id: str | None = None
) -> str:
    """Keep a computed scenario under the next number of its round; its id."""
    require(actor, Action.DRAFT_SCENARIO)
    numbered = select(func.max(Scenario.number)).where(Scenario.round_id == drawn.round_id)
    last = session.scalar(numbered.execution_options(**EVERYWHERE))
    row = Scenario(
        round_id=drawn.round_id,
        run_id=drawn.setting.run_id,
        number=(last or 0) + 1,
        name=drawn.setting.name,
        inputs=plain_setting(drawn.setting) | {"seed": drawn.seed},
        outcome=plain(drawn.outcome),
        plan=drawn.plan_json,
        plan_sha256=hashlib.sha256(drawn.plan_json).hexdigest(),
        drafted_at=moment(session),
        drafted_by=actor.display_name,
        job_id=job_id,
    )
    session.add(row)
    session.flush()
    detail = {"scenario": row.id, "plan": row.plan_sha256}
    record(session, actor, Action.DRAFT_SCENARIO, f"round:{row.round_id}", detail)
    return row.id
