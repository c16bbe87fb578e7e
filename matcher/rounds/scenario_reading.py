"""Kept scenarios as plain values, with what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.errors import NotFound
from matcher.queue.plain import rebuilt
from matcher.rounds.model import Deed, Run
from matcher.rounds.scenario_model import Adoption, Scenario
from matcher.rounds.scenario_setting import Setting, read_setting
from matcher.rounds.scenarios import Outcome


@dataclass(frozen=True)
class AdoptionRow:
    """The run that came of a scenario, and why it was adopted."""

    run_id: str
    run_number: int
    reason: str
    adopted_at: datetime
    adopted_by: str


@dataclass(frozen=True)
class ScenarioRow:
    """A kept scenario; `adoption` is None until it is adopted."""

    id: str
    round_id: str
    number: int
    setting: Setting
    seed: str
    outcome: Outcome
    drafted_at: datetime
    drafted_by: str
    adoption: AdoptionRow | None


def scenarios(session: Session, round_id: str, run_id: str) -> list[ScenarioRow]:
    """Those that rest on this run of the round, the newest first."""
    found = select(Scenario).where(Scenario.round_id == round_id, Scenario.run_id == run_id)
    adopted = _adoptions(session, round_id)
    rows = session.scalars(found.order_by(Scenario.number.desc()))
    return [_row(one, adopted.get(one.id)) for one in rows]


def scenario_of(session: Session, round_id: str, scenario_id: str) -> ScenarioRow:
    """Raises NotFound."""
    found = _found(session, round_id, scenario_id)
    return _row(found, _adoptions(session, round_id).get(found.id))


def scenario_plan(session: Session, round_id: str, scenario_id: str) -> bytes:
    """PLAN.json as it was computed. Raises NotFound."""
    return _found(session, round_id, scenario_id).plan


def runs_with_scenarios(session: Session, round_id: str) -> list[tuple[str, int]]:
    """The runs of a round on which scenarios rest, the newest first: id and number."""
    rested = select(Scenario.run_id).where(Scenario.round_id == round_id)
    found = select(Run.id, Run.number).where(Run.id.in_(rested)).order_by(Run.number.desc())
    return [(run_id, number) for run_id, number in session.execute(found)]


def decisions_since(session: Session, run_id: str) -> int:
    """How often something was decided on the board of this run: no scenario of it knows of that."""
    since = select(func.count()).select_from(Deed).where(Deed.run_id == run_id)
    return session.scalar(since) or 0


def _found(session: Session, round_id: str, scenario_id: str) -> Scenario:
    wanted = select(Scenario).where(Scenario.id == scenario_id, Scenario.round_id == round_id)
    found = session.scalar(wanted)
    if found is None:
        raise NotFound("rounds.no_such_scenario")
    return found


def _adoptions(session: Session, round_id: str) -> dict[str, AdoptionRow]:
    found = select(Adoption, Run.number).join(Run, Adoption.run_id == Run.id)
    return {
        one.scenario_id: AdoptionRow(one.run_id, number, one.reason, one.adopted_at, one.adopted_by)
        for one, number in session.execute(found.where(Adoption.round_id == round_id))
    }


def _row(found: Scenario, adoption: AdoptionRow | None) -> ScenarioRow:
    return ScenarioRow(
        id=found.id,
        round_id=found.round_id,
        number=found.number,
        setting=read_setting(found.inputs),
        seed=found.inputs["seed"],
        outcome=rebuilt(Outcome, found.outcome),
        drafted_at=found.drafted_at,
        drafted_by=found.drafted_by,
        adoption=adoption,
    )
