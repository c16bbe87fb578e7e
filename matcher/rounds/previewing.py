"""What a round's plan would be with other weights, before anybody keeps them."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.access import Actor
from matcher.eligibility import Eligibility
from matcher.engine import Status
from matcher.parties.tenancy import narrow
from matcher.programme import Programme
from matcher.roster import Roster
from matcher.rounds.plan_reading import read_plan
from matcher.rounds.proposing import propose
from matcher.rounds.reading import plan_bytes, programme_of, run_of
from matcher.rounds.rows import RunRow
from matcher.rounds.survey import Progress
from matcher.rounds.village_changes import Change, Ends, changes, ends
from matcher.scoring import Profile, Scorer
from matcher.store import Database


@dataclass(frozen=True)
class Preview:
    """The plan of `run` beside the one it would be: `gone` of its `pairs` would not be in it.

    Both totals are by the new weights, the only ones by which the two can be compared.
    """

    run: RunRow
    status: Status
    pairs: int
    pairs_after: int
    gone: int
    changes: tuple[Change, ...]
    covered: int
    covered_after: int
    total: int
    total_after: int


def preview(
    database: Database,
    actor: Actor,
    run_id: str,
    profile: Profile,
    *,
    progress: Progress | None = None,
) -> Preview:
    """Compute the run again from what it kept, weighed by `profile`. Raises NotFound.

    Nothing is kept, and no transaction stays open while it is computed.
    """
    with database.reading() as session:
        narrow(session, actor)
        run, programme = run_of(session, run_id), programme_of(session, run_id)
        present = read_plan(plan_bytes(session, run_id)).pairs
    plan = propose(programme, method=run.method, profile=profile, seed=run.seed, progress=progress)
    before, after = ends(present), ends(plan.pairs)
    return Preview(
        run=run,
        status=plan.status,
        pairs=len(before),
        pairs_after=len(after),
        gone=len(before - after),
        changes=changes(programme, before, after),
        covered=run.covered,
        covered_after=plan.covered,
        total=_worth(programme, before, profile),
        total_after=plan.total_score,
    )


def _worth(programme: Programme, pairs: Ends, profile: Profile) -> int:
    """What these pairs score together by that profile."""
    roster = Roster.of(programme)
    villages = {one.code: number for number, one in enumerate(roster.villages)}
    enterprises = {one.uscc: number for number, one in enumerate(roster.enterprises)}
    ordered = sorted(pairs)
    among = Eligibility(roster).among(
        [enterprises[uscc] for _, uscc in ordered], [villages[code] for code, _ in ordered]
    )
    return int(Scorer(roster, profile).scores(among).sum())
