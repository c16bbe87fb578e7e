"""The tables of a round: campaign, round, run, suggestion, what was decided, and weights kept.

Runs, suggestions, deeds, reviews, places and weights only ever grow. What stands about a pair is
its review with the highest version.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matcher.parties.tenancy import Reach, among, governed
from matcher.store import Base, new_id
from matcher.store.append_only import append_only
from matcher.store.types import Json
from matcher.vocabulary import Decision, DeedKind, Side


class Campaign(Base):
    """What the rounds belong to: one office's action in one period."""

    __tablename__ = "campaign"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]


class Round(Base):
    """One time of pairing in a campaign, for the parties of `district` and `county` if said."""

    __tablename__ = "round"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaign.id"))
    number: Mapped[int]
    name: Mapped[str]
    district: Mapped[str | None]
    county: Mapped[str | None]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]

    __table_args__ = (UniqueConstraint("campaign_id", "number"),)


class Run(Base):
    """One computation: its whole input, its whole output, and what is needed to repeat it.

    `job_id` names the long work it came of, if any: however often that is done, it is kept once.
    """

    __tablename__ = "run"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    number: Mapped[int]
    method: Mapped[str]
    profile: Mapped[str]
    profile_version: Mapped[int | None]
    weights: Mapped[dict[str, Any]] = mapped_column(Json())
    seed: Mapped[str]
    snapshot: Mapped[bytes] = mapped_column(deferred=True)
    snapshot_sha256: Mapped[str]
    plan: Mapped[bytes] = mapped_column(deferred=True)
    plan_sha256: Mapped[str]
    fingerprint: Mapped[str]
    status: Mapped[str]
    verified: Mapped[bool]
    total_score: Mapped[int]
    covered: Mapped[int]
    engaged: Mapped[int]
    villages: Mapped[int]
    enterprises: Mapped[int]
    pairs: Mapped[int]
    versions: Mapped[dict[str, Any]] = mapped_column(Json())
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    operator: Mapped[str]
    job_id: Mapped[str | None] = mapped_column(index=True, unique=True)

    __table_args__ = (UniqueConstraint("round_id", "number"),)


class Suggestion(Base):
    """One pair of a run's plan, with the parts of its score as the plan has them.

    Another candidate of the run becomes one when something is decided about it on the board; its
    rank comes after those of the plan, of which there are `Run.pairs`.
    """

    __tablename__ = "suggestion"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    run_id: Mapped[str] = mapped_column(ForeignKey("run.id"))
    rank: Mapped[int]
    uscc: Mapped[str] = mapped_column(ForeignKey("enterprise.uscc"))
    village_code: Mapped[str] = mapped_column(ForeignKey("village.code"))
    score: Mapped[int]
    pinned: Mapped[bool]
    parts: Mapped[list[Any]] = mapped_column(Json())

    __table_args__ = (
        UniqueConstraint("run_id", "rank"),
        UniqueConstraint("run_id", "uscc", "village_code"),
    )


class Deed(Base):
    """What somebody did on the board of a run at one go, to be undone at one go.

    It is made of the reviews and places that name it. `answers_id` is what it undoes or redoes.
    """

    __tablename__ = "deed"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    number: Mapped[int]
    run_id: Mapped[str] = mapped_column(ForeignKey("run.id"))
    kind: Mapped[DeedKind]
    answers_id: Mapped[str | None] = mapped_column(ForeignKey("deed.id"))
    reason: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
    actor_id: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        CheckConstraint(
            "(kind IN ('undone', 'redone')) = (answers_id IS NOT NULL)", name="answers_a_deed"
        ),
    )


class RoundPlaces(Base):
    """How many places a party has in this round, whatever its record says; None: what it says.

    `usual` is how many it had on the board before anybody changed them there.
    """

    __tablename__ = "round_places"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    side: Mapped[Side]
    code: Mapped[str]
    version: Mapped[int]
    deed_id: Mapped[str] = mapped_column(ForeignKey("deed.id"))
    places: Mapped[int | None]
    usual: Mapped[int]

    __table_args__ = (UniqueConstraint("round_id", "side", "code", "version"),)


class Review(Base):
    """One decision about one pair of a round. The second of two at once finds its version taken.

    Those from before there were deeds have none, and are taken back one by one.
    """

    __tablename__ = "review"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    uscc: Mapped[str] = mapped_column(ForeignKey("enterprise.uscc"))
    village_code: Mapped[str] = mapped_column(ForeignKey("village.code"))
    version: Mapped[int]
    suggestion_id: Mapped[str] = mapped_column(ForeignKey("suggestion.id"))
    deed_id: Mapped[str | None] = mapped_column(ForeignKey("deed.id"))
    decision: Mapped[Decision]
    reason: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by: Mapped[str]
    actor_id: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("round_id", "uscc", "village_code", "version"),
        CheckConstraint(
            "reason <> '' OR decision NOT IN ('veto', 'swap', 'aside')", name="has_reason"
        ),
    )


class WeightProfile(Base):
    """One version of a named profile. Of two who keep at once, one finds its version taken."""

    __tablename__ = "weight_profile"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    version: Mapped[int]
    weights: Mapped[dict[str, Any]] = mapped_column(Json())
    reason: Mapped[str]
    kept_at: Mapped[datetime]
    kept_by: Mapped[str]

    __table_args__ = (UniqueConstraint("name", "version"),)


class SavedView(Base):
    """How an account likes to look at a board: a named choice of pairs, as its address says it."""

    __tablename__ = "saved_view"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str]
    choice: Mapped[dict[str, Any]] = mapped_column(Json())
    saved_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("account_id", "name"),
        CheckConstraint("name <> ''", name="name_is_said"),
    )


_ROUND, _RUN = Round.__table__.c, Run.__table__.c


def _of_round(found: Any, reach: Reach) -> ColumnElement[bool]:
    return among(found.round_id, _ROUND.id, reach.holds_area(_ROUND))


governed(Round, lambda found, reach: reach.holds_area(found))
governed(Run, _of_round)
governed(Deed, _of_round)
governed(RoundPlaces, _of_round)
governed(Review, _of_round)
governed(Suggestion, lambda pair, reach: among(pair.run_id, _RUN.id, _of_round(_RUN, reach)))

append_only(Run.__table__)
append_only(Suggestion.__table__)
append_only(Deed.__table__)
append_only(RoundPlaces.__table__)
append_only(Review.__table__)
append_only(WeightProfile.__table__)
