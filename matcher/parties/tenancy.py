"""What an actor may see, asked of the database itself: a narrowed session finds nothing else.

`narrow` puts the conditions of the rights table on every question a session asks, lists, counts
and single objects alike, so another's thing and no thing at all cannot be told apart, and no page
can forget to ask. A mapped class comes under it by `governed`; those of no tenant (accounts, the
audit chain) are left out and guarded by their action alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.event import listens_for
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from matcher.access import RIGHTS, Action, Actor, Scope, Within
from matcher.errors import NotAllowed
from matcher.parties.comparing import Change, Row
from matcher.parties.intake import Import
from matcher.parties.model import Arrangement, Enterprise, Need, Offer, Village
from matcher.region import is_of_district
from matcher.store import Base
from matcher.vocabulary import Role

EVERYWHERE: dict[str, Any] = {"everywhere": True}
"""Execution options of a question that needs all rows, whoever asks: the next free number."""

_IDENTITIES = {
    "village": Village.code,
    "need": Need.number,
    "enterprise": Enterprise.uscc,
    "offer": Offer.number,
}
_SHOWN = 3
# tables and not classes, for the conditions themselves must not be narrowed again
_VILLAGE, _ENTERPRISE = Village.__table__.c, Enterprise.__table__.c
_ARRANGEMENT = Arrangement.__table__.c


@dataclass(frozen=True)
class Reach:
    """What may be seen: which villages and enterprises, and whose rounds and imports."""

    villages: ColumnElement[bool]
    enterprises: ColumnElement[bool]
    area: ColumnElement[bool]
    scope: Scope

    def holds_village(self, code: Any) -> ColumnElement[bool]:
        """Whether a column names a village that may be seen."""
        return among(code, _VILLAGE.code, self.villages)

    def holds_enterprise(self, uscc: Any) -> ColumnElement[bool]:
        """Whether a column names an enterprise that may be seen."""
        return among(uscc, _ENTERPRISE.uscc, self.enterprises)

    def holds_area(self, made: Any) -> ColumnElement[bool]:
        """Whether what was made for `district` and `county` was made within the actor's own."""
        own = (made.district, self.scope.district), (made.county, self.scope.county)
        return all_of([self.area, *(column == value for column, value in own if value)])


_ANY, _NONE = true(), false()
Rule = Callable[[Any, Reach], ColumnElement[bool]]
_governed: dict[type[Base], Rule] = {}


def governed(mapped: type[Base], rule: Rule) -> None:
    """Let `rule(mapped, reach)` say which rows of `mapped` a narrowed session may find."""
    _governed[mapped] = rule


