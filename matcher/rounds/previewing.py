"""What a round's plan would be with other weights, before anybody keeps them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from matcher.eligibility import Eligibility
from matcher.engine import Status
from matcher.programme import Programme
from matcher.roster import Roster
from matcher.rounds.plan import PlannedPair
from matcher.rounds.plan_reading import read_plan
from matcher.rounds.proposing import propose
from matcher.rounds.reading import plan_bytes, programme_of, run_of
from matcher.rounds.rows import RunRow
from matcher.scoring import Profile, Scorer
from matcher.store import Database


@dataclass(frozen=True)
class Change:
    """A village that would get other partners: the enterprises by name, now and then."""

    village: str
    before: tuple[str, ...]
    after: tuple[str, ...]


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


def preview(database: Database, run_id: str, profile: Profile) -> Preview:
    """Compute the run again from what it kept, weighed by `profile`. Raises NotFound.

    Nothing is kept, and no transaction stays open while it is computed.
    """
    with database.reading() as session:
        run, programme = run_of(session, run_id), programme_of(session, run_id)
        present = read_plan(plan_bytes(session, run_id)).pairs
    plan = propose(programme, method=run.method, profile=profile, seed=run.seed)
    before, after = _ends(present), _ends(plan.pairs)
    return Preview(
        run=run,
        status=plan.status,
        pairs=len(before),
        pairs_after=len(after),
        gone=len(before - after),
        changes=_changes(programme, before, after),
        covered=run.covered,
        covered_after=plan.covered,
        total=_worth(programme, before, profile),
        total_after=plan.total_score,
    )


def _ends(pairs: Iterable[PlannedPair]) -> frozenset[tuple[str, str]]:
    return frozenset((pair.village, pair.enterprise) for pair in pairs)


def _changes(
    programme: Programme, before: frozenset[tuple[str, str]], after: frozenset[tuple[str, str]]
) -> tuple[Change, ...]:
    """In the order of the villages' codes."""
    villages = {one.code: one.name for one in programme.villages}
    enterprises = {one.uscc: one.name for one in programme.enterprises}
    partners: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, pairs in enumerate((before, after)):
        for village, uscc in sorted(pairs):
            partners[village][side].append(enterprises[uscc])
    return tuple(
        Change(villages[code], tuple(now), tuple(then))
        for code, (now, then) in sorted(partners.items())
        if now != then
    )


def _worth(programme: Programme, pairs: frozenset[tuple[str, str]], profile: Profile) -> int:
    """What these pairs score together by that profile."""
    roster = Roster.of(programme)
    villages = {one.code: number for number, one in enumerate(roster.villages)}
    enterprises = {one.uscc: number for number, one in enumerate(roster.enterprises)}
    ordered = sorted(pairs)
    among = Eligibility(roster).among(
        [enterprises[uscc] for _, uscc in ordered], [villages[code] for code, _ in ordered]
    )
    return int(Scorer(roster, profile).scores(among).sum())
