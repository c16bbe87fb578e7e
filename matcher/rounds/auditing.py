"""Looking at every kept run again: its bytes, its proof, and the plan computed afresh."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from matcher.errors import JieduiError
from matcher.parties import read_programme_json
from matcher.rounds.drafting import Basis
from matcher.rounds.model import Run, Suggestion
from matcher.rounds.plan_reading import read_plan
from matcher.rounds.running import Progress, versions
from matcher.rounds.verifying import compare, verify_plan
from matcher.scoring import Reason
from matcher.store import Database

Shown = dict[tuple[str, str, int], int]
"""Pairs with their scores, and the rank of each."""


@dataclass(frozen=True)
class Doubt:
    """One thing about a run that does not hold, and why."""

    run_id: str
    reason: Reason


def doubts(database: Database, progress: Progress) -> tuple[list[Doubt], int]:
    """Everything that does not hold, and of how many runs. Nothing for a sound database.

    No transaction stays open while a plan is computed again.
    """
    with database.reading() as session:
        ids = session.scalars(select(Run.id).order_by(Run.finished_at, Run.id)).all()
    found = []
    for done, run_id in enumerate(ids):
        progress("cli.verify.checking", done, len(ids))
        with database.reading() as session:
            run, shown = _kept(session, run_id)
        found += [Doubt(run_id, reason) for reason in _of(run, shown)]
    progress("cli.verify.checking", len(ids), len(ids))
    return found, len(ids)


def _kept(session: Session, run_id: str) -> tuple[Run, Shown]:
    whole = select(Run).options(undefer(Run.snapshot), undefer(Run.plan))
    shown = session.execute(
        select(Suggestion.uscc, Suggestion.village_code, Suggestion.score, Suggestion.rank).where(
            Suggestion.run_id == run_id
        )
    )
    return session.scalars(whole.where(Run.id == run_id)).one(), {
        (uscc, code, score): rank for uscc, code, score, rank in shown
    }


def _of(run: Run, shown: Shown) -> list[Reason]:
    for kept, sha256 in ((run.snapshot, run.snapshot_sha256), (run.plan, run.plan_sha256)):
        if hashlib.sha256(kept).hexdigest() != sha256:
            return [Reason("rounds.bytes_altered")]
    try:
        return verify_plan(run.plan) or list(_against_input(run, shown))
    except JieduiError as error:
        return [Reason(error.code, error.params)]


def _against_input(run: Run, shown: Shown) -> Iterator[Reason]:
    plan, programme = read_plan(run.plan), read_programme_json(run.snapshot)
    if plan.fingerprint != run.fingerprint or plan.total_score != run.total_score:
        yield Reason("rounds.header_altered")
    planned = {(pair.enterprise, pair.village, pair.score) for pair in plan.pairs}
    on_board = {pair for pair, rank in shown.items() if rank > run.pairs}
    if shown.keys() - on_board != planned or not _candidates(Basis.of(plan, programme), on_board):
        yield Reason("rounds.suggestions_altered")
    if run.versions == versions():  # other versions may rightly weigh otherwise
        yield from compare(run.plan, programme)


def _candidates(basis: Basis, pairs: set[tuple[str, str, int]]) -> bool:
    """Whether each is a candidate of the run, with that score."""
    rows = {(uscc, code, score): basis.row((uscc, code)) for uscc, code, score in pairs}
    scores = basis.plan.problem.score
    return all(row is not None and scores[row] == pair[2] for pair, row in rows.items())
