"""The weights people keep: every version of every named profile, beside the standard one.

Versions only grow, so what a run was weighed by can always be looked up; the run itself keeps its
weights too. The standard profile comes with the product and is changed only under another name.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.access import Action, Actor, record, require
from matcher.errors import Conflict, Fault, InputRefused, JieduiError, NotFound
from matcher.rounds.model import WeightProfile
from matcher.rounds.rows import ProfileRow
from matcher.scoring import CRITERIA, DEFAULT_PROFILE, Profile
from matcher.store import moment

STANDARD = ProfileRow(
    DEFAULT_PROFILE.name, DEFAULT_PROFILE.version, DEFAULT_PROFILE.weights, "", None, ""
)
LONGEST_NAME = 40


def profiles(session: Session) -> list[ProfileRow]:
    """The newest version of each: the standard first, then by name."""
    found = session.scalars(
        select(WeightProfile).order_by(WeightProfile.name, WeightProfile.version)
    )
    newest = {row.name: _profile_row(row) for row in found}
    return [STANDARD, *newest.values()]


def profile_versions(session: Session, name: str) -> list[ProfileRow]:
    """All versions of this name, the newest first. Raises NotFound."""
    if name == STANDARD.name:
        return [STANDARD]
    kept = _kept(session, name)
    if not kept:
        known = [row.name for row in profiles(session)]
        raise NotFound("rounds.no_such_profile", name=name, known=known)
    return [_profile_row(row) for row in kept]


def profile_named(session: Session, name: str) -> Profile:
    """The newest version of this name, to weigh by. Raises NotFound."""
    return profile_versions(session, name)[0].profile


def keep_profile(
    session: Session,
    actor: Actor,
    *,
    name: str,
    weights: Mapping[str, int],
    reason: str = "",
    expected_version: int,
) -> ProfileRow:
    """Keep weights as the next version of this name; 0 is expected of a new one.

    Raises InputRefused for weights that are no profile, a missing, long or reserved name, or
    weights that are those of the newest version; Conflict when somebody kept a version since.
    """
    require(actor, Action.KEEP_WEIGHTS)
    name = " ".join(name.split())
    _refuse_name(name)
    kept = _kept(session, name)
    newest = kept[0] if kept else None
    if newest and newest.version != expected_version:
        raise Conflict("rounds.profile_kept_meanwhile", by=newest.kept_by, version=newest.version)
    if not newest and expected_version:
        raise Conflict("rounds.no_such_version")
    profile = checked_profile(name, expected_version + 1, weights)
    if newest and Profile(name, newest.version, newest.weights).same_weights(profile):
        raise InputRefused([_fault("", "rounds.profile_unchanged", version=newest.version)])
    row = WeightProfile(
        name=name,
        version=profile.version,
        weights={criterion: profile.weights.get(criterion, 0) for criterion in CRITERIA},
        reason=reason.strip(),
        kept_at=moment(session),
        kept_by=actor.display_name,
    )
    session.add(row)
    session.flush()
    detail = {"version": row.version, "weights": row.weights}
    record(session, actor, Action.KEEP_WEIGHTS, f"weights:{name}", detail)
    return _profile_row(row)


def checked_profile(name: str, version: int, weights: Mapping[str, int]) -> Profile:
    """The profile of these weights. Raises InputRefused where they are none."""
    try:
        return Profile(name, version, weights)
    except JieduiError as error:
        field = error.params.get("name", "")
        raise InputRefused([_fault(field, error.code, **error.params)]) from error


def _refuse_name(name: str) -> None:
    if not name:
        raise InputRefused([_fault("name", "rounds.name_missing")])
    if len(name) > LONGEST_NAME:
        raise InputRefused([_fault("name", "rounds.profile_name_long", most=LONGEST_NAME)])
    if name.casefold() == STANDARD.name:
        raise InputRefused([_fault("name", "rounds.profile_reserved", name=name)])


def _kept(session: Session, name: str) -> list[WeightProfile]:
    """The stored versions of this name, the newest first."""
    query = select(WeightProfile).where(WeightProfile.name == name)
    return list(session.scalars(query.order_by(WeightProfile.version.desc())))


def _profile_row(row: WeightProfile) -> ProfileRow:
    return ProfileRow(row.name, row.version, row.weights, row.reason, row.kept_at, row.kept_by)


def _fault(field: str, code: str, **params: object) -> Fault:
    return Fault(file="", sheet="", cell="", code=code, field=field, params=params)
