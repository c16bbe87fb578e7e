"""How a job is laid out: in words, as a bar, and where its result stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from matcher.queue import JobRow, job_of, jobs, workers_alive
from matcher.queue.asking import RIGHTS_OF
from matcher.vocabulary import JobKind, JobState
from web.navigation import allowed
from web.translating import sentence, t, term


@dataclass(frozen=True)
class ShownJob:
    """A job for its reader: `now` says in a sentence where it stands, `result` is an address.

    `done` of `total` fill the bar; None where the stage does not tell.
    """

    row: JobRow
    title: str
    now: str
    took: str
    done: int | None
    total: int
    result: str
    may_ask: bool

    @property
    def elapsed(self) -> str:
        running = self.row.state is JobState.RUNNING
        return t("queue.elapsed", took=self.took) if running else ""


@dataclass(frozen=True)
class JobPage:
    job: ShownJob
    workers: int

    @property
    def nobody_works(self) -> bool:
        return self.job.row.open and not self.workers


def job_page(session: Session, job_id: str) -> JobPage:
    """Raises NotFound."""
    workers = workers_alive(session)
    return JobPage(shown_job(job_of(session, job_id), workers), workers)


def list_page(session: Session) -> tuple[list[ShownJob], int]:
    workers = workers_alive(session)
    return [shown_job(row, workers) for row in jobs(session)], workers


def shown_job(row: JobRow, workers: int) -> ShownJob:
    running = row.state is JobState.RUNNING
    told = row.done if row.total > 1 else None
    return ShownJob(
        row=row,
        title=term(row.kind),
        now=_now(row, workers),
        took=_took(row.seconds),
        done=told if running else 0,
        total=row.total if running else 1,
        result=_result(row) if row.state is JobState.DONE else "",
        may_ask=allowed(RIGHTS_OF[row.kind]),
    )


def told(page: JobPage) -> dict[str, Any]:
    """The same for a script that looks again and again."""
    shown = page.job
    return {
        "now": shown.now,
        "elapsed": shown.elapsed,
        "done": shown.done,
        "total": shown.total,
        "open": shown.row.open,
        "alone": page.nobody_works,
        "result": shown.result,
    }


def _now(row: JobRow, workers: int) -> str:
    if row.stopping:
        return t("queue.stopping")
    match row.state:
        case JobState.QUEUED if not workers:
            return t("queue.waits_for_worker")
        case JobState.QUEUED:
            return t("queue.waits_behind", before=row.before) if row.before else t("queue.waits")
        case JobState.RUNNING:
            doing = sentence(row.stage) if row.stage else t("queue.begins")
            return doing if row.attempts == 1 else t("queue.taken_over", doing=doing)
        case JobState.DONE:
            return t("queue.done")
        case JobState.CANCELLED:
            return t("queue.cancelled", by=row.cancelled_by)
        case _:
            return sentence(row.error or "", **row.error_params)


def _took(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    if minutes:
        return t("queue.minutes", minutes=minutes, seconds=rest)
    return t("queue.seconds", seconds=rest)


def _result(row: JobRow) -> str:
    match row.kind:
        case JobKind.RUN | JobKind.ADOPTION:
            run = (row.result or {})["run"]
            return url_for("rounds.board", round_id=row.arguments["round"], run=run)
        case JobKind.SCENARIO:
            asked = row.result or {}
            return url_for("scenarios.index", round_id=asked["round"], run=asked["run"])
        case JobKind.PREVIEW:
            return url_for("weights.previewed", job=row.id)
        case JobKind.REACH:
            return url_for("weights.reach", job=row.id)
        case _:
            return url_for("weights.learning", job=row.id)
