"""Opening a round and running it: read, compute without holding anything, keep.

`run_round` takes the database, not a session, because the computation in the middle must hold no
transaction; its steps are public for whoever computes elsewhere (`long_work`).
"""

from __future__ import annotations

import dataclasses
import hashlib
import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, record, require
from matcher.errors import Conflict, Fault, InputRefused, JieduiError, NotFound
from matcher.parties import programme_json, snapshot
from matcher.parties.snapshot import anonymous
from matcher.parties.tenancy import EVERYWHERE, narrow, narrow_to_area
from matcher.programme import Arrangement, Programme
from matcher.rounds.holding import PlacesHeld, nothing_held, without_held_places
from matcher.rounds.model import Campaign, Review, Round, Run, Suggestion
from matcher.rounds.places import standing_places, with_places
from matcher.rounds.plan import Plan
from matcher.rounds.plan_file import plan_json
from matcher.rounds.proposing import propose
from matcher.rounds.reading import round_of, run_row
from matcher.rounds.rows import Pair, RoundRow, RunRow
from matcher.rounds.standing import BINDING, standing_reviews
from matcher.rounds.verifying import verify_plan
from matcher.rounds.weighing import profile_named
from matcher.scoring import DEFAULT_PROFILE, Profile
from matcher.store import Database, moment, new_id, put_rows
from matcher.vocabulary import Decision

Progress = Callable[[str, int, int], None]
_PARTS_THAT_COUNT = ("jiedui", "numpy", "numba", "scipy")


@dataclass(frozen=True)
class Task:
    """What is to be computed, and the decisions it rests on."""

    round_id: str
    programme: Programme
    decisions: frozenset[str]
    started_at: datetime


@dataclass(frozen=True)
class Computed:
    """A plan that was checked, with the very bytes that are kept of it and of its input."""

    task: Task
    plan: Plan
    plan_json: bytes
    snapshot: bytes


def open_round(session: Session, actor: Actor, *, campaign: str, name: str) -> RoundRow:
    """A new round of the campaign of that name, which comes to be with its first round.

    It is about the parties of the actor's district and county, for whoever runs it.
    """
    require(actor, Action.OPEN_ROUND)
    campaign, name = campaign.strip(), name.strip()
    faults = [
        Fault(file="", sheet="", cell="", code="rounds.name_missing", field=field)
        for field, value in (("campaign", campaign), ("name", name))
        if not value
    ]
    if faults:
        raise InputRefused(faults)
    stamps = {"opened_at": moment(session), "opened_by": actor.display_name}
    owner = session.scalar(select(Campaign).where(Campaign.name == campaign))
    if owner is None:
        number = (session.scalar(select(func.max(Campaign.number))) or 0) + 1
        owner = Campaign(number=number, name=campaign, **stamps)
        session.add(owner)
        session.flush()
    numbered = select(func.max(Round.number)).where(Round.campaign_id == owner.id)
    last = session.scalar(numbered.execution_options(**EVERYWHERE))
    opened = Round(
        campaign_id=owner.id,
        number=(last or 0) + 1,
        name=name,
        district=actor.scope.district,
        county=actor.scope.county,
        **stamps,
    )
    session.add(opened)
    session.flush()
    record(session, actor, Action.OPEN_ROUND, f"round:{opened.id}", {"number": opened.number})
    return round_of(session, opened.id)


def run_round(
    database: Database,
    actor: Actor,
    round_id: str,
    *,
    method: str = "coverage",
    profile: str = DEFAULT_PROFILE.name,
    seed: str = "",
    held: PlacesHeld = nothing_held,
    progress: Progress | None = None,
) -> RunRow:
    """Compute the round from what is stored now and from what was decided in it, and keep it.

    It is weighed by the newest version of `profile`; `held` tells what places are taken already
    (`matcher.pairing.places_held`). Raises NotFound; Conflict when a decision was taken meanwhile.
    """
    computed = computed_round(
        database,
        actor,
        round_id,
        method=method,
        profile=profile,
        seed=seed,
        held=held,
        progress=progress,
    )
    with database.writing() as session:
        return keep(session, actor, computed)


def computed_round(
    database: Database,
    actor: Actor,
    round_id: str,
    *,
    method: str,
    profile: str,
    seed: str,
    held: PlacesHeld,
    progress: Progress | None = None,
) -> Computed:
    """The plan of the round as it stands now, not yet kept. Raises NotFound."""
    require(actor, Action.RUN_ROUND)
    with database.reading() as session:
        narrow(session, actor)
        task = prepare(session, round_id, held=held)
        weights = profile_named(session, profile)
    return compute(task, method=method, profile=weights, seed=seed, progress=progress)


