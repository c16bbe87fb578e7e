"""How a history is laid out: one line for what one person did at one moment, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from matcher.parties import Happening, LoggedChange
from matcher.rounds.deeds import DeedRow, deeds_since
from matcher.rounds.reading import runs
from matcher.rounds.rows import ReviewRow, RoundRow
from matcher.rounds.standing import history_of_round
from matcher.vocabulary import Decision
from web.records import field_value
from web.translating import label, t, term

_STATES = {Decision.SWAP: "out", Decision.TAKEN_BACK: "plain"}


@dataclass(frozen=True)
class Detail:
    """One field with what it was and what it became; both are None where they are not kept."""

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Line:
    """Who did what when, and why. `state` is a name of templates/components/state.html.

    `to` is where what it is `about` has a page.
    """

    at: datetime
    who: str
    state: str
    what: str
    about: str
    why: str
    details: tuple[Detail, ...] = ()
    to: str = ""


def of_happenings(found: list[Happening]) -> list[Line]:
    return [
        Line(
            at=one.at,
            who=one.actor_name,
            state="plain",
            what=t("history.changed", count=len(one.changes)),
            about="",
            why=t("history.import", number=one.cause.number, filename=one.cause.filename)
            if one.cause
            else "",
            details=tuple(_detail(change) for change in one.changes),
        )
        for one in found
    ]


def of_round(session: Session, opened: RoundRow) -> list[Line]:
    """The opening, each run, each decision and each change of places."""
    lines = [
        Line(opened.opened_at, opened.opened_by, "plain", t("history.opened"), opened.name, ""),
        *(
            Line(
                run.finished_at,
                run.operator,
                run.status,
                t("history.ran", number=run.number),
                t("history.result", pairs=run.pairs, covered=run.covered, villages=run.villages),
                "",
            )
            for run in runs(session, opened.id)
        ),
        *(_decision(one) for one in history_of_round(session, opened.id)),
        *(line for deed in deeds_since(session, opened.id, 0) for line in _places(deed)),
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _places(deed: DeedRow) -> list[Line]:
    """A line for each party whose places were changed."""
    return [
        Line(
            at=deed.at,
            who=deed.by,
            state="plain",
            what=t("history.places"),
            about=t(
                "history.places_now",
                name=one.name,
                places=t("history.as_record") if one.places is None else one.places,
            ),
            why=deed.reason,
        )
        for one in deed.places
    ]


def _decision(review: ReviewRow) -> Line:
    return Line(
        at=review.decided_at,
        who=review.decided_by,
        state=_STATES.get(review.decision, review.decision.value),
        what=term(review.decision),
        about=f"{review.village} ↔ {review.enterprise}",
        why=review.reason,
        to=url_for(
            "discussion.pair",
            round_id=review.round_id,
            uscc=review.uscc,
            village_code=review.village_code,
        ),
    )


def _detail(change: LoggedChange) -> Detail:
    belongs = change.kind in ("need", "offer")
    kind = t(f"history.{change.kind}")
    named = f"{kind} {change.key}" if belongs else kind
    if change.field is None:
        return Detail(t("history.added", what=named), None, None)
    name = label(change.kind, change.field)
    shown_name = f"{named} · {name}" if belongs else name
    if change.withheld:
        return Detail(t("history.withheld", what=shown_name), None, None)
    return Detail(
        shown_name,
        field_value(change.kind, change.field, change.old) or "–",
        field_value(change.kind, change.field, change.new) or "–",
    )
