"""Adopting a scenario: an ordinary new run of the round, by its method and its weights.

What it supposes of parties is not taken over: a plan must rest on what the records say. So it is
refused while a what-if does not hold in what a run would be computed from now, and says which.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from matcher.access import Action, Actor, record, require
from matcher.errors import Conflict, Fault, InputRefused, JieduiError
from matcher.parties.tenancy import narrow
from matcher.programme import Programme
from matcher.rounds.boards import latest_run
from matcher.rounds.holding import PlacesHeld, nothing_held
from matcher.rounds.plan_reading import read_plan
from matcher.rounds.rows import RunRow
from matcher.rounds.running import Computed, compute, keep, prepare
from matcher.rounds.scenario_model import Adoption
from matcher.rounds.scenario_reading import ScenarioRow, scenario_of, scenario_plan
from matcher.rounds.survey import Progress
from matcher.rounds.village_changes import Ends, ends
from matcher.scoring import Reason
from matcher.store import Database, moment
from matcher.vocabulary import Side


@dataclass(frozen=True)
class Outstanding:
    """A what-if that is not so yet: the sentence, and the party whose record it speaks of."""

    said: Reason
    side: Side
    code: str


@dataclass(frozen=True)
class Adopting:
    """The run of a scenario that is to be adopted, computed; `drafted` are the scenario's pairs."""

    scenario: ScenarioRow
    computed: Computed
    drafted: Ends


@dataclass(frozen=True)
class Adopted:
    """The new run, and how many pairs of the scenario are not in it.

    None is missing unless records were changed or decisions taken since.
    """

    run: RunRow
    missing: int


def adopt(
    database: Database,
    actor: Actor,
    round_id: str,
    scenario_id: str,
    *,
    reason: str,
    held: PlacesHeld = nothing_held,
) -> Adopted:
    """Compute the round as it stands now by the scenario's method and weights, and keep it.

    Raises NotFound; InputRefused without a reason; Conflict when it was adopted already, or the
    round was run again since; JieduiError while a what-if does not hold, or no plan exists.
    """
    refuse_without_reason(reason)
    ready = computed_adoption(database, actor, round_id, scenario_id, held=held)
    with database.writing() as session:
        return keep_adoption(session, actor, ready, reason=reason)


def computed_adoption(
    database: Database,
    actor: Actor,
    round_id: str,
    scenario_id: str,
    *,
    held: PlacesHeld,
    progress: Progress | None = None,
) -> Adopting:
    """The run that would come of it, not yet kept."""
    require(actor, Action.RUN_ROUND)
    with database.reading() as session:
        narrow(session, actor)
        scenario = scenario_of(session, round_id, scenario_id)
        _refuse_unfit(session, scenario)
        drafted = ends(read_plan(scenario_plan(session, round_id, scenario_id)).pairs)
        task = prepare(session, round_id, held=held)
    waiting = outstanding(scenario, task.programme)
    if waiting:
        named = [{"code": one.said.code, "params": one.said.params} for one in waiting]
        raise JieduiError("rounds.what_ifs_outstanding", what=named)
    computed = compute(
        task,
        method=scenario.setting.method,
        profile=scenario.setting.profile,
        seed=scenario.seed,
        progress=progress,
    )
    return Adopting(scenario, computed, drafted)


def keep_adoption(
    session: Session, actor: Actor, ready: Adopting, *, reason: str, job_id: str | None = None
) -> Adopted:
    """Keep the run, and that it came of the scenario. Raises Conflict."""
    refuse_without_reason(reason)
    scenario = scenario_of(session, ready.scenario.round_id, ready.scenario.id)
    _refuse_unfit(session, scenario)
    run = keep(session, actor, ready.computed, job_id=job_id)
    session.add(
        Adoption(
            round_id=scenario.round_id,
            scenario_id=scenario.id,
            run_id=run.id,
            reason=reason.strip(),
            adopted_at=moment(session),
            adopted_by=actor.display_name,
        )
    )
    session.flush()
    detail = {"adopted": scenario.id, "run": run.id}
    record(session, actor, Action.RUN_ROUND, f"round:{scenario.round_id}", detail)
    return Adopted(run, len(ready.drafted - ends(ready.computed.plan.pairs)))


def outstanding(scenario: ScenarioRow, programme: Programme) -> tuple[Outstanding, ...]:
    """The what-ifs that do not hold in this programme, in their order."""
    supposed = zip(scenario.setting.what_ifs, scenario.outcome.said, strict=True)
    return tuple(
        Outstanding(said, *one.party) for one, said in supposed if not one.holds(programme)
    )


def refuse_without_reason(reason: str) -> None:
    """Raises InputRefused."""
    if not reason.strip():
        missing = Fault(
            file="", sheet="", cell="", code="rounds.adopting_needs_reason", field="reason"
        )
        raise InputRefused([missing])


def _refuse_unfit(session: Session, scenario: ScenarioRow) -> None:
    if scenario.adoption:
        by, number = scenario.adoption.adopted_by, scenario.adoption.run_number
        raise Conflict("rounds.adopted_already", by=by, number=number)
    newest = latest_run(session, scenario.round_id)
    if newest.id != scenario.setting.run_id:
        raise Conflict("rounds.scenario_outdated", number=newest.number)
    if not scenario.outcome.figures.possible:
        raise JieduiError("rounds.scenario_impossible")