def among(column: Any, others: Any, which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether it is one of the `others` of which `which` holds, whatever is asked around it."""
    if which is _ANY:
        return _ANY
    found: ColumnElement[bool] = column.in_(select(others).where(which).correlate(None))
    return found


def _if_any(column: Any, holds: Callable[[Any], ColumnElement[bool]]) -> ColumnElement[bool]:
    """A tie to the county as a whole names no village."""
    held = holds(column)
    return _ANY if held is _ANY else or_(column.is_(None), held)


def all_of(conditions: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    found = [one for one in conditions if one is not _ANY]
    return and_(*found) if found else _ANY


governed(Village, lambda _, reach: reach.villages)
governed(Need, lambda need, reach: reach.holds_village(need.village_code))
governed(Enterprise, lambda _, reach: reach.enterprises)
governed(Offer, lambda offer, reach: reach.holds_enterprise(offer.uscc))
governed(
    Arrangement,
    lambda tie, reach: all_of(
        [reach.holds_enterprise(tie.uscc), _if_any(tie.village_code, reach.holds_village)]
    ),
)
governed(Import, lambda upload, reach: reach.holds_area(upload))


def narrow(session: Session, actor: Actor | None) -> None:
    """From now on this session finds what the actor may see; for nobody, nothing."""
    if actor is None:
        _put(session, Reach(_NONE, _NONE, _NONE, Scope()))
    elif actor.role is not Role.OPERATOR:
        session.info["narrowed_to"] = actor
        _put(
            session,
            Reach(
                villages=_villages(session, actor, RIGHTS[Action.SEE_VILLAGES].get(actor.role)),
                enterprises=_enterprises(
                    session, actor, RIGHTS[Action.SEE_ENTERPRISES].get(actor.role)
                ),
                area=_ANY if actor.role in RIGHTS[Action.SEE_ROUNDS] else _NONE,
                scope=actor.scope,
            ),
        )


def narrow_to_area(session: Session, district: str | None, county: str | None) -> None:
    """From now on this session finds the parties of this district and county, whoever asks."""
    scope = Scope(district, county)
    villages, enterprises = _villages_of(session, scope), _enterprises_of(session, scope)
    _put(session, Reach(villages, enterprises, _ANY, scope))


def _villages(session: Session, actor: Actor, within: Within | None) -> ColumnElement[bool]:
    match within:
        case Within.AREA:
            return _villages_of(session, actor.scope)
        case Within.HOME:
            return _home(actor.scope)
        case _:
            return _NONE


def _enterprises(session: Session, actor: Actor, within: Within | None) -> ColumnElement[bool]:
    match within:
        case Within.AREA:
            return _enterprises_of(session, actor.scope)
        case Within.HOME:
            return _tied_to(_home(actor.scope))
        case Within.FIRM:
            return _ENTERPRISE.uscc == (actor.scope.uscc or "")
        case _:
            return _NONE


def _home(scope: Scope) -> ColumnElement[bool]:
    if scope.village_code:
        return _VILLAGE.code == scope.village_code
    return _in_county(scope.county) if scope.county else _NONE


def _villages_of(session: Session, scope: Scope) -> ColumnElement[bool]:
    """Of the county; of several counties a district helps, those of its own or of nobody's."""
    conditions = [_in_county(scope.county)] if scope.county else []
    if scope.district:
        conditions.append(_names(session, _VILLAGE.aid_district, scope.district))
    return all_of(conditions)


def _enterprises_of(session: Session, scope: Scope) -> ColumnElement[bool]:
    """Registered in the district or nowhere said, or already tied to a village of the area."""
    if not scope.district:
        return _ANY
    registered = _names(session, _ENTERPRISE.registered_district, scope.district)
    return or_(registered, _tied_to(_villages_of(session, scope)))


def _in_county(county: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = _VILLAGE.code.startswith(county, autoescape=True)
    return found


def _tied_to(villages: ColumnElement[bool]) -> ColumnElement[bool]:
    """The enterprises between which and one of these villages anything stands."""
    there = among(_ARRANGEMENT.village_code, _VILLAGE.code, villages)
    return among(_ENTERPRISE.uscc, _ARRANGEMENT.uscc, there)


def _names(session: Session, column: Any, district: str) -> ColumnElement[bool]:
    """Whether a column names this district, however it writes it, or none at all."""
    written = session.scalars(select(column).where(column.is_not(None)).distinct())
    same = sorted(one for one in written if is_of_district(one, district))
    return or_(column.is_(None), column.in_(same))


def _put(session: Session, reach: Reach) -> None:
    session.info["criteria"] = [
        with_loader_criteria(mapped, condition, include_aliases=True)
        for mapped, rule in _governed.items()
        for condition in [rule(mapped, reach)]
        if condition is not _ANY
    ]


@listens_for(Session, "do_orm_execute")
def _narrowed(asked: ORMExecuteState) -> None:
    criteria = asked.session.info.get("criteria")
    if criteria and asked.is_select and not asked.execution_options.get("everywhere"):
        asked.statement = asked.statement.options(*criteria)


def refuse_taken(session: Session, added: Sequence[Row]) -> None:
    """Raises NotAllowed when what is to be added is already there, out of this session's sight."""
    for kind, identity in _IDENTITIES.items():
        keys = [row.key for row in added if row.kind == kind]
        known = select(identity).where(identity.in_(keys)).execution_options(**EVERYWHERE)
        if "narrowed_to" in session.info and (taken := session.scalars(known).all()):
            raise NotAllowed("parties.out_of_reach", keys=sorted(taken)[:_SHOWN], count=len(taken))


def refuse_out_of_reach(session: Session, touched: Sequence[Row | Change]) -> None:
    """Raises NotAllowed when what was just written would be out of this session's sight."""
    if "narrowed_to" not in session.info:
        return
    narrow(session, session.info["narrowed_to"])  # districts may now be written in other ways
    for kind, identity in _IDENTITIES.items():
        keys = {row.key for row in touched if row.kind == kind}
        lost = keys - set(session.scalars(select(identity).where(identity.in_(keys))))
        if lost:
            raise NotAllowed("parties.out_of_reach", keys=sorted(lost)[:_SHOWN], count=len(lost))
