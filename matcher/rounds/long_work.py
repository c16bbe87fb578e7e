"""The long work of rounds: what is left to a worker, how it is asked for, and how it is done."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.access import Actor, Scope
from matcher.errors import NotFound
from matcher.parties.model import Enterprise, Village
from matcher.parties.tenancy import narrow, narrow_to_area
from matcher.queue import Errand, JobRow, Work, ask, job_of
from matcher.queue.doing import Kept
from matcher.queue.plain import plain, rebuilt
from matcher.rounds.adopting import computed_adoption, keep_adoption, refuse_without_reason
from matcher.rounds.experience import experience, learn_from_decisions
from matcher.rounds.holding import PlacesHeld
from matcher.rounds.model import Round
from matcher.rounds.previewing import preview
from matcher.rounds.reading import programme_of, round_of, run_of
from matcher.rounds.rows import RunRow
from matcher.rounds.running import computed_round, keep
from matcher.rounds.scenario_reading import scenario_of
from matcher.rounds.scenario_setting import Setting, plain_setting, read_setting, refuse_setting
from matcher.rounds.scenarios import draw_up, keep_scenario
from matcher.rounds.sensitivity import sensitivity
from matcher.rounds.weighing import profile_named
from matcher.scoring import Profile
from matcher.scoring.learning import refuse_too_few
from matcher.store import Database
from matcher.vocabulary import JobKind

AT_ONCE = 40_000
"""Up to so many villages × enterprises a run is computed while the page waits: on one core of a
small server 200 × 200 take 0.5 to 0.8 s with every method, 300 × 300 already 0.7 to 1.4 s. How far
weights can move (0.2 to 2 s at any size) and learning (3.5 s and more) always go to a worker."""

Result = TypeVar("Result")


def takes_long(database: Database, actor: Actor, round_id: str) -> bool:
    """Whether a run of this round is left to a worker. Raises NotFound."""
    with database.reading() as session:
        narrow(session, actor)
        found = _round(session, round_id)
        narrow_to_area(session, found.district, found.county)
        villages, enterprises = (
            session.scalar(select(func.count()).select_from(side)) or 0
            for side in (Village, Enterprise)
        )
    return villages * enterprises > AT_ONCE


def took_long(run: RunRow) -> bool:
    """Whether computing this run again is left to a worker."""
    return run.villages * run.enterprises > AT_ONCE


def ask_run(
    session: Session, actor: Actor, round_id: str, *, method: str, profile: str, seed: str
) -> JobRow:
    """Ask for a run of the round. Raises NotFound."""
    profile_named(session, profile)
    arguments = {"round": round_id, "method": method, "profile": profile, "seed": seed}
    return _ask(session, actor, JobKind.RUN, round_id, arguments)


def ask_preview(
    session: Session, actor: Actor, run_id: str, profile: Profile, entered: Mapping[str, Any]
) -> JobRow:
    """Ask what this run would be by these weights; `entered` is shown with it. Raises NotFound."""
    arguments = {"run": run_id, "profile": plain(profile), "entered": dict(entered)}
    round_id = run_of(session, run_id).round_id
    return _ask(session, actor, JobKind.PREVIEW, round_id, arguments)


def ask_reach(session: Session, actor: Actor, run_id: str, profile: Profile) -> JobRow:
    """Ask how far each weight can move before the plan of this run turns. Raises NotFound."""
    arguments = {"run": run_id, "profile": plain(profile)}
    return _ask(session, actor, JobKind.REACH, run_of(session, run_id).round_id, arguments)


def ask_learning(session: Session, actor: Actor, present: Profile) -> JobRow:
    """Ask what past decisions suggest. Raises JieduiError where there are too few of them."""
    refuse_too_few(experience(session).accepted)
    arguments = {"profile": plain(present)}
    return ask(session, actor, JobKind.LEARNING, arguments, about="", area=actor.scope)


def ask_scenario(session: Session, actor: Actor, setting: Setting) -> JobRow:
    """Ask what this run would be under the setting. Raises NotFound, InputRefused."""
    refuse_setting(setting)
    round_id = run_of(session, setting.run_id).round_id
    return _ask(session, actor, JobKind.SCENARIO, round_id, plain_setting(setting))


def ask_adoption(
    session: Session, actor: Actor, round_id: str, scenario_id: str, *, reason: str
) -> JobRow:
    """Ask for the run that comes of adopting a scenario. Raises NotFound, InputRefused."""
    refuse_without_reason(reason)
    scenario = scenario_of(session, round_id, scenario_id)
    arguments = {"round": round_id, "scenario": scenario.id, "reason": reason}
    return _ask(session, actor, JobKind.ADOPTION, round_id, arguments)


def answer(
    session: Session, job_id: str, kind: JobKind, result: type[Result]
) -> tuple[JobRow, Result]:
    """What came of finished work of this kind. Raises NotFound."""
    job = job_of(session, job_id)
    if job.kind is not kind or job.result is None:
        raise NotFound("queue.no_such_job")
    return job, rebuilt(result, job.result)


def works(held: PlacesHeld) -> dict[JobKind, Work]:
    """What does each kind; `held` tells what places are taken (`matcher.pairing.places_held`)."""
    return {
        JobKind.RUN: partial(_run, held),
        JobKind.PREVIEW: _preview,
        JobKind.REACH: _reach,
        JobKind.LEARNING: _learning,
        JobKind.SCENARIO: _scenario,
        JobKind.ADOPTION: partial(_adoption, held),
    }


def _run(held: PlacesHeld, errand: Errand) -> Kept:
    asked = errand.arguments
    computed = computed_round(
        errand.database,
        errand.actor,
        asked["round"],
        method=asked["method"],
        profile=asked["profile"],
        seed=asked["seed"],
        held=held,
        progress=errand.progress,
    )

    def kept(session: Session) -> dict[str, Any]:
        return {"run": keep(session, errand.actor, computed, job_id=errand.job_id).id}

    return kept


def _preview(errand: Errand) -> Kept:
    asked = errand.arguments
    profile = Profile(**asked["profile"])
    found = preview(errand.database, errand.actor, asked["run"], profile, progress=errand.progress)
    return lambda _: plain(found)


def _reach(errand: Errand) -> Kept:
    with errand.database.reading() as session:
        narrow(session, errand.actor)
        run = run_of(session, errand.arguments["run"])
        programme = programme_of(session, run.id)
    found = sensitivity(
        programme,
        Profile(**errand.arguments["profile"]),
        method=run.method,
        seed=run.seed,
        progress=errand.progress,
    )
    return lambda _: plain(found)


def _learning(errand: Errand) -> Kept:
    errand.progress("queue.stage.learning", 0, 1)
    present = Profile(**errand.arguments["profile"])
    found = learn_from_decisions(errand.database, errand.actor, present)
    return lambda _: plain(found)


def _scenario(errand: Errand) -> Kept:
    setting = read_setting(errand.arguments)
    drawn = draw_up(errand.database, errand.actor, setting, progress=errand.progress)

    def kept(session: Session) -> dict[str, Any]:
        keep_scenario(session, errand.actor, drawn, job_id=errand.job_id)
        return {"round": drawn.round_id, "run": setting.run_id}

    return kept


def _adoption(held: PlacesHeld, errand: Errand) -> Kept:
    asked = errand.arguments
    ready = computed_adoption(
        errand.database,
        errand.actor,
        asked["round"],
        asked["scenario"],
        held=held,
        progress=errand.progress,
    )

    def kept(session: Session) -> dict[str, Any]:
        adopted = keep_adoption(
            session, errand.actor, ready, reason=asked["reason"], job_id=errand.job_id
        )
        return {"run": adopted.run.id}

    return kept


def _ask(
    session: Session, actor: Actor, kind: JobKind, round_id: str, arguments: Mapping[str, Any]
) -> JobRow:
    """In the area of the round, under its name."""
    found, row = _round(session, round_id), round_of(session, round_id)
    area = Scope(district=found.district, county=found.county)
    return ask(session, actor, kind, arguments, about=f"{row.campaign} {row.name}", area=area)


def _round(session: Session, round_id: str) -> Round:
    found = session.get(Round, round_id)
    if found is None:
        raise NotFound("rounds.no_such_round")
    return found