def prepare(session: Session, round_id: str, *, held: PlacesHeld = nothing_held) -> Task:
    """The stored parties that have places left, with the standing decisions as pins and vetoes."""
    found = session.get(Round, round_id)
    if found is None:
        raise NotFound("rounds.no_such_round")
    narrow_to_area(session, found.district, found.county)
    decided, places = standing_reviews(session, round_id), standing_places(session, round_id)
    confirmed = {one for one, review in decided.items() if review.decision is Decision.CONFIRM}
    taken = [one for one in held(session) if one.pair not in confirmed]
    everybody = _as_decided(anonymous(snapshot(session)), decided)
    programme = without_held_places(with_places(everybody, places, taken), taken, confirmed)
    return Task(round_id, programme, _ids(session, round_id), moment(session))


def compute(
    task: Task,
    *,
    method: str = "coverage",
    profile: Profile = DEFAULT_PROFILE,
    seed: str = "",
    progress: Progress | None = None,
) -> Computed:
    """The plan of this task, checked from its own file. Needs no database."""
    plan = propose(task.programme, method=method, profile=profile, seed=seed, progress=progress)
    written = plan_json(plan, task.programme)
    if verify_plan(written):
        raise JieduiError("rounds.not_verified")
    return Computed(task, plan, written, programme_json(task.programme))


def keep(
    session: Session, actor: Actor, computed: Computed, *, job_id: str | None = None
) -> RunRow:
    """Keep a computed plan. Raises Conflict when it does not rest on what stands now.

    Of the long work `job_id` one run is kept, or none: the database refuses a second.
    """
    require(actor, Action.RUN_ROUND)
    task, plan = computed.task, computed.plan
    if _ids(session, task.round_id) != task.decisions:
        raise Conflict("rounds.decided_while_running")
    last = session.scalar(select(func.max(Run.number)).where(Run.round_id == task.round_id))
    run = Run(
        round_id=task.round_id,
        number=(last or 0) + 1,
        method=plan.method,
        profile=plan.profile,
        profile_version=plan.profile_version,
        weights=dict(plan.weights),
        seed=plan.seed,
        snapshot=computed.snapshot,
        snapshot_sha256=hashlib.sha256(computed.snapshot).hexdigest(),
        plan=computed.plan_json,
        plan_sha256=hashlib.sha256(computed.plan_json).hexdigest(),
        fingerprint=plan.fingerprint,
        status=str(plan.status),
        verified=True,
        total_score=plan.total_score,
        covered=plan.covered,
        engaged=plan.engaged,
        villages=len(task.programme.villages),
        enterprises=len(task.programme.enterprises),
        pairs=len(plan.pairs),
        versions=versions(),
        started_at=task.started_at,
        finished_at=moment(session),
        operator=actor.display_name,
        job_id=job_id,
    )
    session.add(run)
    session.flush()
    _keep_suggestions(session, run, plan)
    detail = {"run": run.id, "plan": run.plan_sha256, "snapshot": run.snapshot_sha256}
    record(session, actor, Action.RUN_ROUND, f"round:{task.round_id}", detail)
    return run_row(run)


def versions() -> dict[str, str]:
    """Of everything that has a say in what a plan becomes."""
    found = {part: version(part) for part in _PARTS_THAT_COUNT}
    return {"python": platform.python_version(), **found}


def _keep_suggestions(session: Session, run: Run, plan: Plan) -> None:
    best_first = sorted(plan.pairs, key=lambda pair: (-pair.score, pair.village, pair.enterprise))
    rows = [
        {
            "id": new_id(),
            "run_id": run.id,
            "rank": rank,
            "uscc": pair.enterprise,
            "village_code": pair.village,
            "score": pair.score,
            "pinned": pair.pinned,
            "parts": [dataclasses.asdict(part) for part in pair.parts],
        }
        for rank, pair in enumerate(best_first, start=1)
    ]
    put_rows(session, Suggestion, rows)


def _as_decided(programme: Programme, decided: dict[Pair, Review]) -> Programme:
    """The programme with the round's decisions instead of what a workbook said of those pairs."""
    stands = {pair: one for pair, one in decided.items() if one.decision in BINDING}
    kept = [
        tie
        for tie in programme.arrangements
        if tie.kind not in BINDING.values() or (tie.uscc, tie.village_code) not in stands
    ]
    added = [
        Arrangement(
            kind=BINDING[review.decision],
            uscc=uscc,
            village_code=code,
            reason=review.reason or None,
        )
        for (uscc, code), review in stands.items()
    ]
    return dataclasses.replace(programme, arrangements=(*kept, *added)).ordered()


def _ids(session: Session, round_id: str) -> frozenset[str]:
    """Of all that was decided and still stands."""
    standing = standing_reviews(session, round_id), standing_places(session, round_id)
    return frozenset(row.id for rows in standing for row in rows.values())
