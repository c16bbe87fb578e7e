"""Looking at every kept run again: its bytes, its proof, and the plan computed afresh."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.errors import JieduiError
from matcher.parties import read_programme_json
from matcher.rounds.model import Run, Suggestion
from matcher.rounds.plan_file import read_plan
from matcher.rounds.running import Progress, versions
from matcher.rounds.verifying import compare, verify_plan
from matcher.scoring import Reason


@dataclass(frozen=True)
class Doubt:
    """One thing about a run that does not hold, and why."""

    run_id: str
    reason: Reason


def doubts(session: Session, progress: Progress) -> tuple[list[Doubt], int]:
    """Everything that does not hold, and of how many runs. Nothing for a sound database."""
    total = session.scalar(select(func.count()).select_from(Run)) or 0
    found = []
    for done, run in enumerate(session.scalars(select(Run).order_by(Run.finished_at, Run.id))):
        progress("cli.verify.checking", done, total)
        found += [Doubt(run.id, reason) for reason in _of(session, run)]
    progress("cli.verify.checking", total, total)
    return found, total


def _of(session: Session, run: Run) -> list[Reason]:
    for kept, sha256 in ((run.snapshot, run.snapshot_sha256), (run.plan, run.plan_sha256)):
        if hashlib.sha256(kept).hexdigest() != sha256:
            return [Reason("rounds.bytes_altered")]
    try:
        return verify_plan(run.plan) or list(_against_input(session, run))
    except JieduiError as error:
        return [Reason(error.code, error.params)]


def _against_input(session: Session, run: Run) -> Iterator[Reason]:
    plan = read_plan(run.plan)
    if plan.fingerprint != run.fingerprint or plan.total_score != run.total_score:
        yield Reason("rounds.header_altered")
    shown = session.execute(
        select(Suggestion.uscc, Suggestion.village_code, Suggestion.score).where(
            Suggestion.run_id == run.id
        )
    )
    planned = {(pair.enterprise, pair.village, pair.score) for pair in plan.pairs}
    if {tuple(row) for row in shown} != planned:
        yield Reason("rounds.suggestions_altered")
    if run.versions == versions():  # other versions may rightly weigh otherwise
        yield from compare(run.plan, read_programme_json(run.snapshot))
